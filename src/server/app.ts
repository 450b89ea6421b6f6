import { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Executor } from '../execution/executor.ts';
import type { Lifetimes } from './plugins/http-cache.ts';
import { routeExports } from './routes/export.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import type { PortalAccessOptions } from './routes/portal-access.ts';
import { GraphWebSocket } from './web-socket.ts';
import { createGraphYoga } from './yoga.ts';

export interface AppOptions extends PortalAccessOptions {
  /** Runs what is asked of the graph. */
  executor: Executor;
  /** The largest request in MB (1024 * 1024 bytes): an operation and its variables, which may be records to push. */
  maxBodyMb: number;
  /** Seconds that answers count as new, by what they are made of. */
  lifetimes: Lifetimes;
  /** True if a browser that opens the graph's address is shown GraphiQL. */
  graphiql: boolean;
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
  const { logger, maxBodyMb, executor } = options;
  const yoga = createGraphYoga(options);
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
  if (options.page) routePage(app, options.page);
  else app.get('/', (c) => c.redirect('/graphql'));
  app.all('/graphql', (c) => yoga.fetch(c.req.raw, { address: addressOf(c.env) }));
  routeExports(app, options);
  routeMedia(app, options);
  app.notFound(() => jsonError(404, 'There is nothing here; the graph is at /graphql.'));
  app.onError((error) => {
    logger.error({ err: error }, 'unexpected error');
    return jsonError(500, 'The server failed on this; its log says why.');
  });
  return { fetch: app.fetch, webSocket: new GraphWebSocket({ executor, logger, maxBodyMb }) };
}

/** An error outside GraphQL, in GraphQL's form, so that clients have one to read. */
function jsonError(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ errors: [{ message }] }, { status, headers });
}

/** The network address of whoever asks; the same for all if the listener does not tell it. */
function addressOf(env: unknown): string {
  const incoming = typeof env === 'object' && env !== null && 'incoming' in env ? env.incoming : null;
  return incoming instanceof IncomingMessage ? (incoming.socket.remoteAddress ?? '') : '';
}
