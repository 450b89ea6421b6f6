/** What caches in front of the server may keep, told in headers: as a CDN reads them, and as an attacker would. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

const DATASET = '{ dataset(datasetId: "earthquakes") { title } }';
const RECORDS = '{ dataset(datasetId: "earthquakes") { title records(first: 1) { totalCount } } }';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), {
    cacheTtlDataset: 200,
    cacheTtlRecords: 20,
    cacheTtlAnalysis: 10,
    explain: true,
    odsApikey: 'demo-key',
  });
});
afterAll(() => graph.close());
beforeEach(() => void graph.upstreamCalls());

function get(query: string, headers: Record<string, string> = {}, parameters: Record<string, string> = {}) {
  const accept = 'application/graphql-response+json';
  const address = `${graph.url}/graphql?${new URLSearchParams({ query, ...parameters })}`;
  return fetch(address, { headers: { accept, ...headers } });
}

const keptAs = ({ headers }: Response) => headers.get('cache-control');

describe('what a caller without a credential asks', () => {
  test.each([
    ['{ __typename }', 200],
    ['{ __schema { queryType { name } } }', 200],
    ['{ portal { name } }', 200],
    [DATASET, 200],
    ['{ datasets { totalCount facets(names: ["publisher"]) { name } } }', 200],
    [RECORDS, 20],
    ['query A { ...F } fragment F on Query { datasets(first: 1) { nodes { records { totalCount } } } }', 20],
    ['{ node(id: "RGF0YXNldDplYXJ0aHF1YWtlcw") { ... on Dataset { title } } }', 200],
    ['{ node(id: "RGF0YXNldDplYXJ0aHF1YWtlcw") { ... on Record { fields } } }', 20],
    ['{ dataset(datasetId: "earthquakes") { boundingBox { southWest { latitude } } } }', 10],
  ])('is kept as long as the freshest of it: %s', async (query, seconds) => {
    const response = await get(query);
    expect(await response.json()).toMatchObject({ data: expect.anything() });
    expect(keptAs(response)).toBe(`public, max-age=${seconds}`);
    expect(response.headers.get('etag')).toMatch(/^W\/"[\w-]{27}"$/);
    expect(response.headers.get('vary')).toContain('Accept, Authorization, X-Explain');
  });

  test('is answered 304 where it has not changed, whatever it cost', async () => {
    const first = await get(RECORDS);
    const etag = first.headers.get('etag') ?? '';
    const [one, two] = [
      await first.json(),
      await (await get(RECORDS, { 'cache-control': 'no-cache' })).json(),
    ];
    expect(one.extensions.upstream).not.toEqual(two.extensions.upstream);
    for (const tags of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await get(RECORDS, { 'if-none-match': tags });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(keptAs(again)).toBe('public, max-age=20');
      expect(again.headers.get('vary')).toContain('Authorization');
    }
    expect((await get(DATASET, { 'if-none-match': etag })).status).toBe(200);
  });

  test('goes with its lifetime by POST too, as gateways ask', async () => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: RECORDS }),
    });
    expect(keptAs(response)).toBe('public, max-age=20');
    expect(response.headers.get('etag')).toBeNull();
  });
});

describe('is kept by no shared cache:', () => {
  test.each(['Apikey demo-key', 'Apikey wrong', 'Bearer x', 'nonsense', ''])(
    'what a caller with a credential asks (%j)',
    async (authorization) => {
      const response = await get(DATASET, { authorization });
      expect(keptAs(response)).not.toContain('public');
      expect(keptAs(response)).toMatch(/^private, no-cache$|^no-store$/);
    },
  );

  test.each([
    ['links', '{ dataset(datasetId: "earthquakes") { export(format: CSV) { url } } }'],
    ['the quota', '{ quota { remaining } }'],
    ['an error', '{ node(id: "x") { id } portal { name } }'],
    ['what is no operation', '{ nope }'],
    ['nothing at all', '{'],
  ])('%s', async (_, query) => {
    const response = await get(query);
    expect(keptAs(response)).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
  });

  test('an explained answer', async () => {
    expect(keptAs(await get(DATASET, { 'x-explain': '1' }))).toBe('no-store');
    expect(keptAs(await get(DATASET, {}, { explain: '' }))).toBe('no-store');
  });

  test('a mutation', async () => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          'mutation { deletePushedRecord(input: { datasetId: "realtime-sensors", resourceId: "realtime", recordId: "none", pushKey: "demo-push-key" }) { deleted } }',
      }),
    });
    expect(keptAs(response)).toBe('no-store');
  });
});

test('where answers count as new for no time, nothing is kept', async () => {
  const other = await startGraph(inject('portalUrl'));
  const response = await fetch(`${other.url}/graphql?query=${encodeURIComponent(DATASET)}`);
  expect(keptAs(response)).toBe('no-store');
  await other.close();
});
