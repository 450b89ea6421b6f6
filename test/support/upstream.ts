/** A proxy between the server and its portal that keeps the requests. Both sides are real HTTP. */

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream';

/** A request to the portal. */
export interface UpstreamCall {
  method: string;
  path: string;
  parameters: URLSearchParams;
  authorization: string | undefined;
  headers: IncomingHttpHeaders;
}

export interface Upstream {
  url: string;
  /** The calls since the last `take`, in order of arrival. */
  take(): UpstreamCall[];
  close(): Promise<void>;
}

/** Decides about a request: a status refuses it, null passes it on. It may wait before it decides. */
export type Refuse = (call: UpstreamCall) => number | null | Promise<number | null>;

/** Keeps each request, passes it on to the portal unless it is refused, and passes the answer back. */
export async function recordUpstream(portalUrl: string, refuse: Refuse = () => null): Promise<Upstream> {
  const calls: UpstreamCall[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming);
    const call = describe(incoming, body);
    calls.push(call);
    const status = await refuse(call);
    if (status !== null) {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: `refused: ${call.path}` }));
      return;
    }
    const target = new URL(incoming.url ?? '/', portalUrl);
    const forwarded = request(target, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // If one side breaks off, so does the other.
      pipeline(answer, outgoing, () => {});
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    forwarded.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => calls.splice(0),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function describe({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): UpstreamCall {
  const { pathname, searchParams } = new URL(url, 'http://portal');
  const form = new URLSearchParams(body.toString());
  return {
    method,
    path: pathname,
    parameters: new URLSearchParams([...searchParams, ...form]),
    authorization: headers.authorization,
    headers,
  };
}
