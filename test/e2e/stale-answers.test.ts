/** Answers beyond their time to live: shown while asked for anew, and where the portal has none to give. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type KeyedPortal, RESET_AT, startKeyedPortal } from '../portals/keyed-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';

const START = Date.UTC(2026, 0, 1);
const Text = '{ dataset(datasetId: "d") { records(first: 1) { nodes { value(field: "text") } } } }';
const KEY = { authorization: 'Apikey k' };

let portal: KeyedPortal;
let graph: Graph;
let now = START;
let log: { msg: string; path?: string; calls?: number; error?: string | null }[] = [];

beforeEach(async () => {
  now = START;
  log = [];
  portal = await startKeyedPortal();
  graph = await startGraph(portal.url, {
    // One time to live for all, so that an operation's two answers age together.
    ...CACHING,
    cacheTtlDataset: 30,
    odsRetries: 0,
    now: () => now,
    logger: pino({ level: 'info' }, { write: (line) => void log.push(JSON.parse(line)) }),
  });
});
afterEach(async () => {
  await graph.close();
  await portal.close();
});

interface Texts {
  dataset: { records: { nodes: { value: string }[] } } | null;
}

/** What is answered at this second, and what it cost. */
async function at(seconds: number, headers: Record<string, string> = KEY) {
  now = START + seconds * 1000;
  const { data, errors, extensions } = await graph.ask<Texts, object>(Text, {}, headers);
  const { calls, cached, stale } = extensions.upstream;
  return {
    text: data?.dataset?.records.nodes[0]?.value,
    code: errors[0]?.extensions?.code,
    calls,
    cached,
    stale,
  };
}

const refreshes = () => log.filter(({ msg }) => msg === 'background refresh');
const spent = () => portal.received.splice(0).length;

test('for as long again as its time to live, an answer is shown at once, asked anew, and then new', async () => {
  expect(await at(0)).toMatchObject({ text: 'Apikey k 1', calls: 2 });
  portal.version = 2;
  spent();
  // The portal answers nothing yet: nobody waits for it.
  const { promise, resolve } = Promise.withResolvers<void>();
  portal.gate = promise;
  const shown = await Promise.all([at(31), at(31), at(31)]);
  for (const one of shown) expect(one).toMatchObject({ text: 'Apikey k 1', calls: 0, cached: 2, stale: 2 });
  resolve();
  await vi.waitUntil(() => refreshes().length === 2);
  expect(spent()).toBe(2);
  expect(refreshes()).toMatchObject([
    { calls: 1, error: null },
    { calls: 1, error: null },
  ]);
  expect(
    refreshes()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/api/datasets/1.0/d/', '/api/records/1.0/search/']);
  expect(await at(32)).toMatchObject({ text: 'Apikey k 2', calls: 0, cached: 2, stale: 0 });
});

test('beyond that, it is asked for as if nothing were kept', async () => {
  await at(0);
  portal.version = 2;
  expect(await at(61)).toMatchObject({ text: 'Apikey k 2', calls: 2, cached: 0, stale: 0 });
  expect(refreshes()).toEqual([]);
});

test.each([500, 503, 504, 408])(
  'where the portal answers %i, what is kept stands in, for an hour',
  async (status) => {
    await at(0);
    spent();
    portal.failure = status;
    expect(await at(61)).toMatchObject({ text: 'Apikey k 1', cached: 2, stale: 2 });
    expect(spent()).toBe(2);
    // A portal that fails is not asked by every operation.
    expect(await at(70)).toMatchObject({ text: 'Apikey k 1', calls: 0, stale: 2 });
    expect(spent()).toBe(0);
    expect(await at(72)).toMatchObject({ text: 'Apikey k 1', stale: 2 });
    expect(spent()).toBe(2);
    expect(await at(3631)).toMatchObject({
      text: undefined,
      code: expect.stringMatching('UPSTREAM_'),
      stale: 0,
    });
    portal.failure = undefined;
    expect(await at(3632)).toMatchObject({ text: 'Apikey k 1', calls: 2, stale: 0 });
  },
);

test('a refresh that fails is logged, and leaves what is kept', async () => {
  await at(0);
  portal.failure = 500;
  await at(31);
  await vi.waitUntil(() => refreshes().length === 2);
  expect(refreshes()).toMatchObject([{ error: 'UPSTREAM_UNAVAILABLE' }, { error: 'UPSTREAM_UNAVAILABLE' }]);
  spent();
  expect(await at(35)).toMatchObject({ text: 'Apikey k 1', calls: 0, stale: 2 });
  expect(spent()).toBe(0);
});

test('a refusal that is no failure is told, whatever is kept', async () => {
  await at(0);
  portal.failure = 403;
  expect(await at(61)).toMatchObject({ text: undefined, code: 'FORBIDDEN', stale: 0 });
});

test('once the quota is used up, what is kept stands in, and no call leaves', async () => {
  portal.limits.set('Apikey k', 2);
  expect(await at(0)).toMatchObject({ calls: 2 });
  spent();
  expect(await at(31)).toMatchObject({ text: 'Apikey k 1', stale: 2 });
  expect(await at(61)).toMatchObject({ text: 'Apikey k 1', stale: 2 });
  expect(await at(3629)).toMatchObject({ text: 'Apikey k 1', stale: 2 });
  expect(await at(3631)).toMatchObject({ text: undefined, code: 'QUOTA_EXCEEDED' });
  expect(spent()).toBe(0);
  // Fresh ones are shown without a word of it.
  portal.limits.set('Apikey other', 2);
  await at(4000, { authorization: 'Apikey other' });
  expect(await at(4001, { authorization: 'Apikey other' })).toMatchObject({ cached: 2, stale: 0 });
  const { errors } = await graph.ask('{ datasets { totalCount } }', {}, KEY);
  expect(errors[0]?.extensions?.resetAt).toBe(new Date(RESET_AT).toISOString());
});

test('refreshes spend no more than the quota has left', async () => {
  portal.limits.set('Apikey k', 3);
  await at(0);
  spent();
  const { promise, resolve } = Promise.withResolvers<void>();
  portal.gate = promise;
  // One call is left, and two answers are to be asked for anew.
  expect(await at(31)).toMatchObject({ stale: 2 });
  await vi.waitUntil(() => portal.received.length > 0);
  expect(await at(31)).toMatchObject({ stale: 2 });
  resolve();
  await vi.waitUntil(() => refreshes().length > 0);
  await at(32);
  expect(spent()).toBe(1);
  expect(refreshes()).toMatchObject([{ calls: 1, error: null }]);
});

test('Cache-Control: no-cache is not answered from what is kept, failure or not', async () => {
  await at(0);
  portal.failure = 500;
  const noCache = { ...KEY, 'cache-control': 'no-cache' };
  expect(await at(1, noCache)).toMatchObject({ text: undefined, code: 'UPSTREAM_UNAVAILABLE', stale: 0 });
  expect(await at(1)).toMatchObject({ text: 'Apikey k 1', cached: 2, stale: 0 });
});

test('CACHE_STALE=0: nothing is shown beyond its time to live', async () => {
  const strict = await startGraph(portal.url, {
    ...CACHING,
    cacheTtlDataset: 30,
    cacheStale: 0,
    now: () => now,
  });
  now = START;
  await strict.ask(Text);
  now = START + 31_000;
  portal.failure = 500;
  const { errors } = await strict.ask(Text);
  expect(errors[0]?.extensions?.code).toBe('UPSTREAM_UNAVAILABLE');
  await strict.close();
});
