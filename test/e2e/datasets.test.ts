import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let portal: Portal;
let many: Graph;
let graph: Graph;

beforeAll(async () => {
  portal = await startPortal({
    databaseFile: ':memory:',
    definitions: new URL('../portals/many-datasets.ts', import.meta.url).href,
  });
  many = await startGraph(portal.url);
  graph = await startGraph(inject('portalUrl'));
});
afterAll(async () => {
  await graph.close();
  await many.close();
  await portal.close();
});

const setIds = Array.from({ length: 60 }, (_, index) => `set-${String(index + 1).padStart(2, '0')}`);

test('fifty datasets by fifty aliases are one call', async () => {
  many.upstreamCalls();
  const fields = setIds
    .slice(0, 50)
    .map((id, index) => `d${index}: dataset(datasetId: "${id}") { datasetId title }`);
  const { data, errors, extensions } = await many.ask<Record<string, { datasetId: string }>, never>(
    `{ ${fields.join(' ')} }`,
  );
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {}).map(({ datasetId }) => datasetId)).toEqual(setIds.slice(0, 50));
  expect(many.upstreamCalls()).toHaveLength(1);
  expect(extensions.upstream).toMatchObject({ calls: 1, shared: 49, cached: 0, stale: 0 });
});

test('who made a dataset, when, of what, and where its page is', async () => {
  const Origin = graphql(`
    query Origin($first: Int!) {
      dataset(datasetId: "earthquakes") {
        createdAt issuedAt creator contributor frequency territories sourceDomain pageUrl
      }
      datasets(first: $first, filter: { refine: [{ facet: "datasetId", values: ["earthquakes"] }] }) {
        nodes { creator createdAt }
      }
    }
  `);
  const { data, errors } = await graph.ask(Origin, { first: 1 });
  expect(errors).toEqual([]);
  expect(data?.dataset).toEqual({
    createdAt: '2018-02-07T00:00:00.000Z',
    issuedAt: '2018-02-07T00:00:00.000Z',
    creator: 'U.S. Geological Survey',
    contributor: expect.any(String),
    frequency: 'Never',
    territories: expect.any(Array),
    sourceDomain: null,
    pageUrl: expect.stringMatching(/^http:\/\/[^/]+\/explore\/dataset\/earthquakes\/$/),
  });
  expect(data?.datasets?.nodes).toEqual([
    { creator: 'U.S. Geological Survey', createdAt: '2018-02-07T00:00:00.000Z' },
  ]);
});

test('datasetsById and nodes share the call of dataset, keep the order asked, and give null for the unknown', async () => {
  const first = await many.ask(
    graphql(`
      query OneId {
        dataset(datasetId: "set-07") { id }
      }
    `),
  );
  const id = first.data?.dataset?.id ?? '';
  many.upstreamCalls();
  const { data, extensions } = await many.ask(
    graphql(`
      query Mixed($id: ID!) {
        dataset(datasetId: "set-03") { datasetId }
        datasetsById(datasetIds: ["set-09", "no-such", "set-01", "set-09"]) { datasetId }
        node(id: $id) { id ... on Dataset { datasetId } }
        nodes(ids: [$id, $id]) { __typename id }
      }
    `),
    { id },
  );
  expect(data?.datasetsById?.map((dataset) => dataset?.datasetId ?? null)).toEqual([
    'set-09',
    null,
    'set-01',
    'set-09',
  ]);
  expect(data?.node).toEqual({ id, datasetId: 'set-07' });
  expect(data?.nodes).toEqual([
    { __typename: 'Dataset', id },
    { __typename: 'Dataset', id },
  ]);
  const calls = many.upstreamCalls();
  // The answer tells that the search was understood, and so of the unknown one that there is none.
  expect(calls.map(({ path }) => path)).toEqual(['/api/datasets/1.0/search/']);
  expect(extensions.upstream.calls).toBe(1);
});

test('one dataset alone is one lookup, and null where there is none', async () => {
  many.upstreamCalls();
  const { data, errors } = await many.ask('{ dataset(datasetId: "no/such dataset") { title } }');
  expect({ data, errors }).toEqual({ data: { dataset: null }, errors: [] });
  expect(many.upstreamCalls().map(({ path }) => path)).toEqual(['/api/datasets/1.0/no%2Fsuch%20dataset/']);
});

test('a catalog page makes its datasets known: asked again by id they cost nothing', async () => {
  const { data, extensions } = await many.ask<
    { datasets: { nodes: { records: { totalCount: number } }[] } },
    never
  >('{ datasets(first: 3) { nodes { datasetId records(first: 0) { totalCount } } } }');
  expect(data?.datasets.nodes.map(({ records }) => records.totalCount)).toEqual([40, 40, 40]);
  expect(extensions.upstream.calls).toBe(4);
});

test('a dataset’s card holds all its metadata', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query WholeCard {
        dataset(datasetId: "doc-geonames-cities-5000") {
          id
          datasetId
          title
          description
          publisher
          license
          licenseUrl
          themes
          keywords
          languages
          references
          attributions
          timezone
          modifiedAt
          dataProcessedAt
          metadataProcessedAt
          recordsCount
          hasRecords
          dataVisible
          features
          metas
          attachments { id title mediaType description }
          alternativeExports { id title mediaType description }
          fields { name label description type rawType unit precision isFacet isSortable isMultivalued isDisjunctive isHierarchical isUniqueId annotations { name args } }
          population: field(name: "population") { name type }
          nope: field(name: "nope") { name }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  const dataset = data?.dataset;
  expect(dataset).toMatchObject({
    datasetId: 'doc-geonames-cities-5000',
    description: expect.stringContaining('<'),
    license: expect.stringContaining('CC BY'),
    languages: expect.arrayContaining([expect.stringMatching(/^[a-z]{2}$/)]),
    recordsCount: 49_729,
    hasRecords: true,
    dataVisible: true,
    features: expect.arrayContaining(['geo']),
    population: { name: 'population', type: 'INT' },
    nope: null,
  });
  expect(dataset?.attributions.join()).toMatch(/GeoNames/);
  expect(dataset?.metas).toMatchObject({ records_count: 49_729, title: dataset?.title });
  expect(new Date(dataset?.modifiedAt ?? '').getTime()).not.toBeNaN();
  const fields = new Map(dataset?.fields.map((field) => [field.name, field]));
  expect(fields.get('timezone')).toMatchObject({
    type: 'TEXT',
    isFacet: true,
    isHierarchical: true,
    isSortable: true,
  });
  expect(fields.get('geonameid')).toMatchObject({ isUniqueId: true });
  expect(fields.get('alternatenames')).toMatchObject({ isMultivalued: true });
  expect(fields.get('country_code')).toMatchObject({ isFacet: true, isDisjunctive: true });
  expect(fields.get('geo_point_2d')).toMatchObject({
    type: 'GEO_POINT',
    rawType: 'geo_point_2d',
    isSortable: false,
  });
  expect(fields.get('modification_date')).toMatchObject({ type: 'DATE', precision: 'day' });
  expect(fields.get('dem')).toMatchObject({ unit: 'm' });
});

test('a dataset with files lists its attachments and alternative exports', async () => {
  const { data } = await graph.ask(
    graphql(`
      query Documents {
        dataset(datasetId: "country-flags") {
          attachments { id title mediaType }
          alternativeExports { id title mediaType }
        }
      }
    `),
  );
  expect(data?.dataset?.attachments[0]).toMatchObject({
    id: expect.any(String),
    mediaType: expect.any(String),
  });
  expect(data?.dataset?.alternativeExports[0]).toMatchObject({ id: expect.any(String) });
});

test('an id that this graph did not make is refused', async () => {
  const { data, errors } = await graph.ask('{ node(id: "bm9uc2Vuc2U") { id } }');
  expect(data).toEqual({ node: null });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
  const list = await graph.ask('{ nodes(ids: ["x"]) { id } }');
  expect(list.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ids[0]' });
});

test('the portal behind the graph', async () => {
  const { data, extensions } = await graph.ask(
    graphql(`
      query ThePortal {
        portal { url name apiVersion embedded }
      }
    `),
  );
  expect(data?.portal).toMatchObject({
    name: new URL(data?.portal.url ?? '').host,
    apiVersion: '1.0',
    embedded: false,
  });
  expect(extensions.upstream).toMatchObject({ calls: 0, shared: 0, cached: 0, stale: 0 });
});
