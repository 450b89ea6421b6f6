import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CachedTransport } from '../../src/caching/cached-transport.ts';
import { searchDatasets } from '../../src/ods/datasets.ts';
import { push } from '../../src/ods/push.ts';
import { searchRecords } from '../../src/ods/records.ts';
import type { CacheStatus } from '../../src/ods/transport/call.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import type { Session } from '../../src/ods/transport/session.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import { fakePortal, jsonOf, refusal } from '../portals/fake-portal.ts';
import { type KeyedPortal, RESET_AT, startKeyedPortal } from '../portals/keyed-portal.ts';

/** The cache as it is by default. */
const CACHE = { maxMb: 64, ttl: { dataset: 300, records: 30, analysis: 30 }, stale: 3600 };
const CALL = { path: '/api/datasets/1.0/search/', parameters: [] };

let portal: KeyedPortal;
let plain: Transport;
let cached: CachedTransport;

beforeEach(async () => {
  portal = await startKeyedPortal();
  plain = new Transport({ url: new URL(portal.url) });
  cached = new CachedTransport(plain, { cache: CACHE });
});
afterEach(async () => {
  await portal.close();
  await plain.close();
});

/** A caller, and what it was told. */
function callerOf(key: string, signal?: AbortSignal) {
  const calls: string[] = [];
  const statuses: CacheStatus[] = [];
  const session: Session = {
    transport: cached,
    credential: Credential.apikey(key),
    signal,
    onCall: (path) => calls.push(path),
    onCacheStatus: (how) => statuses.push(how),
  };
  return { session, calls, statuses };
}

function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  portal.gate = promise;
  return resolve;
}

test('a caller that leaves, even the first, disturbs none of those that stay', async () => {
  const release = held();
  const leaving = new AbortController();
  const [first, second] = [callerOf('k', leaving.signal), callerOf('k')];
  const left = refusal(jsonOf(cached, first.session, CALL));
  const stayed = jsonOf(cached, second.session, CALL);
  await vi.waitUntil(() => portal.received.length === 1);
  leaving.abort();
  await left;
  release();
  expect(await stayed).toMatchObject({ nhits: 1 });
  expect([portal.received.length, portal.left]).toEqual([1, 0]);
  expect([first.calls.length, second.calls.length, second.statuses]).toEqual([1, 0, ['shared']]);
});

test('a call that all callers have left is given up', async () => {
  held();
  const leaving = [new AbortController(), new AbortController()];
  const work = leaving.map(({ signal }) => refusal(jsonOf(cached, callerOf('k', signal).session, CALL)));
  await vi.waitUntil(() => portal.received.length === 1);
  for (const one of leaving) one.abort();
  await Promise.all(work);
  await vi.waitUntil(() => portal.left === 1);
});

test('what is asked after a change does not join what was asked before it', async () => {
  const release = held();
  const before = jsonOf(cached, callerOf('k').session, CALL);
  await vi.waitUntil(() => portal.received.length === 1);
  cached.forget('d');
  const after = callerOf('k');
  const work = jsonOf(cached, after.session, CALL);
  release();
  await Promise.all([before, work]);
  expect(after.calls).toHaveLength(1);
});

test('no stream begins once the quota is used up', async () => {
  portal.limits.set('Apikey k', 1);
  const { session, calls } = callerOf('k');
  await jsonOf(cached, session, CALL);
  const error = await refusal(cached.stream(session, { path: '/api/records/1.0/download/', parameters: [] }));
  expect([error.code, error.details.resetAt]).toEqual(['QUOTA_EXCEEDED', new Date(RESET_AT)]);
  expect(calls).toHaveLength(1);
});

test('a push that is refused for its quota holds no read back', async () => {
  await using fake = await fakePortal((request, response) => {
    const isPush = request.url?.startsWith('/api/push/');
    response.writeHead(isPush ? 429 : 200);
    response.end(
      JSON.stringify(isPush ? { errorcode: 10005, reset_time: RESET_AT } : { nhits: 0, datasets: [] }),
    );
  });
  const session = { transport: new CachedTransport(fake.transport), credential: Credential.anonymous };
  const target = { datasetId: 'd', resourceId: 'r', pushKey: 'k' };
  expect((await refusal(push(session, target, 'push', '[]'))).code).toBe('QUOTA_EXCEEDED');
  expect(await searchDatasets(session, [])).toMatchObject({ total: 0 });
});

test.each<[string, number, object, number]>([
  ['500', 500, {}, 2],
  ['503', 503, {}, 2],
  ['408', 408, {}, 2],
  ['200 without a confirmation', 200, {}, 2],
  ['a refusal, which changed nothing', 400, {}, 1],
])(
  'after a push that was answered with %s, what was kept of the dataset is as good as the push left it',
  async (_, status, body, reads) => {
    await using fake = await fakePortal((request, response) => {
      const isPush = request.url?.startsWith('/api/push/');
      response.writeHead(isPush ? status : 200);
      response.end(JSON.stringify(isPush ? body : { nhits: 0, records: [] }));
    });
    const transport = new CachedTransport(fake.transport, { cache: CACHE });
    const session = { transport, credential: Credential.anonymous };
    await searchRecords(session, 'd', [], false);
    await refusal(push(session, { datasetId: 'd', resourceId: 'r', pushKey: 'k' }, 'push', '[]'));
    await searchRecords(session, 'd', [], false);
    expect(fake.received.filter(({ url }) => url?.includes('/search/'))).toHaveLength(reads);
  },
);

test('what is answered with 200 and is no answer is not kept', async () => {
  const bodies = ['"under maintenance"', '{"nhits":0,"datasets":[]}'];
  await using fake = await fakePortal((_, response) => void response.end(bodies.shift()));
  const transport = new CachedTransport(fake.transport, { cache: CACHE });
  const session = { transport, credential: Credential.anonymous };
  expect((await refusal(searchDatasets(session, []))).code).toBe('UPSTREAM_INVALID_RESPONSE');
  expect(await searchDatasets(session, [])).toMatchObject({ total: 0 });
});
