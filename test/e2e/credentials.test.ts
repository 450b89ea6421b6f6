import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const RESTRICTED = 'earthquakes-significant';

let graph: Graph;
let withKey: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
  withKey = await startGraph(inject('portalUrl'), { odsApikey: 'demo-key' });
});
afterAll(async () => {
  await graph.close();
  await withKey.close();
});

const Visible = graphql(`
  query Visible($datasetId: ID!) {
    dataset(datasetId: $datasetId) { datasetId records(first: 1) { totalCount } }
    datasets(first: 100) { nodes { datasetId } }
  }
`);

async function sees(through: Graph, headers: Record<string, string> = {}): Promise<boolean> {
  const { data, errors } = await through.ask(Visible, { datasetId: RESTRICTED }, headers);
  expect(errors).toEqual([]);
  const listed = data?.datasets?.nodes.some(({ datasetId }) => datasetId === RESTRICTED) ?? false;
  expect(listed).toBe(data?.dataset != null);
  return listed;
}

test('a restricted dataset is there with a key or a login, and not without', async () => {
  expect(await sees(graph)).toBe(false);
  expect(await sees(graph, { authorization: 'Apikey demo-key' })).toBe(true);
  expect(await sees(graph, { authorization: 'apikey demo-key' })).toBe(true);
  expect(await sees(graph)).toBe(false);
});

test('the server’s credential serves who sends none; the caller’s own takes its place', async () => {
  expect(await sees(withKey)).toBe(true);
  withKey.upstreamCalls();
  await withKey.ask('{ datasets { totalCount } }', undefined, { authorization: 'Bearer something-else' });
  expect(withKey.upstreamCalls().map(({ authorization }) => authorization)).toEqual([
    'Bearer something-else',
  ]);
});

test('a key that the portal does not know is UNAUTHENTICATED, and is repeated nowhere', async () => {
  const key = 'very-secret-key-0123456789';
  const answer = await graph.ask(Visible, { datasetId: RESTRICTED }, { authorization: `Apikey ${key}` });
  expect(answer.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(JSON.stringify(answer)).not.toContain(key);
  for (const call of graph.upstreamCalls()) {
    expect(call.authorization === `Apikey ${key}` || !call.authorization?.includes(key)).toBe(true);
    expect(`${call.path}?${call.parameters}`).not.toContain(key);
  }
});

test('an Authorization header of another kind is refused before anything is asked', async () => {
  graph.upstreamCalls();
  for (const authorization of ['Digest abc', 'Apikey', 'Apikey a b', 'nonsense']) {
    const { errors } = await graph.ask('{ datasets { totalCount } }', undefined, { authorization });
    expect(errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(errors[0]?.message).toContain('Apikey <key>');
  }
  expect(graph.upstreamCalls()).toEqual([]);
});

test('only the credential travels: no other header of the caller reaches the portal', async () => {
  graph.upstreamCalls();
  await graph.ask('{ datasets { totalCount } }', undefined, {
    cookie: 'session=1',
    'x-forwarded-for': '1.2.3.4',
  });
  const [call] = graph.upstreamCalls();
  expect(Object.keys(call?.headers ?? {}).sort()).toEqual(['connection', 'host']);
});
