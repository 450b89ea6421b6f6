/** A portal with a fault in every answer, but for those who ask with a key that begins with `well`. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from '../support/certificate.ts';
import { LOOKED_UP } from '../support/portal-apis.ts';
import type { Fault } from './faults.ts';
import { rightAnswer, sendJson } from './misbehaving-portal.ts';

/** How often each of these was there. */
class Counts {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}

export interface FaultyPortal extends AsyncDisposable {
  url: string;
  /** True if it has no fault any more. */
  isWell: boolean;
  /** The requests, by who asked. */
  asked: Counts;
  /** Those that met the fault; pushes by their datasets, since nobody is named in them. */
  met: Counts;
  /** Connections that are open now. */
  readonly connections: number;
}

export async function startFaultyPortal(fault: Fault, certificate?: Certificate): Promise<FaultyPortal> {
  let connections = 0;
  const listener = async (request: IncomingMessage, response: Parameters<Fault>[1]) => {
    response.on('error', () => {});
    const url = new URL(request.url ?? '/', 'http://portal');
    for await (const _ of request);
    const isPush = url.pathname.startsWith('/api/push/');
    const who = isPush ? (url.pathname.split('/')[4] ?? '') : (request.headers.authorization ?? '');
    portal.asked.add(who);
    if (!portal.isWell && meetsFault(url, request.headers.authorization)) {
      portal.met.add(who);
      fault(request, response);
    } else if (url.pathname.includes('/download/')) response.end('a;b\n');
    else sendJson(response, isPush ? { status: 'ok' } : rightAnswer(request.url ?? '/'));
  };
  const server: Server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.on('close', () => {
      connections -= 1;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const portal: FaultyPortal = {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    isWell: false,
    asked: new Counts(),
    met: new Counts(),
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return portal;
}

function meetsFault({ pathname }: URL, authorization = ''): boolean {
  if (authorization.startsWith('Apikey well')) return false;
  const [, lookedUp] = /^\/api\/datasets\/1\.0\/([^/]+)\/$/.exec(pathname) ?? [];
  return lookedUp === undefined || lookedUp === 'search' || lookedUp.startsWith(LOOKED_UP);
}
