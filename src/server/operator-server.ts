/** The port of the operator: the numbers for Prometheus, which are not for the public. */
import { createServer } from 'node:http';
import { listeningOn } from './http-server.ts';
import type { Exposition } from './metrics/metrics.ts';

export interface OperatorServer {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** Ends at once. */
  close(): Promise<void>;
}

export interface OperatorServerOptions {
  port: number;
  host: string;
  metrics: () => Promise<Exposition>;
}

/** Whoever watches the server has a connection or two. */
const MAX_CONNECTIONS = 50;
const TIMEOUT = 10_000;

/** Listens; rejects with a sentence if that cannot be. */
export async function startOperatorServer({
  port,
  host,
  metrics,
}: OperatorServerOptions): Promise<OperatorServer> {
  const server = createServer(
    { headersTimeout: TIMEOUT, requestTimeout: TIMEOUT, keepAliveTimeout: 65_000 },
    async (request, response) => {
      response.on('error', ignore);
      const [path] = request.url?.split('?', 1) ?? [];
      if (path !== '/metrics' || request.method !== 'GET') {
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('The numbers are at /metrics.\n');
        return;
      }
      try {
        const { contentType, text } = await metrics();
        response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(text);
      } catch {
        response.writeHead(500).end();
      }
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_, socket) => socket.destroy());
  const url = await listeningOn(server, { port, host, names: ['METRICS_PORT', 'METRICS_HOST'] });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The error of a broken connection can be ignored: its end follows. */
function ignore(): void {}
