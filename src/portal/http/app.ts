/** The routes of the REST API v1, and the errors of all other addresses. */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Access } from '../access.ts';
import { ApiError, nothingHere, toApiError } from '../errors.ts';
import type { Quota } from '../quota.ts';
import type { Sessions } from '../sessions.ts';
import type { Store } from '../store/store.ts';
import { type ApiContext, type ApiEnv, admission, preflightQuota } from './admission.ts';
import { analyzeHandler } from './analysis-api.ts';
import { lookUpDatasetHandler, searchDatasetsHandler } from './datasets-api.ts';
import { downloadHandler } from './download-api.ts';
import { boundingBoxHandler, geoClusterHandler, geoPolygonHandler, geoPreviewHandler } from './geo-api.ts';
import { routeMedia } from './media-api.ts';
import { registerPush } from './push-api.ts';
import { lookUpRecordHandler, searchRecordsHandler } from './records-api.ts';
import { registerSessions } from './session-api.ts';

export interface AppOptions {
  store: Store;
  access: Access;
  sessions: Sessions;
  quota: Quota;
  /** Gets the errors that are the portal's own fault. */
  onFailure: (error: Error) => void;
}

/** The same headers as those of the live portals. */
const exposedHeaders = [
  'ODS-Explore-API-Deprecation',
  'ODS-Analyze-Truncated',
  'Link',
  'X-RateLimit-Remaining',
  'X-RateLimit-Limit',
  'X-RateLimit-Reset',
  'X-RateLimit-dataset-Remaining',
  'X-RateLimit-dataset-Limit',
  'X-RateLimit-dataset-Reset',
];

const jsonType = { 'Content-Type': 'application/json; charset=utf-8' };

export function createApp({ store, access, sessions, quota, onFailure }: AppOptions): Hono<ApiEnv> {
  // A path means the same with a slash at its end.
  const app = new Hono<ApiEnv>({ strict: false });
  app.onError((error, c) => {
    const told = toApiError(error);
    if (told === null) {
      onFailure(error);
      return c.json({ error: 'Internal server error.' }, 500, jsonType);
    }
    for (const [name, value] of Object.entries(told.headers)) c.header(name, value);
    return c.json(told.body, told.status, jsonType);
  });
  app.notFound((c) => c.json(nothingHere().body, 404, jsonType));
  registerSessions(app, { access, sessions });
  // Pushes come first: they have no CORS, and the admission would read their body as a form.
  registerPush(app, { store, access, quota });
  for (const path of ['/api/*', '/explore/dataset/*']) {
    app.use(path, preflightQuota(quota));
    app.use(
      path,
      cors({ origin: '*', allowMethods: ['GET', 'POST', 'OPTIONS'], exposeHeaders: exposedHeaders }),
    );
    app.use(path, admission({ access, sessions, quota }));
  }

  const route = (path: string, handler: (c: ApiContext) => Response | Promise<Response>) => {
    app.on(['GET', 'POST'], path, handler);
    app.all(path, () => {
      throw new ApiError(405, 'This address answers GET and POST.', {}, { Allow: 'GET, POST, OPTIONS' });
    });
  };
  route('/api/datasets/1.0/search', searchDatasetsHandler(store));
  route('/api/datasets/1.0/:datasetid', lookUpDatasetHandler(store));
  route('/api/datasets/1.0/:datasetid/records', searchRecordsHandler(store));
  for (const [api, handler] of [
    ['analyze', analyzeHandler(store)],
    ['geocluster', geoClusterHandler(store)],
    ['geopolygon', geoPolygonHandler(store)],
    ['geopreview', geoPreviewHandler(store)],
    ['boundingbox', boundingBoxHandler(store)],
    ['download', downloadHandler(store, onFailure)],
  ] as const) {
    route(`/api/records/1.0/${api}`, handler);
    route(`/api/datasets/1.0/:datasetid/records/${api}`, handler);
  }
  route('/explore/dataset/:datasetid/download', downloadHandler(store, onFailure));
  routeMedia(route, store);
  route('/api/datasets/1.0/:datasetid/records/:recordid', lookUpRecordHandler(store));
  route('/api/records/1.0/search', searchRecordsHandler(store));
  return app;
}
