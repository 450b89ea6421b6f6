/** A portal that answers as a test says, however wrong that is; about one dataset it always answers right. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface MisbehavingPortal {
  url: string;
  /** Answers everything that is not about the dataset `good`. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** The paths of what `answer` was given. */
  requests: string[];
  /** Breaks all that is under way. */
  reset(): void;
  close(): Promise<void>;
}

/** What an ordinary client asks of it. */
export const GOOD = {
  query: '{ dataset(datasetId: "good") { title records(first: 1) { totalCount } } }',
  data: { dataset: { title: 'Good', records: { totalCount: 1 } } },
};

const FIELDS = [
  { name: 'text', type: 'text', annotations: [{ name: 'facet' }] },
  { name: 'place', type: 'geo_point_2d' },
  { name: 'number', type: 'int' },
];

/** What a portal in its right mind answers on this path. */
export function rightAnswer(url: string, title = 'Good'): unknown {
  const { pathname, searchParams } = new URL(url, 'http://portal');
  const datasetid = searchParams.get('dataset') ?? pathname.split('/')[4] ?? 'good';
  if (/\/records\/[^/]+\/$/.test(pathname)) return { datasetid, recordid: 'r', fields: { text: title } };
  const dataset = { datasetid, has_records: true, metas: { title, records_count: 1 }, fields: FIELDS };
  if (pathname.startsWith('/api/records/1.0/search/')) {
    return { nhits: 1, records: [{ datasetid, recordid: 'r', fields: { text: title } }], facet_groups: [] };
  }
  if (pathname === '/api/datasets/1.0/search/') return { nhits: 1, datasets: [dataset] };
  if (pathname.startsWith('/api/records/1.0/analyze/')) return [{ x: title, n: 1 }];
  if (pathname.startsWith('/api/records/1.0/geocluster/')) {
    return { clusters: [{ cluster_center: [1, 2], count: 1 }], count: { min: 1, max: 1 } };
  }
  if (pathname.startsWith('/api/records/1.0/boundingbox/')) {
    return { bbox: [1, 2, 3, 4], count: 1, geometries: { Point: 1 } };
  }
  return dataset;
}

export async function startMisbehavingPortal(): Promise<MisbehavingPortal> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const { url = '/' } = request;
    response.on('error', () => {});
    if (/[/=]good(?:[/&]|$)/.test(url)) return sendJson(response, rightAnswer(url));
    portal.requests.push(url);
    portal.answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const portal: MisbehavingPortal = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    requests: [],
    answer: (request, response) => sendJson(response, rightAnswer(request.url ?? '/')),
    reset: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return portal;
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
