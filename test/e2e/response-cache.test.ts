/** What operations share: calls in flight, and answers that are kept. Counted at the portal. */
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';

const START = Date.UTC(2026, 0, 1);
const clock = { now: START };

let graph: Graph;

beforeEach(async () => {
  clock.now = START;
  graph = await startGraph(inject('portalUrl'), { ...CACHING, now: () => clock.now });
});
afterEach(() => graph.close());

const Dashboard = graphql(`
  query Dashboard {
    dataset(datasetId: "doc-geonames-cities-5000") {
      title
      license
      recordsCount
      fields { name type }
      records(first: 20, orderBy: { field: "population", direction: DESC }) {
        totalCount
        nodes { recordId value(field: "name") location { latitude } }
        facets(names: ["country_code", "feature_code", "timezone"]) { name facets { name count } }
      }
      cities: analysis(x: [{ field: "country_code" }], series: [{ name: "count", function: COUNT }]) {
        points { x values }
      }
      people: analysis(
        x: [{ field: "country_code" }]
        series: [{ name: "sum", function: SUM, expression: "population" }]
      ) {
        points { x values }
      }
    }
  }
`);

const Cities = graphql(`
  query Cities($search: String) {
    dataset(datasetId: "doc-geonames-cities-5000") {
      records(first: 1, filter: { search: $search }) { totalCount }
    }
  }
`);

const NO_CACHE = { 'cache-control': 'max-age=0, no-cache' };

test('a hundred clients with the same dashboard spend 3 calls in all, and again none', async () => {
  const cold = await Promise.all(Array.from({ length: 100 }, () => graph.ask(Dashboard)));
  expect(graph.upstreamCalls().map(({ path }) => path)).toEqual([
    '/api/datasets/1.0/doc-geonames-cities-5000/',
    expect.stringMatching('/api/records/1.0/(search|analyze)/'),
    expect.stringMatching('/api/records/1.0/(search|analyze)/'),
  ]);
  // What the callers are told adds up to what the portal saw.
  expect(cold.reduce((sum, { extensions }) => sum + extensions.upstream.calls, 0)).toBe(3);
  const warm = await Promise.all(Array.from({ length: 100 }, () => graph.ask(Dashboard)));
  expect(graph.upstreamCalls()).toEqual([]);
  expect(warm.map(({ extensions }) => extensions.upstream)).toMatchObject(
    warm.map(() => ({ calls: 0, shared: expect.any(Number), cached: 3, stale: 0 })),
  );
  // Shared or kept, the answer is what it is without.
  const alone = await startGraph(inject('portalUrl'));
  const { data } = await alone.ask(Dashboard);
  await alone.close();
  expect(data?.dataset?.records?.nodes).toHaveLength(20);
  for (const one of [...cold, ...warm]) {
    expect(one.errors).toEqual([]);
    expect(one.data).toEqual(data);
  }
});

test('the lookup that validates names is spent once, by whatever operation', async () => {
  await graph.ask(Cities, { search: 'paris' });
  const { extensions } = await graph.ask(Cities, { search: 'lyon' });
  expect(extensions.upstream).toMatchObject({ calls: 1, cached: 1 });
});

test('each kind of answer has its own time to live', async () => {
  const settings = { ...CACHING, cacheTtlAnalysis: 10, cacheStale: 0 };
  const timed = await startGraph(inject('portalUrl'), { ...settings, now: () => clock.now });
  const spent = async (seconds: number) => {
    clock.now = START + seconds * 1000;
    await timed.ask(Dashboard);
    return timed
      .upstreamCalls()
      .map(({ path }) => path.split('/').at(-2))
      .sort();
  };
  expect(await spent(0)).toEqual(['analyze', 'doc-geonames-cities-5000', 'search']);
  expect(await spent(10)).toEqual([]);
  expect(await spent(11)).toEqual(['analyze']);
  expect(await spent(31)).toEqual(['analyze', 'search']);
  expect(await spent(301)).toEqual(['analyze', 'doc-geonames-cities-5000', 'search']);
  await timed.close();
});

test('Cache-Control: no-cache asks the portal, and what it answers is kept', async () => {
  await graph.ask(Cities);
  const { extensions } = await graph.ask(Cities, {}, NO_CACHE);
  expect(extensions.upstream).toMatchObject({ calls: 2, shared: 0, cached: 0, stale: 0 });
  clock.now += 29_000;
  await graph.ask(Cities, {}, NO_CACHE);
  graph.upstreamCalls();
  // Beyond the life of the first answers, within that of the last.
  clock.now += 29_000;
  expect((await graph.ask(Cities)).extensions.upstream.cached).toBe(2);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('an unknown dataset is asked for once', async () => {
  const Unknown = '{ dataset(datasetId: "unknown") { title } }';
  for (const spent of [
    { calls: 1, cached: 0 },
    { calls: 0, cached: 1 },
  ]) {
    const { data, errors, extensions } = await graph.ask(Unknown);
    expect([data, errors]).toEqual([{ dataset: null }, []]);
    expect(extensions.upstream).toMatchObject(spent);
  }
});

test('an error is not kept', async () => {
  const Bad =
    '{ dataset(datasetId: "doc-geonames-cities-5000") { records(filter: { q: "a AND (" }) { totalCount } } }';
  for (const calls of [2, 1]) {
    const { errors, extensions } = await graph.ask(Bad);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(extensions.upstream.calls).toBe(calls);
  }
});

test('quota(refresh: true) asks the portal whatever is kept', async () => {
  const Refresh = '{ quota(refresh: true) { remaining } }';
  const remaining: unknown[] = [];
  for (let time = 0; time < 2; time += 1) {
    const { data, extensions } = await graph.ask<{ quota: { remaining: number } }, object>(Refresh);
    expect(extensions.upstream.calls).toBe(1);
    remaining.push(data?.quota.remaining);
  }
  expect(remaining[1]).toBeLessThan(Number(remaining[0]));
});
