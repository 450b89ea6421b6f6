import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { graphql } from '../graphql/index.ts';
import { fakePortal } from '../portals/fake-portal.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const DEFINITIONS = new URL('../portals/many-datasets.ts', import.meta.url).href;
const LIMIT = 5;

const AskQuota = graphql(`
  query AskQuota($refresh: Boolean = false) {
    quota(refresh: $refresh) { limit remaining used resetAt observedAt exhausted scope }
  }
`);

describe.each(['documented', 'current'] as const)('over a portal that tells its quota as %s', (dialect) => {
  let portal: Portal;
  let graph: Graph;

  beforeAll(async () => {
    portal = await startPortal({ databaseFile: ':memory:', definitions: DEFINITIONS, quota: LIMIT, dialect });
    graph = await startGraph(portal.url, { quotaReserve: 0 });
  });
  afterAll(async () => {
    await graph.close();
    await portal.close();
  });

  test('the quota is null before a call, told by any call, refreshed for one call, and right per credential', async () => {
    const unknown = await graph.ask(AskQuota);
    expect(unknown.data).toEqual({ quota: null });
    expect(unknown.extensions.upstream.calls).toBe(0);

    const refreshed = await graph.ask(AskQuota, { refresh: true });
    expect(refreshed.extensions.upstream.calls).toBe(1);
    expect(refreshed.data?.quota).toEqual({
      limit: LIMIT,
      remaining: LIMIT - 1,
      used: 1,
      resetAt: expect.stringMatching(/T00:00:00(\.000)?Z$/),
      observedAt: expect.any(String),
      exhausted: false,
      scope: 'ANONYMOUS',
    });
    expect(new Date(refreshed.data?.quota?.resetAt ?? '').getTime()).toBeGreaterThan(Date.now());

    // Another caller has a count of its own, and the first one's is not touched by it.
    const keyed = await graph.ask(AskQuota, { refresh: true }, { authorization: 'Apikey demo-key' });
    expect(keyed.data?.quota).toMatchObject({ scope: 'CREDENTIAL', used: 1 });
    const again = await graph.ask(AskQuota);
    expect(again.data?.quota).toMatchObject({ scope: 'ANONYMOUS', remaining: LIMIT - 1 });
  });

  test('beyond the quota: QUOTA_EXCEEDED with the reset and the limit, and Retry-After', async () => {
    const Spend = graphql(`
    query Spend {
      datasets(first: 0) { totalCount }
    }
  `);
    let last = await graph.ask(Spend);
    for (let spent = 0; spent < LIMIT && last.errors.length === 0; spent += 1) last = await graph.ask(Spend);
    expect(last.errors[0]?.extensions).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      limit: LIMIT,
      resetAt: expect.stringMatching(/T00:00:00\.000Z$/),
    });
    const response = await fetch(`${graph.url}/graphql?query={datasets{totalCount}}`);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    const told = await graph.ask(AskQuota);
    expect(told.data?.quota).toMatchObject({ remaining: 0, used: LIMIT, exhausted: true });
  });

  test('once the quota is used up, a thousand operations spend no call, and the quota is told all the same', async () => {
    graph.upstreamCalls();
    // A hundred at a time, so that none has to wait ten seconds for its turn on a busy machine.
    for (let round = 0; round < 10; round += 1) {
      const operations = Array.from({ length: 100 }, (_, index) =>
        graph.ask(
          `{ datasets(first: ${index}) { totalCount } dataset(datasetId: "set-${round}-${index}") { title } }`,
        ),
      );
      for (const { errors, extensions } of await Promise.all(operations)) {
        expect(errors.map((error) => error.extensions?.code)).toEqual(['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
        expect(errors[0]?.extensions?.resetAt).toMatch(/T00:00:00\.000Z$/);
        expect(extensions.upstream.calls).toBe(0);
      }
    }
    const refreshed = await graph.ask(AskQuota, { refresh: true });
    expect(refreshed.data?.quota).toMatchObject({ remaining: 0, exhausted: true });
    expect(graph.upstreamCalls()).toEqual([]);
    // Nobody else's calls are held back by it.
    const keyed = await graph.ask(AskQuota, { refresh: true }, { authorization: 'Apikey demo-small-key' });
    expect(keyed.data?.quota).toMatchObject({ scope: 'CREDENTIAL', used: 1 });
  });

  test('after the reset the portal is asked again', async () => {
    let now = Date.now();
    const later = await startGraph(portal.url, { now: () => now, quotaReserve: 0 });
    const Ask = '{ datasets(first: 0) { totalCount } }';
    await later.ask(Ask);
    expect((await later.ask(Ask)).extensions.upstream.calls).toBe(0);
    now += 24 * 60 * 60 * 1000;
    expect((await later.ask(Ask)).extensions.upstream.calls).toBe(1);
    await later.close();
  });

  test('the server’s own credential is used, and counted, for callers that send none', async () => {
    const own = await startGraph(portal.url, { odsApikey: 'demo-key' });
    const { data } = await own.ask(AskQuota, { refresh: true });
    expect(data?.quota?.scope).toBe('CREDENTIAL');
    expect(own.upstreamCalls().map(({ authorization }) => authorization)).toEqual(['Apikey demo-key']);
    await own.close();
  });
});

test.each([
  [429, { errorcode: 10002, call_limit: 10_000, limit_time_unit: 'day' }],
  [403, { errorcode: 10001 }],
])('a refusal of the whole portal’s quota, %i, holds all further calls back too', async (status, body) => {
  const resetAt = new Date(Date.now() + 3_600_000).toISOString();
  await using fake = await fakePortal((_, response) => {
    // The caller's own counter says that there is something left.
    response.writeHead(status, {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4000',
      'x-ratelimit-reset': resetAt,
    });
    response.end(JSON.stringify({ ...body, reset_time: resetAt }));
  });
  const refused = await startGraph(fake.transport.url.href);
  for (let time = 0; time < 3; time += 1) {
    const { errors } = await refused.ask('{ datasets(first: 0) { totalCount } }');
    expect(errors[0]?.extensions).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      resetAt,
      errorcode: body.errorcode,
    });
  }
  expect(fake.received).toHaveLength(1);
  await refused.close();
});

test.each([
  ['2147483648', '2147483640', { limit: 2_147_483_647, remaining: 2_147_483_640, used: 8 }],
  ['5000000000', '1', { limit: 2_147_483_647, remaining: 1, used: 2_147_483_647 }],
  ['99999999999999999999999', '99999999999999999999998', { limit: 2_147_483_647, used: 0 }],
])('a quota of %s fails nothing', async (limit, remaining, told) => {
  await using fake = await fakePortal((_, response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3_600),
    });
    response.end('{"nhits": 3, "datasets": []}');
  });
  const rich = await startGraph(fake.transport.url.href);
  const { data, errors } = await rich.ask<{ datasets: object; quota: object }, never>(
    '{ datasets(first: 0) { totalCount } quota(refresh: true) { limit remaining used exhausted } }',
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ datasets: { totalCount: 3 }, quota: { ...told, exhausted: false } });
  await rich.close();
});

test('pushes have a quota of their own: neither uses up that of the other', async () => {
  const portal = await startPortal({ pushFile: ':memory:', quota: LIMIT });
  const graph = await startGraph(portal.url, {
    quotaReserve: 0,
    odsPushKeys: { 'realtime-events/realtime': 'demo-push-key' },
    pushTokens: ['token-of-a-pusher-0123456789'],
  });
  const Delete = graphql(`
    mutation DeleteCounted($input: DeletePushedRecordInput!) {
      deletePushedRecord(input: $input) { deleted quota { limit remaining exhausted scope } }
    }
  `);
  const input = {
    datasetId: 'realtime-events',
    resourceId: 'realtime',
    pushKey: 'demo-push-key',
    recordId: '0'.repeat(40),
  };
  const refreshed = await graph.ask(AskQuota, { refresh: true });
  expect(refreshed.data?.quota).toMatchObject({ remaining: LIMIT - 1 });
  for (let left = LIMIT - 1; left >= 0; left -= 1) {
    const { data, extensions } = await graph.ask(Delete, { input });
    const quota = { limit: LIMIT, remaining: left, exhausted: left === 0, scope: 'PUSH_KEY' };
    expect(data?.deletePushedRecord).toEqual({ deleted: true, quota });
    expect(extensions.upstream.quotaRemaining).toBe(LIMIT - 1);
  }
  expect((await graph.ask(AskQuota)).data?.quota).toMatchObject({ remaining: LIMIT - 1, exhausted: false });
  const metrics = await graph.metrics();
  expect(metrics).toContain(`ods_graphql_quota_remaining ${LIMIT - 1}`);
  expect(metrics).toContain('ods_graphql_push_quota_remaining{resource="realtime-events/realtime"} 0');
  const read = await graph.ask('{ datasets(first: 0) { totalCount } }');
  expect(read.errors).toEqual([]);
  await graph.close();
  await portal.close();
});
