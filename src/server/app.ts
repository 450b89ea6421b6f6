import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hono } from 'hono';
import type { Executor } from '../execution/executor.ts';
import { bodyOfFetch } from './body-source.ts';
import type { Compression } from './compression.ts';
import { errorResponse, publicErrorOf } from './error-answer.ts';
import { GraphLane } from './graph-lane.ts';
import { paramsOfAddress, paramsOfBody } from './graph-params.ts';
import { HttpError } from './http-error.ts';
import { incomingOf } from './incoming.ts';
import type { Lifetimes } from './lifetimes.ts';
import { Origins } from './origins.ts';
import type { Connection } from './plugins/executor.ts';
import { RequestBodies } from './request-body.ts';
import { routeExports } from './routes/export.ts';
import { routeGraphiQL } from './routes/graphiql.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import { type ProbeOptions, routeProbes } from './routes/probes.ts';
import type { VisitorOptions } from './routes/visitor.ts';
import { Upgrades } from './upgrades.ts';

export interface AppOptions extends VisitorOptions, ProbeOptions {
  /** Runs what is asked of the graph. */
  executor: Executor;
  /** The largest request in MB (1024 * 1024 bytes): an operation and its variables, which may be records to push. */
  maxBodyMb: number;
  /** Memory for the bodies of requests, in MB, all together. */
  maxBufferedMb: number;
  /** The origins whose pages may read answers; undefined for the default, which depends on the server's credential. */
  corsOrigins: readonly string[] | undefined;
  /** The address under which the world reaches this server. */
  publicUrl: URL | undefined;
  /** Seconds that answers count as new, by what they are made of. */
  lifetimes: Lifetimes;
  /** What makes the answers of the graph smaller for the listener; without it they are sent as they are. */
  compression?: Compression | undefined;
  /** The folder of the built page that `/` shows; without it `/` leads to GraphiQL. */
  page: Promise<string> | undefined;
  /** The folder of the built GraphiQL; without it `/graphql` shows a browser nothing. */
  graphiql: Promise<string> | undefined;
}

export interface App {
  /** Answers a request: the page at `/`, `/graphql` (with GraphiQL), `/export`, `/media`, `/health` and `/ready`. */
  fetch(...given: Parameters<Hono['fetch']>): Promise<Response>;
  /** The same graph for ordinary requests of `node:http`, without the Fetch API between them. */
  lane: GraphLane;
  /** Ends all WebSockets, and takes no further ones. */
  closeWebSockets(): void;
  /** Takes an `upgrade` event of a `node:http` server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** True if that is to be called for this request; all others are ordinary ones. */
  isUpgrade(request: IncomingMessage): boolean;
}

/** The edge, as a fetch-style application and what listens for WebSockets. */
export function createApp(options: AppOptions): App {
  const { logger, maxBodyMb, executor } = options;
  const origins = originsOf(options);
  const app = new Hono();
  // This comes first, so that nothing that others ask for is in its way.
  routeProbes(app, options);
  app.use(origins.cors());
  if (options.page) routePage(app, options.page);
  else app.get('/', (c) => c.redirect('/graphql'));
  if (options.graphiql) routeGraphiQL(app, options.graphiql);
  const bodies = new RequestBodies(options);
  const lane = new GraphLane({ ...options, bodies, origins });
  const ask = graphOf(options, origins, bodies);
  app.all('/graphql', (c) => {
    const incoming = incomingOf(c.env);
    return ask(c.req.raw, {
      record: options.requests.of(c.req.raw),
      address: incoming ? options.addresses.of(incoming) : '',
      execution: incoming && lane.handedOn(incoming),
      compression: incoming && lane.compressionFor(incoming),
    });
  });
  routeExports(app, options);
  routeMedia(app, options);
  app.notFound(() => errorResponse(new HttpError(404, 'There is nothing here; the graph is at /graphql.')));
  app.onError((error, c) => {
    const shown = publicErrorOf(error, logger);
    options.requests.of(c.req.raw)?.fail(shown);
    return errorResponse(shown);
  });
  const upgrades = new Upgrades(
    async () => {
      const { GraphWebSocket } = await import('./web-socket.ts');
      const { addresses, requests } = options;
      return new GraphWebSocket({ executor, logger, maxBodyMb, addresses, requests });
    },
    options,
    origins,
  );
  return {
    fetch: (request, env, ...runtime) =>
      options.requests.answer(request, env, () => app.fetch(request, env, ...runtime)),
    lane,
    closeWebSockets: () => upgrades.close(),
    handleUpgrade: (request, socket, head) => upgrades.handleUpgrade(request, socket, head),
    isUpgrade: (request) => upgrades.isUpgrade(request),
  };
}

/** Answers `/graphql` as a function of the Fetch API: who may ask, the body read once, and then Yoga. */
function graphOf(
  options: AppOptions,
  origins: Origins,
  bodies: RequestBodies,
): (request: Request, connection: Connection) => Promise<Response> {
  // It is loaded when it is first needed: ordinary requests do not need it, and a start does not wait for it.
  let loading: Promise<typeof import('./yoga.ts')> | undefined;
  let yoga: ReturnType<typeof import('./yoga.ts').createGraphYoga> | undefined;
  const ask = async (request: Request, connection: Connection): Promise<Response> => {
    loading ??= import('./yoga.ts');
    const { createGraphYoga } = await loading;
    yoga ??= createGraphYoga(options);
    // Not `fetch`, which lets go of an answer that comes after its caller has left, with all that keeps it alive.
    const response = await yoga.handleRequest(request, contextOf(request, connection));
    if (request.signal.aborted) await response.body?.cancel();
    return response;
  };
  return async (request, connection) => {
    // It was read, checked and executed in the lane.
    if (connection.execution) return ask(request, connection);
    const header = (name: string) => request.headers.get(name);
    origins.refuseForeign(header);
    const parameters = new URL(request.url).searchParams;
    if (request.method !== 'POST')
      return ask(request, { ...connection, params: paramsOfAddress(parameters) });
    const body = await bodies.read(header, bodyOfFetch(request.body));
    try {
      return await ask(request, { ...connection, params: paramsOfBody(body.json, parameters) });
    } finally {
      body.release();
    }
  };
}

/** Yoga finds the request in its context. */
function contextOf(request: Request, connection: Connection): Connection & { request: Request } {
  return { request, ...connection };
}

/** What the server may see with a credential of its own is not for the pages of all the world, unless that is said. */
function originsOf({ corsOrigins, callers, publicUrl, logger }: AppOptions): Origins {
  const { isAnonymous } = callers.server;
  if (!isAnonymous && corsOrigins === undefined) {
    logger.info(
      'the server has a credential of its own: only pages of its own origin may read answers (CORS_ORIGINS)',
    );
  }
  if (!isAnonymous && corsOrigins?.includes('*')) {
    logger.warn(
      'the server has a credential of its own, and CORS_ORIGINS is *: any page can read what that credential may see',
    );
  }
  return new Origins({ allowed: corsOrigins ?? (isAnonymous ? ['*'] : []), publicUrl });
}
