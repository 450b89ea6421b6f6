/** `/api/push/1.0/<dataset>/<resource>/…`: adds records to real-time datasets, and deletes them. */
import type { Hono } from 'hono';
import { type Access, anonymous } from '../access.ts';
import { ApiError, badRequest, nothingHere, unknownDataset } from '../errors.ts';
import { Parameters } from '../parameters.ts';
import { readRecords } from '../push/records.ts';
import type { Payer, Quota } from '../quota.ts';
import type { PushedRecord, PushStore } from '../store/push-store.ts';
import type { Store } from '../store/store.ts';
import { type ApiContext, type ApiEnv, addressOf, charge } from './admission.ts';
import { readBody } from './request-body.ts';

/** The documentation says 5 MB. */
const largestPush = 5_000_000;

interface Target {
  datasetid: string;
  pushed: PushStore;
}

export interface PushOptions {
  store: Store;
  access: Access;
  quota: Quota;
}

/** Must be registered before the admission: a push has another key, another body and another quota. */
export function registerPush(app: Hono<ApiEnv>, options: PushOptions): void {
  const base = '/api/push/1.0/:datasetid/:resource';
  const { store, quota } = options;
  const change = (path: string, apply: (target: Target, records: PushedRecord[]) => void) => {
    app.post(`${base}/${path}`, async (c) => {
      const { datasetid, pushed } = admit(c, options);
      const definition = store.datasets.get(datasetid)?.definition;
      if (definition === undefined) throw unknownDataset(datasetid);
      const refusal = `A push must not exceed ${largestPush} bytes: split it.`;
      const body = await readBody(c.req.raw, largestPush, refusal);
      apply({ datasetid, pushed }, await readRecords(definition, body));
      return c.json({ status: 'ok' });
    });
    app.all(`${base}/${path}`, (c) => refuseMethod(c, quota, 'POST'));
  };
  change('push', ({ datasetid, pushed }, records) => pushed.put(datasetid, records));
  change('delete', ({ datasetid, pushed }, records) =>
    pushed.remove(
      datasetid,
      records.map((record) => record.recordid),
    ),
  );
  app.get(`${base}/:recordid/delete`, (c) => {
    // A HEAD arrives here too, and must change nothing.
    if (c.req.raw.method !== 'GET') return refuseMethod(c, quota, 'GET');
    const { datasetid, pushed } = admit(c, options);
    const recordid = c.req.param('recordid');
    if (!/^[0-9a-f]{40}$/.test(recordid)) throw badRequest('A record id must have 40 hexadecimal digits.');
    pushed.remove(datasetid, [recordid]);
    return c.json({ status: 'ok' });
  });
  app.all(`${base}/:recordid/delete`, (c) => refuseMethod(c, quota, 'GET'));
  app.all('/api/push/*', (c) => {
    charge(c, quota, anonymous(addressOf(c)));
    throw nothingHere();
  });
}

/** Counts on the caller's address: no key has been looked at. */
function refuseMethod(c: ApiContext, quota: Quota, method: string): never {
  charge(c, quota, anonymous(addressOf(c)));
  throw new ApiError(405, `This address answers ${method} only.`, {}, { Allow: method });
}

/** Counts the request, and finds its target. Throws an ApiError if it may not push there. */
function admit(c: ApiContext, { store, access, quota }: PushOptions): Target {
  const [datasetid, resource] = [c.req.param('datasetid') ?? '', c.req.param('resource') ?? ''];
  const parameters = new Parameters(new URL(c.req.url).searchParams);
  const key = parameters.one('pushkey') ?? parameters.one('apikey') ?? '';
  const target = `${datasetid}/${resource}`;
  const isOpen = access.opensPush(target, key);
  // Pushes have their own account. An attempt without the right key counts on the caller's address.
  const payer: Payer = isOpen ? { name: `push ${target}`, isAnonymous: false } : anonymous(addressOf(c));
  charge(c, quota, payer);
  const definition = store.datasets.get(datasetid)?.definition;
  const isHidden = definition?.visibility === 'restricted' && isOpen !== true;
  if (definition === undefined || isHidden) throw unknownDataset(datasetid);
  if (definition.realtime === undefined) throw new ApiError(403, 'This dataset takes no pushes.');
  if (!definition.realtime.includes(resource)) throw new ApiError(404, 'The dataset has no such resource.');
  if (isOpen === null || store.pushed === null)
    throw new ApiError(403, 'Pushes to this resource are disabled.');
  if (!isOpen) throw new ApiError(401, 'Missing or invalid push key.');
  return { datasetid, pushed: store.pushed };
}
