import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { QuotaGuard } from '../execution/quota-guard.ts';
import type { ContextOptions } from './context.ts';
import type { Logger } from './logger.ts';
import type { Lifetimes } from './plugins/http-cache.ts';
import type { TrustedDocuments } from './plugins/trusted-documents.ts';
import { Priority } from './priority.ts';
import { routeExports } from './routes/export.ts';
import { routeGraphiQL } from './routes/graphiql.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import { Tickets } from './tickets.ts';
import { GraphWebSocket } from './web-socket.ts';
import { createGraphYoga } from './yoga.ts';

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
  /** The folder of the built GraphiQL; without it `/graphql` shows a browser nothing. */
  graphiql?: Promise<string> | undefined;
}

const KEEP_NOTHING: Lifetimes = { dataset: 0, records: 0, analysis: 0 };

/** What a script of another origin may read beside what all may. */
const EXPOSED_HEADERS = [
  'Retry-After',
  'Content-Disposition',
  'Content-Range',
  'Accept-Ranges',
  'ETag',
  'Server-Timing',
];

export interface App {
  /** Answers a request: the page at `/`, `/graphql` (with GraphiQL), `/export`, `/media` and `/health`. */
  fetch: Hono['fetch'];
  /** The same graph over WebSocket. */
  webSocket: GraphWebSocket;
}

/** The edge, as a fetch-style application and what listens for WebSockets. */
export function createApp(options: AppOptions): App {
  const { logger, maxBodyMb = 32, maxCalls = 50, quotaReserve = 0.1, priority = new Priority() } = options;
  const { tickets = new Tickets({ portal: options.portal.url }), lifetimes = KEEP_NOTHING } = options;
  const { trustedDocuments } = options;
  const quotaGuard = new QuotaGuard(options.transport, quotaReserve, options.now);
  const access = { ...options, tickets, quotaGuard, priority };
  const yoga = createGraphYoga({ ...access, maxCalls, lifetimes });
  const app = new Hono();
  // Any page may ask: a credential is a header that its script must know, never a cookie.
  app.use(
    cors({ origin: '*', allowMethods: ['GET', 'HEAD', 'POST', 'OPTIONS'], exposeHeaders: EXPOSED_HEADERS }),
  );
  app.use(
    bodyLimit({
      maxSize: maxBodyMb * 1024 * 1024,
      onError: () =>
        jsonError(413, `The request is larger than ${maxBodyMb} MB (MAX_BODY_MB).`, { connection: 'close' }),
    }),
  );
  app.get('/health', (c) => c.json({ status: 'ok' }));
  // The page's own operations are not among the trusted ones.
  if (options.page && !trustedDocuments) routePage(app, options.page);
  else app.get('/', (c) => c.redirect('/graphql'));
  // Who may run nothing else has nothing to try.
  if (options.graphiql && !trustedDocuments) routeGraphiQL(app, options.graphiql);
  app.all('/graphql', (c) => yoga.fetch(c.req.raw));
  routeExports(app, access);
  routeMedia(app, access);
  app.notFound(() => jsonError(404, 'There is nothing here; the graph is at /graphql.'));
  app.onError((error) => {
    logger.error({ err: error }, 'unexpected error');
    return jsonError(500, 'The server failed on this; its log says why.');
  });
  return { fetch: app.fetch, webSocket: new GraphWebSocket({ fetch: app.fetch, maxBodyMb }) };
}

/** An error outside GraphQL, in GraphQL's form, so that clients have one to read. */
function jsonError(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ errors: [{ message }] }, { status, headers });
}
