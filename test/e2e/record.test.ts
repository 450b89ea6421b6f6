import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
let recordIds: string[];

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
  const { data } = await graph.ask(
    graphql(`
      query ThirtyIds {
        dataset(datasetId: "doc-geonames-cities-5000") {
          records(first: 30, orderBy: { field: "population", direction: DESC }) { nodes { recordId } }
        }
      }
    `),
  );
  recordIds = data?.dataset?.records?.nodes.map(({ recordId }) => recordId) ?? [];
  expect(recordIds).toHaveLength(30);
});
afterAll(() => graph.close());

const SEARCH = '/api/records/1.0/search/';
const DATASET = '/api/datasets/1.0/doc-geonames-cities-5000/';

test('thirty records by thirty aliases are one call, and one for the dataset’s fields', async () => {
  graph.upstreamCalls();
  const aliases = recordIds.map(
    (id, index) =>
      `r${index}: record(datasetId: "doc-geonames-cities-5000", recordId: "${id}") { recordId value(field: "name") }`,
  );
  const { data, errors } = await graph.ask<Record<string, { recordId: string; value: string }>, never>(
    `{ ${aliases.join(' ')} }`,
  );
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {}).map(({ recordId }) => recordId)).toEqual(recordIds);
  expect(Object.values(data ?? {}).every(({ value }) => typeof value === 'string')).toBe(true);
  const calls = graph.upstreamCalls();
  expect(calls.map(({ path }) => path)).toEqual([DATASET, SEARCH]);
  expect(calls[1]?.parameters.get('fields')).toBe('name');
});

test('record, recordsById and node in any mix are one call', async () => {
  const [a = '', b = '', c = ''] = recordIds;
  const one = await graph.ask(
    graphql(`
      query GlobalId($a: ID!) {
        record(datasetId: "doc-geonames-cities-5000", recordId: $a) { id }
      }
    `),
    { a },
  );
  graph.upstreamCalls();
  const { data, errors } = await graph.ask(
    graphql(`
      query Mix($id: ID!, $b: ID!, $ids: [ID!]!) {
        node(id: $id) { ... on Record { recordId value(field: "name") } }
        record(datasetId: "doc-geonames-cities-5000", recordId: $b) { recordId value(field: "population") }
        dataset(datasetId: "doc-geonames-cities-5000") {
          recordsById(recordIds: $ids) { recordId fields(names: ["name", "population"]) }
          record(recordId: $b) { recordId }
        }
      }
    `),
    { id: one.data?.record?.id ?? '', b, ids: [c, 'ffffffffffffffffffffffffffffffffffffffff', b] },
  );
  expect(errors).toEqual([]);
  expect(data?.node).toEqual({ recordId: a, value: 'Shanghai' });
  expect(data?.record).toEqual({ recordId: b, value: expect.any(Number) });
  expect(data?.dataset?.recordsById?.map((record) => record?.recordId ?? null)).toEqual([c, null, b]);
  expect(data?.dataset?.recordsById?.[0]?.fields).toEqual({
    name: expect.any(String),
    population: expect.any(Number),
  });
  const paths = graph.upstreamCalls().map(({ path }) => path);
  // The answer tells that the search was understood, and so of the unknown one that there is none.
  expect(paths).toEqual([DATASET, SEARCH]);
});

test('one record is one lookup, with everything of it', async () => {
  graph.upstreamCalls();
  const { data, errors } = await graph.ask(
    graphql(`
      query WholeRecord($recordId: ID!) {
        record(datasetId: "doc-geonames-cities-5000", recordId: $recordId) {
          id
          datasetId
          recordId
          timestamp
          fields
          geometry
          location { latitude longitude }
          dataset { title }
        }
      }
    `),
    { recordId: recordIds[0] ?? '' },
  );
  expect(errors).toEqual([]);
  expect(graph.upstreamCalls().map(({ path }) => path)).toEqual([
    `${DATASET}records/${recordIds[0]}/`,
    DATASET,
  ]);
  const record = data?.record;
  expect(record).toMatchObject({
    datasetId: 'doc-geonames-cities-5000',
    recordId: recordIds[0],
    fields: { name: 'Shanghai', country_code: 'CN' },
    dataset: { title: expect.any(String) },
  });
  const { latitude, longitude } = record?.location ?? { latitude: 0, longitude: 0 };
  expect(record?.fields?.geo_point_2d).toEqual([latitude, longitude]);
  expect(record?.geometry).toEqual({ type: 'Point', coordinates: [longitude, latitude] });
  expect(new Date(String(record?.timestamp)).getTime()).not.toBeNaN();
});

test('an unknown record or dataset is null, not an error', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query NoSuch {
        noRecord: record(datasetId: "earthquakes", recordId: "nope") { recordId }
        noDataset: record(datasetId: "nope", recordId: "nope") { value(field: "x") }
        dataset(datasetId: "earthquakes") { record(recordId: "../../x?y#z") { recordId } }
      }
    `),
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({ noRecord: null, noDataset: null, dataset: { record: null } });
});

test('a field that the dataset does not have is refused with those it has', async () => {
  const { errors, data } = await graph.ask(
    `{ record(datasetId: "earthquakes", recordId: "x") { fields(names: ["mag", "nope"]) } }`,
  );
  expect(data).toEqual({ record: null });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'names' });
  expect(errors[0]?.message).toMatch(/"nope".*mag/);
});

test('values that are absent are null, and absent from fields', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query Absent {
        dataset(datasetId: "doc-geonames-cities-5000") {
          records(first: 1, filter: { where: { isNull: "dem" } }) {
            nodes { value(field: "dem") fields(names: ["dem", "name"]) }
          }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  expect(data?.dataset?.records?.nodes).toEqual([{ value: null, fields: { name: expect.any(String) } }]);
});

test.each([
  ['that is looked up after the record', 'dataset { title }', 3],
  ['that must be known before the record', 'value(field: "name") dataset { title }', 2],
])(
  'the dataset of a record %s, beside another one, costs what was estimated',
  async (_, selection, calls) => {
    const { errors, extensions } = await graph.ask(
      `{ record(datasetId: "doc-geonames-cities-5000", recordId: "${recordIds[0]}") { ${selection} }
       dataset(datasetId: "country-flags") { title } }`,
    );
    expect(errors).toEqual([]);
    expect(extensions.upstream).toMatchObject({ calls, estimated: calls });
  },
);
