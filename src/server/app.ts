import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga } from 'graphql-yoga';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { schema } from '../schema/schema.ts';
import { type ContextOptions, createContext } from './context.ts';
import { createErrorMask } from './errors.ts';
import { readExamples } from './examples.ts';
import type { Logger } from './logger.ts';
import { useOperationLog } from './operation-log.ts';
import { useOperationSize } from './operation-size.ts';
import { usePushKeyMask } from './push-key-mask.ts';
import { useUpstreamExtension } from './upstream-extension.ts';

export interface AppOptions extends ContextOptions {
  logger: Logger;
  /**
   * The largest request in MB (1024 * 1024 bytes): an operation and its variables, which may be records to push.
   * @default 32
   */
  maxBodyMb?: number;
}

/** The HTTP edge as a fetch-style application: `/graphql` (with GraphiQL) and `/health`. */
export function createApp(options: AppOptions): Hono {
  const { logger, maxBodyMb = 32 } = options;
  const yoga = createYoga({
    schema,
    context: createContext(options),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    cors: false,
    // The page is served from here: GraphiQL works where no other host can be reached.
    renderGraphiQL,
    graphiql: {
      title: 'ods-graphql',
      defaultTabs: readExamples().map(({ query }) => ({ query })),
      headers: '{}',
    },
    maskedErrors: { maskError: createErrorMask(logger) },
    plugins: [useOperationSize(), usePushKeyMask(), useUpstreamExtension(), useOperationLog(logger)],
    // Errors are logged by the operation log and the mask, with what matters and without what must not be seen.
    logging: false,
  });
  const app = new Hono();
  // Any page may ask: a credential is a header that its script must know, never a cookie.
  app.use(cors({ origin: '*', allowMethods: ['GET', 'POST', 'OPTIONS'], exposeHeaders: ['Retry-After'] }));
  app.use(
    bodyLimit({
      maxSize: maxBodyMb * 1024 * 1024,
      onError: () =>
        jsonError(413, `The request is larger than ${maxBodyMb} MB (MAX_BODY_MB).`, { connection: 'close' }),
    }),
  );
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/', (c) => c.redirect('/graphql'));
  app.all('/graphql', (c) => yoga.fetch(c.req.raw));
  app.notFound(() => jsonError(404, 'There is nothing here; the graph is at /graphql.'));
  app.onError((error) => {
    logger.error({ err: error }, 'unexpected error');
    return jsonError(500, 'The server failed on this; its log says why.');
  });
  return app;
}

/** An error outside GraphQL, in GraphQL's form, so that clients have one to read. */
function jsonError(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ errors: [{ message }] }, { status, headers });
}
