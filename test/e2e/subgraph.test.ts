/** What a gateway asks of the graph as its subgraph: `_service` and `_entities`, by their calls at the portal. */
import { readFile } from 'node:fs/promises';
import { composeServices } from '@theguild/federation-composition';
import {
  BreakingChangeType,
  buildClientSchema,
  buildSchema,
  findBreakingChanges,
  getIntrospectionQuery,
  type IntrospectionQuery,
  Kind,
  parse,
  print,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { TYPES } from '../support/types.ts';

const CITIES = 'doc-geonames-cities-5000';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());
beforeEach(() => void graph.upstreamCalls());

type Entity = Record<string, unknown> | null;
type Representation = Record<string, unknown>;

function entities(representations: readonly Representation[], selection: string) {
  return graph.ask<{ _entities: Entity[] }, { representations: readonly Representation[] }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`,
    { representations },
  );
}

async function cityIds(first: number): Promise<string[]> {
  const { data } = await graph.ask<{ dataset: { records: { nodes: { recordId: string }[] } } }, never>(
    `{ dataset(datasetId: "${CITIES}") { records(first: ${first}) { nodes { recordId } } } }`,
  );
  graph.upstreamCalls();
  return data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? [];
}

test('_service says the schema that is printed, without a call', async () => {
  const { data } = await graph.ask<{ _service: { sdl: string } }, never>('{ _service { sdl } }');
  const printed = await readFile(new URL('../../schema/subgraph.graphql', import.meta.url), 'utf8');
  expect(`${data?._service.sdl}\n`).toBe(printed);
  expect(graph.upstreamCalls()).toEqual([]);
});

test('with types it composes: each of them is an entity, known by its recordId', async () => {
  const typed = await startGraph(inject('portalUrl'), { datasetTypes: TYPES });
  const { data } = await typed.ask<{ _service: { sdl: string } }, never>('{ _service { sdl } }');
  await typed.close();
  const typeDefs = parse(data?._service.sdl ?? '');
  const { supergraphSdl = '', errors } = composeServices([{ name: 'portal', url: typed.url, typeDefs }]);
  expect(errors ?? []).toEqual([]);
  const keys = parse(supergraphSdl).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
    TYPES.some(({ name }) => name === definition.name.value)
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'join__type').map(print)
      : [],
  );
  expect(keys).toEqual(TYPES.map(() => '@join__type(graph: PORTAL, key: "recordId")'));
});

test('what is for gateways is in nobody else’s documentation, and served all the same', async () => {
  const { data, errors } = await graph.ask<IntrospectionQuery, never>(getIntrospectionQuery());
  expect(errors).toEqual([]);
  if (!data) throw new Error('The graph does not tell its schema.');
  const shown = buildClientSchema(data);
  expect(Object.keys(shown.getTypeMap()).filter((name) => /^_[^_]/.test(name))).toEqual([]);
  expect(Object.keys(shown.getQueryType()?.getFields() ?? {}).filter((name) => name.startsWith('_'))).toEqual(
    [],
  );
  // Otherwise it is what is printed, with the directives that the server knows.
  const printed = await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
  expect(findBreakingChanges(buildSchema(printed), shown)).toEqual([]);
  expect(findBreakingChanges(shown, buildSchema(printed)).map(({ type }) => type)).toEqual([
    BreakingChangeType.DIRECTIVE_REMOVED,
    BreakingChangeType.DIRECTIVE_REMOVED,
  ]);
  const { data: both } = await graph.ask(
    '{ __type(name: "_Entity") { name } portal { name } none: __type(name: "Dataset") { name } }',
  );
  expect(both).toMatchObject({
    __type: null,
    portal: { name: expect.any(String) },
    none: { name: 'Dataset' },
  });
  const { data: gateway } = await graph.ask('{ _service { sdl } __type(name: "_Entity") { name } }');
  expect(gateway).toMatchObject({ _service: { sdl: expect.any(String) }, __type: { name: '_Entity' } });
});

describe('_entities', () => {
  test('100 records of one dataset are one call', async () => {
    const recordIds = await cityIds(100);
    const { data, errors, extensions } = await entities(
      recordIds.map((recordId) => ({ __typename: 'Record', datasetId: CITIES, recordId })),
      '... on Record { recordId fields }',
    );
    expect(errors).toEqual([]);
    expect(data?._entities.map((entity) => entity?.recordId)).toEqual(recordIds);
    expect(graph.upstreamCalls().map(({ path }) => path)).toEqual(['/api/records/1.0/search/']);
    // The dataset is foreseen, as fields by name would need it.
    expect(extensions.upstream.estimated).toBe(2);
  });

  test('100 datasets are one call, whatever is asked of them beside', async () => {
    const { data: catalog } = await graph.ask<{ datasets: { nodes: { datasetId: string }[] } }, never>(
      '{ datasets(first: 100) { nodes { datasetId } } }',
    );
    const known = catalog?.datasets.nodes.map(({ datasetId }) => datasetId) ?? [];
    graph.upstreamCalls();
    const representations = Array.from({ length: 100 }, (_, index) => ({
      __typename: 'Dataset',
      datasetId: known[index % known.length],
    }));
    const { data, errors, extensions } = await entities(
      representations,
      '... on Dataset { datasetId title fields { name } }',
    );
    expect(errors).toEqual([]);
    expect(data?._entities.map((entity) => entity?.datasetId)).toEqual(
      representations.map(({ datasetId }) => datasetId),
    );
    expect(known.length).toBeGreaterThan(5);
    expect(graph.upstreamCalls()).toHaveLength(1);
    expect(extensions.upstream).toMatchObject({ calls: 1, estimated: 1 });
  });

  test('of a record only the fields that are wanted are fetched', async () => {
    const [recordId] = await cityIds(1);
    const { data, errors } = await entities(
      [
        { __typename: 'Record', datasetId: CITIES, recordId },
        { __typename: 'Dataset', datasetId: CITIES },
      ],
      '... on Record { recordId value(field: "name") } ... on Dataset { title records(first: 1) { totalCount } }',
    );
    expect(errors).toEqual([]);
    expect(data?._entities).toMatchObject([
      { recordId, value: expect.any(String) },
      { title: expect.any(String) },
    ]);
    // The dataset for the names, the record by its id, and the total.
    expect(graph.upstreamCalls()).toHaveLength(3);
  });

  test('each has its own place: what is gone is null, and what is no key is an error that names it', async () => {
    const { data, errors } = await entities(
      [
        { __typename: 'Dataset', datasetId: CITIES },
        { __typename: 'Dataset', datasetId: 'no-such-dataset' },
        { __typename: 'Record', datasetId: CITIES, recordId: 'no-such-record' },
        { __typename: 'Record', datasetId: CITIES },
        { __typename: 'Dataset', datasetId: 7 },
        { __typename: 'GeoPoint', latitude: 1, longitude: 2 },
        { datasetId: CITIES },
      ],
      '... on Dataset { datasetId }',
    );
    expect(data?._entities).toEqual([
      { __typename: 'Dataset', datasetId: CITIES },
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      [
        ['_entities', 3],
        'representations[3]: A Record is known by datasetId and recordId, as text that is not empty.',
      ],
      [['_entities', 4], 'representations[4]: A Dataset is known by datasetId, as text that is not empty.'],
      [
        ['_entities', 5],
        'representations[5]: "GeoPoint" is no entity of this graph: __typename must be Dataset or Record.',
      ],
      [
        ['_entities', 6],
        'representations[6]: null is no entity of this graph: __typename must be Dataset or Record.',
      ],
    ]);
    for (const { extensions } of errors) expect(extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('takes representations that are written into the operation', async () => {
    const { data, errors } = await graph.ask<{ _entities: Entity[] }, never>(
      `{ _entities(representations: [{ __typename: "Dataset", datasetId: "${CITIES}" }]) { ... on Dataset { datasetId } } }`,
    );
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual([{ datasetId: CITIES }]);
    const { data: nothing, errors: refused } = await graph.ask(
      '{ _entities(representations: ["x"]) { __typename } }',
    );
    expect(nothing).toBeUndefined();
    expect(refused[0]?.message).toMatch(/A representation is an object with __typename/);
  });

  test('are guarded like all else: more of them than calls are allowed is refused before any is spent', async () => {
    const { errors } = await entities(
      Array.from({ length: 60 }, (_, index) => ({ __typename: 'Dataset', datasetId: `dataset-${index}` })),
      '... on Dataset { records { nodes { recordId } } }',
    );
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['OPERATION_TOO_EXPENSIVE']);
    expect(errors[0]?.message).toContain('_entities.records (60)');
    expect(graph.upstreamCalls()).toEqual([]);
  });
});
