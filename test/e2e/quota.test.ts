import { afterAll, beforeAll, expect, test } from 'vitest';
import { Credential } from '../../src/ods/credential.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { type Graph, startGraph } from '../graph.ts';
import { graphql } from '../graphql/index.ts';

const DEFINITIONS = new URL('../fixtures/many-datasets.ts', import.meta.url).href;
const LIMIT = 5;

let portal: Portal;
let graph: Graph;

beforeAll(async () => {
  portal = await startPortal({ databaseFile: ':memory:', definitions: DEFINITIONS, quota: LIMIT });
  graph = await startGraph(portal.url);
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

const AskQuota = graphql(`
  query AskQuota($refresh: Boolean = false) {
    quota(refresh: $refresh) { limit remaining used resetAt observedAt exhausted scope }
  }
`);

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
    errorcode: 10005,
  });
  const response = await fetch(`${graph.url}/graphql?query={datasets{totalCount}}`);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  const told = await graph.ask(AskQuota);
  expect(told.data?.quota).toMatchObject({ remaining: 0, used: LIMIT, exhausted: true });
});

test('the server’s own credential is used, and counted, for callers that send none', async () => {
  const own = await startGraph(portal.url, { credential: Credential.apikey('demo-key') });
  const { data } = await own.ask(AskQuota, { refresh: true });
  expect(data?.quota?.scope).toBe('CREDENTIAL');
  expect(own.upstreamCalls().map(({ authorization }) => authorization)).toEqual(['Apikey demo-key']);
  await own.close();
});
