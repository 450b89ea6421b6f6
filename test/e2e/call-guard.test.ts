/** The guard: no operation spends more than it may, and no quota is used up by what is not worth it. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { status } from '../portals/faults.ts';
import { startFaultyPortal } from '../portals/faulty-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { subscribe } from '../support/sse.ts';

const TOTALS = '{ datasets(first: 60) { nodes { records { totalCount } } } }';
const unknown = (from: number, count: number) =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: dataset(datasetId: "unknown-${from + n}") { title }`).join(' ')} }`;

describe('an operation', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(inject('portalUrl'));
  });
  afterAll(() => graph.close());

  test('that may need too many calls is refused with the fields that cost most, and costs nothing', async () => {
    const { data, errors, extensions } = await graph.ask(TOTALS);
    expect(data ?? null).toBeNull();
    expect(errors.map((error) => error.extensions?.code)).toEqual(['OPERATION_TOO_EXPENSIVE']);
    expect(errors[0]?.message).toMatch(/61 calls.*50.*datasets\.nodes\.records \(60\)/);
    expect(extensions.upstream).toMatchObject({ calls: 0, estimated: 61 });
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('that turns out to need more than was foreseen ends at the limit', async () => {
    const strict = await startGraph(inject('portalUrl'), { maxCallsPerOperation: 2 });
    const { data, errors, extensions } = await strict.ask<Record<string, unknown>, never>(unknown(0, 80));
    expect(extensions.upstream).toMatchObject({ calls: 2, estimated: 1 });
    expect(strict.upstreamCalls()).toHaveLength(2);
    expect(Object.values(data ?? {}).every((dataset) => dataset === null)).toBe(true);
    expect(errors).toHaveLength(80);
    expect(new Set(errors.map((error) => error.extensions?.code))).toEqual(
      new Set(['OPERATION_TOO_EXPENSIVE']),
    );
    await strict.close();
  });

  test.each([
    [1, 1],
    [2, 2],
    [50, 3],
  ])('that may spend %i calls spends %i on a portal that fails: a retry is one', async (most, spent) => {
    await using portal = await startFaultyPortal(status(503));
    const patient = await startGraph(portal.url, {
      maxCallsPerOperation: most,
      rateLimit: '100/100',
      explain: true,
    });
    const query = '{ datasets { totalCount } }';
    const authorization = 'Apikey k';
    const { errors, extensions } = await patient.ask(query, {}, { authorization, 'x-explain': '1' });
    await patient.close();
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(portal.asked.of(authorization)).toBe(spent);
    expect(extensions.upstream).toMatchObject({ calls: spent, requests: [{ calls: spent, status: 503 }] });
  });

  test('whose caller has had the calls of its minute has no retry', async () => {
    await using portal = await startFaultyPortal(status(503));
    const strict = await startGraph(portal.url, { rateLimit: '100/2' });
    const authorization = 'Apikey k';
    const { errors } = await strict.ask('{ datasets { totalCount } }', {}, { authorization });
    await strict.close();
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(portal.asked.of(authorization)).toBe(2);
  });

  test('may be allowed more, or less', async () => {
    const strict = await startGraph(inject('portalUrl'), { maxCallsPerOperation: 1 });
    const { errors } = await strict.ask('{ dataset(datasetId: "earthquakes") { records { totalCount } } }');
    expect(errors[0]?.extensions?.code).toBe('OPERATION_TOO_EXPENSIVE');
    expect((await strict.ask('{ dataset(datasetId: "earthquakes") { title } }')).errors).toEqual([]);
    await strict.close();
  });
});

describe.each(['documented', 'current'] as const)('a quota that runs low, told as %s', (dialect) => {
  const LIMIT = 20;
  const COUNT = '{ dataset(datasetId: "earthquakes") { records { totalCount } } }';
  let portal: Portal;
  let graph: Graph;

  beforeAll(async () => {
    portal = await startPortal({ quota: LIMIT, dialect, pushFile: ':memory:' });
    graph = await startGraph(portal.url, {
      ...CACHING,
      quotaReserve: 50,
      priorityTokens: ['for-the-pager'],
    });
    // Half of it is spent, and half is kept back.
    const spending = await startGraph(portal.url);
    for (let n = 0; n < 9; n += 1) await spending.ask(unknown(n, 1));
    await spending.close();
    expect((await graph.ask(COUNT, undefined)).extensions.upstream).toMatchObject({
      calls: 2,
      quotaRemaining: 9,
    });
    graph.upstreamCalls();
  });
  afterAll(async () => {
    await graph.close();
    await portal.close();
  });

  test('keeps its reserve: refused at once, with the reset, and without a call', async () => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ dataset(datasetId: "country-flags") { records { totalCount } } }' }),
    });
    const { errors } = await response.json();
    expect(errors[0].extensions).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      limit: LIMIT,
      resetAt: expect.any(String),
    });
    expect(errors[0].message).toMatch(/may need 2 calls, and the quota has 0 left until .*10 more are kept/);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('answers what is kept', async () => {
    const { data, errors, extensions } = await graph.ask(COUNT);
    expect([errors, data]).toEqual([[], { dataset: { records: { totalCount: 1707 } } }]);
    expect(extensions.upstream).toMatchObject({ calls: 0, cached: 2, estimated: 2, quotaRemaining: 9 });
  });

  test('keeps it from exports and subscriptions too', async () => {
    expect((await fetch(`${graph.url}/export/country-flags.csv`)).status).toBe(429);
    const { next } = await subscribe<{ errors: { extensions: { code: string } }[] }>(
      graph.url,
      'subscription { downloadRecords(datasetId: "country-flags") { done } }',
    );
    expect((await next())?.errors[0]?.extensions.code).toBe('QUOTA_EXCEEDED');
    expect(graph.upstreamCalls()).toEqual([]);
  });

  test('has it for who has priority, and for pushes', async () => {
    const wrong = await graph.ask('{ dataset(datasetId: "bird-strikes") { title } }', undefined, {
      'x-priority-token': 'a-guess',
    });
    expect(wrong.errors[0]?.extensions?.code).toBe('QUOTA_EXCEEDED');
    const right = await graph.ask('{ dataset(datasetId: "bird-strikes") { title } }', undefined, {
      'x-priority-token': 'for-the-pager',
    });
    expect([right.errors, right.extensions.upstream.calls]).toEqual([[], 1]);
    const pushed =
      await graph.ask(`mutation { pushRecords(input: { datasetId: "realtime-events", resourceId: "realtime",
      pushKey: "demo-push-key", records: [{ message: "a" }] }) { accepted } }`);
    expect(pushed.data).toEqual({ pushRecords: { accepted: 1 } });
  });
});
