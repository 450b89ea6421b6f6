/** The graph behind a fetch function, as whoever listens calls it. */
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { assemble } from './assembly.ts';
import { configOf, portalAt, type ServerOptions } from './options.ts';
import type { PortalInfo } from './schema/context.ts';
import { schema } from './schema/schema.ts';
import { createApp } from './server/app.ts';
import { createLogger, type Logger } from './server/logger.ts';
import {
  readTrustedDocuments,
  type TrustedDocuments,
  TrustedDocumentsError,
} from './server/plugins/trusted-documents.ts';
import { Priority } from './server/priority.ts';
import { type Config, ConfigError } from './settings/environment.ts';

/** A server without a listener: give its `fetch` to whatever listens for HTTP. */
export interface GraphServer {
  /**
   * Answers a request: the graph at `/graphql`, the page that shows it at `/`, and beside them `/export`, `/media` and `/health`. Needs no `this`, and
   * takes what a runtime hands on beside the request: `@hono/node-server` gives the connection to the caller, which is
   * broken off where the portal's answer breaks off.
   */
  fetch(request: Request, ...runtime: unknown[]): Promise<Response>;
  /**
   * Takes over a connection for operations over WebSocket: give it the `upgrade` events of a `node:http` server. Needs
   * no `this`. Where there are none, subscriptions are server-sent events, which `fetch` answers.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends subscriptions and WebSockets: a listener that waits for them to finish would wait without end. */
  endSubscriptions(): void;
  /**
   * Ends subscriptions at once, and the connections to the portal and to Redis when what is under way is done. Stop
   * listening first: requests that come all the same are waited for too.
   */
  close(): Promise<void>;
}

/**
 * Makes a server of the graph over the portal that `odsUrl` names. Nothing is read from the environment, nothing
 * listens, and nothing is asked of the portal before somebody asks the graph.
 *
 * ```ts
 * import { serve } from '@hono/node-server';
 * import { createServer } from 'ods-graphql';
 *
 * const server = createServer({ odsUrl: 'https://data.example.org' });
 * serve({ fetch: server.fetch, port: 4000 });
 * ```
 *
 * @throws ConfigError where an option is wrong: its message names the option, and what would be right.
 */
export function createServer(options: ServerOptions): GraphServer {
  const config = configOf(options);
  return graphServer(config, portalAt(config), options.logger ?? createLogger(config.LOG_LEVEL), builtPage);
}

/** What a browser is shown: the page at `/`, and GraphiQL. */
export type PageName = 'page' | 'graphiql';

/** As `createServer`, of settings that have been checked, and with pages of one's own. */
export function graphServer(
  config: Config,
  portal: PortalInfo,
  logger: Logger,
  page: (name: PageName) => Promise<string> | undefined,
): GraphServer {
  const assembly = assemble(config, portal, logger);
  const trustedDocuments = trustedDocumentsOf(config);
  const app = createApp({
    ...assembly,
    maxBodyMb: config.MAX_BODY_MB,
    maxCalls: config.MAX_CALLS_PER_OPERATION,
    quotaReserve: config.QUOTA_RESERVE / 100,
    priority: new Priority(config.PRIORITY_TOKENS),
    trustedDocuments,
    // Their operations are not among the trusted ones.
    page: config.PAGE === 'on' && !trustedDocuments ? page('page') : undefined,
    graphiql: trustedDocuments ? undefined : page('graphiql'),
    logger,
  });
  const endSubscriptions = () => {
    assembly.endSubscriptions();
    app.webSocket.close();
  };
  const underWay = new Set<Promise<Response>>();
  return {
    fetch: (request, env) => {
      const response = Promise.resolve(app.fetch(request, env));
      underWay.add(response);
      const done = () => underWay.delete(response);
      response.then(done, done);
      return response;
    },
    handleUpgrade: (request, socket, head) => app.webSocket.handleUpgrade(request, socket, head),
    endSubscriptions,
    close: async () => {
      endSubscriptions();
      // What is under way may still have to ask the portal; bodies that stream are waited for by their connection.
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await assembly.close();
    },
  };
}

/** The folder of a page that a build has put beside this program; a clone of the project has none yet. */
export function builtPage(name: PageName): Promise<string> | undefined {
  const folder = fileURLToPath(new URL(`pages/${name}/`, import.meta.url));
  return existsSync(folder) ? Promise.resolve(folder) : undefined;
}

function trustedDocumentsOf({ TRUSTED_DOCUMENTS: file }: Config): TrustedDocuments | undefined {
  try {
    return file === undefined ? undefined : readTrustedDocuments(file, schema);
  } catch (error) {
    if (!(error instanceof TrustedDocumentsError)) throw error;
    throw new ConfigError(`TRUSTED_DOCUMENTS=${file} ${error.message}`);
  }
}
