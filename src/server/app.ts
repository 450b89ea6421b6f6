import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Executor } from '../execution/executor.ts';
import type { Compression } from './compression.ts';
import { GraphLane } from './graph-lane.ts';
import type { Lifetimes } from './lifetimes.ts';
import { Origins } from './origins.ts';
import { RequestBodies } from './request-body.ts';
import type { ProbeOptions } from './routes/probes.ts';
import type { VisitorOptions } from './routes/visitor.ts';
import type { Routes } from './routes.ts';
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
  fetch(request: Request, env?: unknown): Promise<Response>;
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
  const bodies = new RequestBodies(options);
  const lane = new GraphLane({ ...options, bodies, origins });
  // The routes are loaded when they are first needed: the lane does without the Fetch API, and a start does not wait for it.
  let routes: Promise<Routes> | undefined;
  const load = async () => {
    const { createRoutes } = await import('./routes.ts');
    return createRoutes({ ...options, origins, bodies, lane });
  };
  // A failure to build a page is told to the requests for it, and until one comes it needs a handler.
  for (const folder of [options.page, options.graphiql]) folder?.catch(ignore);
  const loadWebSockets = async () => {
    const { GraphWebSocket } = await import('./web-socket.ts');
    const { addresses, requests } = options;
    return new GraphWebSocket({ executor, logger, maxBodyMb, addresses, requests });
  };
  const upgrades = new Upgrades(loadWebSockets, options, origins);
  return {
    fetch: (request, env) =>
      options.requests.answer(request, env, async () => {
        routes ??= load();
        return (await routes).fetch(request, env);
      }),
    lane,
    closeWebSockets: () => upgrades.close(),
    handleUpgrade: (request, socket, head) => upgrades.handleUpgrade(request, socket, head),
    isUpgrade: (request) => upgrades.isUpgrade(request),
  };
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

function ignore(): void {}
