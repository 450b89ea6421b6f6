/** A proxy before a portal that misreads searches: it asks the portal for something else, and gives its answer. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Changes the parameters of a search, or gives the status with which it is refused: any other value means nothing. */
export type Misread = (parameters: URLSearchParams) => unknown;

export interface MisreadingPortal {
  url: string;
  /** How searches are misread from now on. */
  misread: Misread;
  close(): Promise<void>;
}

const only = (parameters: URLSearchParams, value: string | undefined) => {
  if (value !== undefined) parameters.set('refine.datasetid', value);
};

/** Ways to misread a search for several ids. */
export const MISREADINGS = {
  'heeds no refinement': (parameters) => {
    parameters.delete('refine.datasetid');
  },
  'takes several values for a conjunction': (parameters) => {
    parameters.delete('disjunctive.datasetid');
  },
  'heeds the first value alone': (parameters) => only(parameters, parameters.getAll('refine.datasetid')[0]),
  'heeds the last value alone': (parameters) =>
    only(parameters, parameters.getAll('refine.datasetid').at(-1)),
  'refuses to refine by ids': (parameters) => (parameters.has('refine.datasetid') ? 400 : undefined),
  'gives fewer rows than were asked for': (parameters) => {
    if (Number(parameters.get('rows')) > 20) parameters.set('rows', '20');
  },
} satisfies Record<string, Misread>;

export async function startMisreadingPortal(portalUrl: string): Promise<MisreadingPortal> {
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const target = new URL(incoming.url ?? '/', portalUrl);
    const parameters = new URLSearchParams([...target.searchParams, ...new URLSearchParams(body)]);
    const status = target.pathname.endsWith('/search/') ? portal.misread(parameters) : undefined;
    const answer = await fetch(new URL(target.pathname, portalUrl), { method: 'POST', body: parameters });
    const isRefused = typeof status === 'number';
    outgoing.writeHead(isRefused ? status : answer.status, { 'content-type': 'application/json' });
    outgoing.end(isRefused ? '{"error": "as the test says"}' : await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const portal: MisreadingPortal = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    misread: () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return portal;
}
