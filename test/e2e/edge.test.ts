import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

test('GET /health answers without a call to the portal', async () => {
  graph.upstreamCalls();
  const response = await fetch(`${graph.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('the root leads to the graph, elsewhere is nothing', async () => {
  const root = await fetch(graph.url, { redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
  const nowhere = await fetch(`${graph.url}/nope`);
  expect(nowhere.status).toBe(404);
  expect(await nowhere.json()).toEqual({ errors: [{ message: expect.stringContaining('/graphql') }] });
});

test('any page may ask (CORS), without cookies', async () => {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

test('a body beyond MAX_BODY_MB is refused, and one below is not', async () => {
  const small = await startGraph(inject('portalUrl'), { maxBodyMb: 2 });
  const statusOf = async (megabytes: number) => {
    const response = await fetch(`${small.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: '{ __typename }',
        variables: { x: 'x'.repeat(megabytes * 1024 * 1024) },
      }),
    });
    return response.status;
  };
  expect([await statusOf(1.9), await statusOf(2)]).toEqual([200, 413]);
  await small.close();
});

test('the text of an operation beyond 1 MB is refused, however large a request may be', async () => {
  const { status, errors } = await graph.ask(`{ __typename } #${'x'.repeat(1024 * 1024)}`);
  expect(status).toBe(413);
  expect(errors[0]?.message).toContain('as variables');
});

test('the schema is told to nobody with INTROSPECTION=off', async () => {
  const closed = await startGraph(inject('portalUrl'), { introspection: false });
  for (const query of [
    '{ __schema { types { name } } }',
    '{ x: __type(name: "Query") { name } }',
    '{ _service { sdl } }',
  ]) {
    const { data, errors } = await closed.ask(query);
    expect([data, errors[0]?.extensions?.code]).toEqual([undefined, 'GRAPHQL_VALIDATION_FAILED']);
    expect(errors[0]?.message).toContain('INTROSPECTION');
  }
  expect((await closed.ask('{ __typename portal { name } }')).errors).toEqual([]);
  await closed.close();
});

test('GET asks as POST does, and syntax errors are told with their place', async () => {
  const response = await fetch(`${graph.url}/graphql?query=${encodeURIComponent('{ portal { name } }')}`);
  expect(await response.json()).toMatchObject({
    data: { portal: { name: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } },
  });
  const { errors, extensions } = await graph.ask('{ portal { name }');
  expect(errors[0]).toMatchObject({ locations: [{ line: 1 }], extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  expect(extensions.upstream.calls).toBe(0);
});

test('a variable that does not fit its type is BAD_USER_INPUT', async () => {
  const { errors } = await graph.ask('query($first: Int!) { datasets(first: $first) { totalCount } }', {
    first: 1.5,
  });
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toContain('$first');
});

test.each([
  ['{ datasets(first: 0) { facets(names: ["theme"]) { facets(first: "5") { name } } } }', /Int/],
  ['{ datasets { facets(names: ["theme"], sort: { by: SIZE }) { name } } }', /SIZE/],
  ['{ datasets(orderBy: [{ field: "title", direction: UP }]) { totalCount } }', /UP/],
  ['{ quota(refresh: "yes") { limit } }', /Boolean/],
  ['{ dataset { title } }', /datasetId/],
  ['{ dataset(datasetId: "x") { field { name } } }', /name/],
  ['{ record(datasetId: "x") { recordId } }', /recordId/],
  ['{ datasetsById(datasetIds: [null]) { title } }', /null/],
])('an argument that does not fit its type never reaches the portal: %s', async (query, message) => {
  graph.upstreamCalls();
  const { errors } = await graph.ask(query);
  expect(errors[0]?.message).toMatch(message);
  expect(graph.upstreamCalls()).toEqual([]);
});
