/** The graph behind a fetch function, as whoever listens calls it. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type AssemblySeams, assemble } from './assembly.ts';
import { createLogger, type Logger } from './execution/logger.ts';
import { configOf, portalAt } from './options.ts';
import type { PortalInfo } from './schema/context.ts';
import { createApp } from './server/app.ts';
import { Compression } from './server/compression.ts';
import { Deadline } from './server/deadline.ts';
import type { Exposition } from './server/metrics/metrics.ts';
import { requestListener } from './server/request-listener.ts';
import type { ServerOptions } from './server-options.ts';
import type { Config } from './settings/environment.ts';

export interface CloseOptions {
  /**
   * Seconds that what is under way has to finish.
   * @default no limit
   */
  grace?: number | undefined;
}

/** A server without a listener: give its `fetch` to whatever listens for HTTP. */
export interface GraphServer {
  /**
   * Answers a request: the graph at `/graphql`, the page that shows it at `/`, and beside them `/export`, `/media`, `/health` and `/ready`. It needs no `this`, and
   * takes what a runtime hands on beside the request: `@hono/node-server` gives the connection to the caller, which is
   * broken off if the portal's answer breaks off.
   */
  fetch(request: Request, ...runtime: unknown[]): Promise<Response>;
  /**
   * Answers a request of `node:http`, as `fetch` would: give it to `http.createServer`. An ordinary request to the graph
   * costs a fraction of what it costs through `fetch`. It needs no `this`.
   */
  listener(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Takes over a connection for operations over WebSocket: give it the `upgrade` events of a `node:http` server. It
   * needs no `this`. Without WebSockets, subscriptions are server-sent events, which `fetch` answers.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * What the server knows of itself in numbers, in the format of Prometheus. Serve it to whoever watches the server, and
   * not to the public: it tells how busy you are, with what, and how much of the quota is left. It needs no `this`.
   */
  metrics(): Promise<Exposition>;
  /**
   * Compares the datasets that are types of the graph (`types`) with what the portal has now, at the price of a call for
   * each hundred: for the log, and for the metric `ods_graphql_type_changes`. Call it when the server has started. It
   * never rejects, and needs no `this`.
   */
  checkTypes(): Promise<void>;
  /** From now on `/ready` says that no further requests are to be sent, while those that come are answered. */
  drain(): void;
  /** Ends subscriptions and WebSockets: a listener that waits for them to finish would wait without end. */
  endSubscriptions(): void;
  /**
   * True of a request that `handleUpgrade` takes. Give it to a `node:http` server as its `shouldUpgradeCallback`, so that
   * clients that offer another protocol (`Upgrade: h2c`) are answered as if they had not.
   */
  isUpgrade(request: IncomingMessage): boolean;
  /**
   * Is given what counts the requests that a listener expects: connections, say, that have come and asked nothing yet.
   * Lookups wait for them (`batchWindow`) to be one call with theirs. It needs no `this`, and works without being called.
   */
  expect(arriving: () => number): void;
  /**
   * Ends subscriptions at once, and the connections to the portal and to Redis when what is under way is done, or after
   * `grace` seconds whatever is under way. Stop listening first: requests that come all the same are waited for too.
   */
  close(options?: CloseOptions): Promise<void>;
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
 * @throws ConfigError if an option is wrong. Its message names the option and says what would be right.
 */
export function createServer(options: ServerOptions): GraphServer {
  const config = configOf(options);
  // Whoever embeds the graph compresses what they like in front of it.
  const uncompressed = { ...config, COMPRESS_FROM_KB: 0 };
  return graphServer(
    uncompressed,
    portalAt(config),
    options.logger ?? createLogger(config.LOG_LEVEL),
    builtPage,
  );
}

/** What a browser is shown: the page at `/`, and GraphiQL. */
export type PageName = 'page' | 'graphiql';

/** As `createServer`, of settings that have been checked, and with pages of one's own: the server as it ships. */
export function graphServer(
  config: Config,
  portal: PortalInfo,
  logger: Logger,
  page: (name: PageName) => Promise<string> | undefined,
  seams: AssemblySeams = {},
): GraphServer {
  const assembly = assemble(config, portal, logger, seams);
  // If only trusted documents may be run, there is nothing to try, and the page's own operations are not among them.
  const isOpen = config.TRUSTED_DOCUMENTS === undefined;
  const app = createApp({
    ...assembly,
    maxBodyMb: config.MAX_BODY_MB,
    graphiql: isOpen ? page('graphiql') : undefined,
    page: config.PAGE === 'on' && isOpen ? page('page') : undefined,
    maxBufferedMb: config.MAX_BUFFERED_MB,
    corsOrigins: config.CORS_ORIGINS,
    publicUrl: config.PUBLIC_URL,
    compression: compressionOf(config),
  });
  assembly.arrivals.add(() => app.lane.reading);
  const endSubscriptions = () => {
    assembly.endSubscriptions();
    app.closeWebSockets();
  };
  const underWay = new Set<Promise<Response>>();
  const fetch = (request: Request, env?: unknown): Promise<Response> => {
    const response = Promise.resolve(app.fetch(request, env));
    underWay.add(response);
    const done = () => underWay.delete(response);
    response.then(done, done);
    return response;
  };
  return {
    fetch,
    listener: requestListener(fetch, app.lane, assembly.requests),
    handleUpgrade: app.handleUpgrade,
    isUpgrade: app.isUpgrade,
    metrics: () => assembly.metrics.expose(),
    checkTypes: () => assembly.checkTypes(),
    drain: () => assembly.readiness.drain(),
    endSubscriptions,
    expect: (arriving) => assembly.arrivals.add(arriving),
    close: async ({ grace = Number.POSITIVE_INFINITY } = {}) => {
      endSubscriptions();
      const deadline = new Deadline(grace);
      // What is under way may still have to ask the portal; bodies that stream are waited for by their connection.
      const all = () => [...underWay, ...app.lane.underWay];
      while (all().length > 0 && !deadline.isOver) await deadline.race(Promise.allSettled(all()));
      await deadline.race(assembly.close());
      if (deadline.isOver) await assembly.destroy();
      deadline.clear();
    },
  };
}

function compressionOf({ COMPRESS_FROM_KB: from }: Config): Compression | undefined {
  return from === 0 ? undefined : new Compression(from * 1024);
}

/** The folder of a page that a build has put beside this program; a clone of the project has none yet. */
export function builtPage(name: PageName): Promise<string> | undefined {
  const folder = fileURLToPath(new URL(`pages/${name}/`, import.meta.url));
  return existsSync(folder) ? Promise.resolve(folder) : undefined;
}
