import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hono } from 'hono';
import { QuotaGuard } from '../execution/quota-guard.ts';
import type { ContextOptions } from './context.ts';
import { errorResponse, isPublicError } from './error-answer.ts';
import { HttpError } from './http-error.ts';
import type { Logger } from './logger.ts';
import { Origins } from './origins.ts';
import type { Lifetimes } from './plugins/http-cache.ts';
import { keepBody } from './plugins/request-body.ts';
import type { TrustedDocuments } from './plugins/trusted-documents.ts';
import { Priority } from './priority.ts';
import { RequestBodies } from './request-body.ts';
import { Downloads } from './routes/downloads.ts';
import { routeExports } from './routes/export.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import { Tickets } from './tickets.ts';
import { Upgrades } from './upgrades.ts';
import { GraphWebSocket } from './web-socket.ts';
import { createGraphYoga, type GraphYogaOptions } from './yoga.ts';

export interface AppOptions extends Omit<ContextOptions, 'tickets'> {
  logger: Logger;
  /** By default of this process alone, and good for ten minutes. */
  tickets?: Tickets;
  /**
   * The largest request in MB (1024 * 1024 bytes): an operation and its variables, which may be records to push.
   * @default 32
   */
  maxBodyMb?: number;
  /**
   * Memory for the bodies of requests, in MB, all together.
   * @default 64
   */
  maxBufferedMb?: number;
  /**
   * Exports and files being sent at a time, all together.
   * @default 64
   */
  maxDownloads?: number;
  /**
   * Exports and files being sent at a time to one caller.
   * @default 16
   */
  maxDownloadsPerCaller?: number;
  /**
   * The origins whose pages may read answers, beside this server's own.
   * @default any; none if the server has a credential of its own
   */
  corsOrigins?: readonly string[] | undefined;
  /**
   * Upstream calls that one operation may need at most.
   * @default 50
   */
  maxCalls?: number;
  /**
   * The part of every quota, from 0 to 1, that is kept back for pushes and for callers with priority.
   * @default 0.1
   */
  quotaReserve?: number;
  /** The clock, in milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** Who has priority; nobody where it is left out. */
  priority?: Priority;
  /** Seconds that answers count as new, by what they are made of; caches are told to keep none where it is left out. */
  lifetimes?: Lifetimes | undefined;
  /** The only operations that are run; any where it is left out. */
  trustedDocuments?: TrustedDocuments | undefined;
  /** The folder of the built page that `/` shows; without it `/` leads to GraphiQL. */
  page?: Promise<string> | undefined;
}

const KEEP_NOTHING: Lifetimes = { dataset: 0, records: 0, analysis: 0 };

export interface App {
  /** Answers a request: the page at `/`, `/graphql` (with GraphiQL), `/export`, `/media` and `/health`. */
  fetch: Hono['fetch'];
  /** The same graph over WebSocket. */
  webSocket: GraphWebSocket;
  /** Takes an `upgrade` event of a `node:http` server. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** True of a request for which that is to be called; all others are ordinary ones. */
  isUpgrade(request: IncomingMessage): boolean;
}

/** The edge, as a fetch-style application and what listens for WebSockets. */
export function createApp(options: AppOptions): App {
  const { logger, maxBodyMb = 32, maxCalls = 50, quotaReserve = 0.1, priority = new Priority() } = options;
  const { tickets = new Tickets({ portal: options.portal.url }), lifetimes = KEEP_NOTHING } = options;
  const { trustedDocuments } = options;
  const quotaGuard = new QuotaGuard(options.transport, quotaReserve, options.now);
  const access = { ...options, tickets, quotaGuard, priority, downloads: downloadsOf(options) };
  const origins = originsOf(options);
  const app = new Hono();
  // The first: nothing that others ask for is in its way.
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.use(origins.cors());
  // The page's own operations are not among the trusted ones.
  if (options.page && !trustedDocuments) routePage(app, options.page);
  else app.get('/', (c) => c.redirect('/graphql'));
  const answer = graphOf({ ...access, maxCalls, lifetimes }, origins, maxBodyMb);
  app.all('/graphql', (c) => answer(c.req.raw));
  routeExports(app, access);
  routeMedia(app, access);
  app.notFound(() => errorResponse(new HttpError(404, 'There is nothing here; the graph is at /graphql.')));
  app.onError((error) => {
    if (isPublicError(error)) return errorResponse(error);
    logger.error({ err: error }, 'unexpected error');
    return errorResponse(new HttpError(500, 'The server failed on this; its log says why.'));
  });
  const webSocket = new GraphWebSocket({ fetch: app.fetch, maxBodyMb });
  const upgrades = new Upgrades(webSocket, origins);
  return {
    fetch: app.fetch,
    webSocket,
    handleUpgrade: (request, socket, head) => upgrades.handleUpgrade(request, socket, head),
    isUpgrade: (request) => upgrades.isUpgrade(request),
  };
}

/** Answers `/graphql`: who may ask, the body read once, and then Yoga. */
function graphOf(
  options: AppOptions & GraphYogaOptions,
  origins: Origins,
  maxBodyMb: number,
): (request: Request) => Promise<Response> {
  const bodies = new RequestBodies({ maxBodyMb, maxBufferedMb: options.maxBufferedMb ?? 64 });
  const yoga = createGraphYoga(options);
  const ask = async (request: Request): Promise<Response> => {
    // Not `fetch`, which lets go of an answer that comes after its caller has left, with all that keeps it alive.
    const response = await yoga.handleRequest(request, { request });
    if (request.signal.aborted) await response.body?.cancel();
    return response;
  };
  return async (request) => {
    origins.refuseForeign(request);
    if (request.method !== 'POST') return ask(request);
    const body = await bodies.read(request);
    try {
      keepBody(request, body.json);
      return await ask(request);
    } finally {
      body.release();
    }
  };
}

function downloadsOf({ maxDownloads = 64, maxDownloadsPerCaller = 16 }: AppOptions): Downloads {
  return new Downloads({ max: maxDownloads, maxPerCaller: maxDownloadsPerCaller });
}

/** What the server may see with a credential of its own is not for the pages of all the world, unless that is said. */
function originsOf({ corsOrigins, credential, publicUrl, logger }: AppOptions): Origins {
  const { isAnonymous } = credential;
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
