/** The routes, as a function of the Fetch API: `/graphql` for what the lane leaves, and all that is beside it. */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { AppOptions } from './app.ts';
import { bodyOfFetch } from './body-source.ts';
import { errorResponse, publicErrorOf } from './error-answer.ts';
import type { GraphLane } from './graph-lane.ts';
import { paramsOfAddress, paramsOfBody } from './graph-params.ts';
import { HttpError } from './http-error.ts';
import { incomingOf } from './incoming.ts';
import type { Origins } from './origins.ts';
import type { Connection } from './plugins/executor.ts';
import type { RequestBodies } from './request-body.ts';
import { routeExports } from './routes/export.ts';
import { routeGraphiQL } from './routes/graphiql.ts';
import { routeMedia } from './routes/media.ts';
import { routePage } from './routes/page.ts';
import { routeProbes } from './routes/probes.ts';

export interface RoutesOptions extends AppOptions {
  origins: Origins;
  bodies: RequestBodies;
  lane: GraphLane;
}

export type Routes = Pick<Hono, 'fetch'>;

/** The routes in the order in which a request passes them. */
export function createRoutes(options: RoutesOptions): Routes {
  const { logger, lane } = options;
  const app = new Hono();
  // This comes first, so that nothing that others ask for is in its way.
  routeProbes(app, options);
  app.use(cors(options.origins.policy));
  if (options.page) routePage(app, options.page);
  else app.get('/', (c) => c.redirect('/graphql'));
  if (options.graphiql) routeGraphiQL(app, options.graphiql);
  const ask = graphOf(options);
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
    const record = options.requests.of(c.req.raw);
    const shown = publicErrorOf(error, logger, record?.id);
    record?.fail(shown);
    return errorResponse(shown);
  });
  return app;
}

/** Answers `/graphql` as a function of the Fetch API: who may ask, the body read once, and then Yoga. */
function graphOf(options: RoutesOptions): (request: Request, connection: Connection) => Promise<Response> {
  const { origins, bodies } = options;
  // It is loaded when it is first needed: many a server is never asked for what the lane leaves.
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
      // A copy: others may share what was read.
      return await ask(request, { ...connection, params: { ...paramsOfBody(body.json, parameters) } });
    } finally {
      body.release();
    }
  };
}

/** Yoga finds the request in its context. */
function contextOf(request: Request, connection: Connection): Connection & { request: Request } {
  return { request, ...connection };
}
