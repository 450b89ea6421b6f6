/** The server as it ships behind its own listener, in this process: for what a client meets before the graph. */

import { createLogger } from '../../src/execution/logger.ts';
import { createServer, type ServerOptions } from '../../src/index.ts';
import { startHttpServer } from '../../src/server/http-server.ts';
import { CARRIER, carriedBy } from './carrier.ts';

export interface FrontDoor {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

export async function openFrontDoor(options: ServerOptions): Promise<FrontDoor> {
  const graph = createServer({ logLevel: 'silent', ...options });
  const server = await startHttpServer(carriedBy(CARRIER, graph), {
    port: 0,
    host: '127.0.0.1',
    logger: createLogger('silent'),
    shutdownGrace: 1,
  });
  return {
    url: server.url,
    close: async () => {
      graph.endSubscriptions();
      await server.close();
      await graph.close({ grace: 1 });
    },
  };
}
