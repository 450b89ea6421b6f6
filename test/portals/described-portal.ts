/** A portal over real HTTP that has a catalog and no records: it describes its datasets as the test says at that moment. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface DescribedPortal {
  url: string;
  /** The fields of each dataset, by its id. */
  datasets: Map<string, { name: string; type: string; annotations?: { name: string; args?: string[] }[] }[]>;
  /** The paths that were asked for, in order of arrival, each with who asked. */
  received: { path: string; who: string | undefined }[];
  /** The status of every answer, if it is set. */
  failure: number | undefined;
  /** Every answer waits for this promise, if it is set. */
  gate: Promise<void> | undefined;
  close(): Promise<void>;
}

export async function startDescribedPortal(): Promise<DescribedPortal> {
  const server = createServer(async (request, response) => {
    const { pathname, parameters } = await readRequest(request);
    portal.received.push({ path: pathname, who: request.headers.authorization });
    await portal.gate;
    const [, id = ''] = /^\/api\/datasets\/1\.0\/([^/]+)\/$/.exec(pathname) ?? [];
    const answer =
      id === 'search' ? searched(parameters.getAll('refine.datasetid')) : described(decodeURIComponent(id));
    response.writeHead(portal.failure ?? (answer ? 200 : 404), { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: 'unknown' }));
  });
  const described = (datasetid: string) => {
    const fields = portal.datasets.get(datasetid);
    return fields && { datasetid, has_records: true, metas: { title: datasetid }, fields };
  };
  const searched = (ids: string[]) => {
    const known = ids.flatMap((id) => described(id) ?? []);
    return { nhits: known.length, datasets: known };
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const portal: DescribedPortal = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    datasets: new Map(),
    received: [],
    failure: undefined,
    gate: undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return portal;
}

/** Parameters are in the address, or in the body if there are many. */
async function readRequest(
  request: IncomingMessage,
): Promise<{ pathname: string; parameters: URLSearchParams }> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return { pathname, parameters: request.method === 'POST' ? new URLSearchParams(body) : searchParams };
}
