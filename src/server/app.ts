import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { QuotaGuard } from '../execution/quota-guard.ts';
import type { ContextOptions } from './context.ts';
import type { Logger } from './logger.ts';
import type { Lifetimes } from './plugins/http-cache.ts';
import type { TrustedDocuments } from './plugins/trusted-documents.ts';
import type { Priority } from './priority.ts';
import { routeExports } from './routes/export.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import { GraphWebSocket } from './web-socket.ts';
import { createGraphYoga } from './yoga.ts';

export interface AppOptions extends ContextOptions {
  logger: Logger;
  /** The largest request in MB (1024 * 1024 bytes): an operation and its variables, which may be records to push. */
  maxBodyMb: number;
  /** Upstream calls that one operation may need at most. */
  maxCalls: number;
  /** The part of every quota, from 0 to 1, that is kept back for pushes and for callers with priority. */
  quotaReserve: number;
  /** The clock, in milliseconds since 1970. */
  now: () => number;
  /** Who has priority. */
  priority: Priority;
  /** Seconds that answers count as new, by what they are made of. */
  lifetimes: Lifetimes;
  /** The only operations that are run; any if there are none. */
  trustedDocuments: TrustedDocuments | undefined;
  /** The folder of the built page that `/` shows; without it `/` leads to GraphiQL. */
  page: Promise<string> | undefined;
}

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
  const { logger, maxBodyMb, trustedDocuments } = options;
  const quotaGuard = new QuotaGuard(options.transport, options.quotaReserve, options.now);
  const access = { ...options, quotaGuard };
  const yoga = createGraphYoga(access);
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
