import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';

export interface Listening {
  /** Where it answers, without a slash at the end: `http://localhost:4000`. */
  url: string;
  /** Stops listening, lets what is under way finish, and is done then. */
  close: () => Promise<void>;
}

/** Whatever answers requests. `env` is what the listener knows of the connection. */
export interface Answering {
  fetch(request: Request, env: object): Response | Promise<Response>;
  /** Takes over a connection that becomes a WebSocket; without it none does. */
  handleUpgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Listens for HTTP; rejects with a sentence where that cannot be. */
export async function serve(
  answering: Answering,
  { port, host }: { port: number; host: string },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: answering.fetch });
  if (answering.handleUpgrade) server.on('upgrade', answering.handleUpgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, port, host)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${shownHost(host)}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        // Kept-alive connections without a request would hold the process, now and once theirs is finished.
        const closeIdle = () => 'closeIdleConnections' in server && server.closeIdleConnections();
        const repeat = setInterval(closeIdle, 100);
        server.close(() => {
          clearInterval(repeat);
          resolve();
        });
        closeIdle();
      }),
  };
}

/** An address that a person can open: the wildcards and loopback are `localhost`. */
function shownHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function startError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason: Record<string, string> = {
    EADDRINUSE: `PORT=${port} is in use on ${host}: set PORT to a free one.`,
    EACCES: `PORT=${port} may not be listened on: set PORT to one from 1024 on.`,
    EADDRNOTAVAIL: `HOST=${host} is no address of this machine: set HOST to one that is, such as 127.0.0.1.`,
    ENOTFOUND: `HOST=${host} is no known host: set HOST to an address of this machine, such as 127.0.0.1.`,
  };
  return Object.assign(new Error(reason[error.code ?? ''] ?? error.message), { code: error.code });
}
