/** Listens for HTTP as the settings say, and hands what comes to a server of the graph. */
import type { Logger } from './execution/logger.ts';
import type { GraphServer } from './graph-server.ts';
import { type HttpServer, startHttpServer } from './server/http-server.ts';
import type { Config } from './settings/environment.ts';

/** Starts to listen; rejects with a sentence if that cannot be. */
export function listen(graph: GraphServer, config: Config, logger: Logger): Promise<HttpServer> {
  return startHttpServer(graph, {
    port: config.PORT,
    host: config.HOST,
    maxConnections: config.MAX_CONNECTIONS,
    headersTimeout: config.HEADERS_TIMEOUT,
    requestTimeout: config.REQUEST_TIMEOUT,
    idleTimeout: config.IDLE_TIMEOUT,
    shutdownGrace: config.SHUTDOWN_GRACE,
    logger,
  });
}
