/** One failure stays where it is: what is beside a field that fails is answered all the same. */
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { OdsError } from '../../src/ods/errors.ts';
import { schema } from '../../src/schema/schema.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { failingFields, type GraphField } from '../support/graph-fields.ts';
import { recordUpstream, type Upstream } from '../support/upstream.ts';

let graph: Graph;
let door: Upstream;
/** The calls that the portal refuses. */
let refuse = (_path: string): boolean => false;
beforeAll(async () => {
  door = await recordUpstream(inject('portalUrl'), ({ path }) => (refuse(path) ? 503 : null));
  graph = await startGraph(door.url, { odsRetries: 0, odsBreakerFailures: 0 });
});
afterAll(async () => {
  await graph.close();
  await door.close();
});
beforeEach(() => {
  refuse = () => false;
});

const recordsOf = (datasetId: string, fields: string) =>
  `{ dataset(datasetId: "${datasetId}") { records(first: 1) { nodes { ${fields} } } } }`;
const PUSHED = 'input: { datasetId: "realtime-sensors", resourceId: "realtime", pushKey: "demo-push-key"';

/** An operation that asks for fields of each type that has one that can fail. */
const PLACES: Readonly<Record<string, (fields: string) => string>> = {
  Query: (fields) => `{ ${fields} portal { name } }`,
  Dataset: (fields) => `{ dataset(datasetId: "world-countries") { ${fields} title } }`,
  DatasetConnection: (fields) => `{ datasets(first: 1) { ${fields} totalCount nodes { title } } }`,
  RecordConnection: (fields) =>
    `{ dataset(datasetId: "world-countries") { records(first: 1) { ${fields} totalCount nodes { recordId } } } }`,
  Record: (fields) => recordsOf('world-countries', `${fields} recordId`),
  File: (fields) => recordsOf('country-flags', `files { field file { ${fields} filename } }`),
  Attachment: (fields) => `{ dataset(datasetId: "country-flags") { attachments { ${fields} title } } }`,
  AlternativeExport: (fields) =>
    `{ dataset(datasetId: "country-flags") { alternativeExports { ${fields} title } } }`,
  Export: (fields) => `{ dataset(datasetId: "country-flags") { export { ${fields} filename } } }`,
  AnalysisPoint: (fields) =>
    `{ dataset(datasetId: "geonames-cities-1000") { analysis(x: [], series: [{ name: "n", function: COUNT }, { name: "d", function: MAX, expression: "modification_date" }]) { points { ${fields} label } } } }`,
  GeoCluster: (fields) =>
    `{ dataset(datasetId: "world-countries") { geoClusters(zoom: 1, radius: 9999, series: [{ name: "n", function: COUNT }]) { clusters { ${fields} count } } } }`,
  Mutation: (fields) => `mutation { ${fields} __typename }`,
};

const DATASET = 'datasetId: "world-countries"';
const ID = Buffer.from('Dataset:world-countries').toString('base64url');
const FILTER = 'filter: { search: "fr" }';

/** Arguments by field; those of one name mean the same everywhere. */
const ARGUMENTS: Readonly<Record<string, string | null>> = {
  'Record.dataset': null,
  datasets: 'first: 1',
  dataset: DATASET,
  datasetsById: 'datasetIds: ["world-countries"]',
  node: `id: "${ID}"`,
  nodes: `ids: ["${ID}"]`,
  quota: 'refresh: false',
  'Query.record': `${DATASET}, recordId: "x"`,
  'Dataset.record': 'recordId: "x"',
  recordsById: 'recordIds: ["x"]',
  records: `first: 1, ${FILTER}`,
  analysis: 'x: [], series: [{ name: "n", function: COUNT }]',
  geoClusters: 'zoom: 1, radius: 100',
  boundingBox: FILTER,
  export: FILTER,
  values: 'field: "continent", first: 1',
  field: 'name: "name"',
  facets: 'names: []',
  fields: 'names: ["name"]',
  geo: 'field: "geo_shape"',
  'Record.value': 'field: "name"',
  value: 'series: "n"',
  date: 'series: "d"',
  thumbnailUrl: 'size: 64',
  pushRecords: `${PUSHED}, records: [] }`,
  deletePushedRecords: `${PUSHED}, records: [] }`,
  deletePushedRecord: `${PUSHED}, recordId: "${'0'.repeat(40)}" }`,
};

function asked({ field, name }: GraphField): string {
  const given = name in ARGUMENTS ? ARGUMENTS[name] : ARGUMENTS[field.name];
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${field.name}${given ? `(${given})` : ''}${selection}`;
}

/** One that has no operation here is a new one: give its type a place. */
const BY_TYPE = Object.entries(Object.groupBy(failingFields, ({ parent }) => parent.name)).filter(
  ([name]) => name !== 'Subscription',
);

const REFUSAL = new OdsError('UPSTREAM_UNAVAILABLE', 'The portal is away.');
const WAYS = {
  'at once': () => {
    throw REFUSAL;
  },
  later: () => Promise.reject(REFUSAL),
};

describe.each(BY_TYPE)('of %s', (typeName, fields = []) => {
  const place = PLACES[typeName];
  const answers = new Map<boolean, unknown>();
  const all = fields.map(asked).join(' ');
  /** Each text is compiled anew, so that it meets the resolvers as they are; an introspection is interpreted. */
  const textOf = (comment: string, isInterpreted: boolean) => {
    const text = place?.(all) ?? '';
    return `# ${comment}\n${isInterpreted ? text.replace(/\}$/, ' ... on Query { __schema { __typename } } }') : text}`;
  };

  const runs = typeName === 'Mutation' ? [false] : [false, true];

  test.each(runs)('all are answered if none fails; interpreted: %s', async (isInterpreted) => {
    const whole = await graph.ask(textOf('whole', isInterpreted));
    expect(whole.errors).toEqual([]);
    answers.set(isInterpreted, whole.data);
  });

  test.each(fields.map((field) => [field.field.name, field] as const))(
    '%s fails alone',
    async (name, one) => {
      for (const [way, fail] of Object.entries(WAYS)) {
        for (const isInterpreted of runs) {
          const { resolve } = one.field;
          for (const field of servedAs(one)) field.resolve = fail;
          const broken = await graph.ask(textOf(`${name} ${way}`, isInterpreted)).finally(() => {
            for (const field of servedAs(one)) {
              if (resolve) field.resolve = resolve;
              else delete field.resolve;
            }
          });
          expect(broken.errors[0]).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
          const paths = broken.errors.map(({ path = [] }) => path);
          for (const path of paths) expect(path.at(-1)).toBe(name);
          expect(broken.data).toEqual(without(answers.get(isInterpreted), paths));
        }
      }
    },
  );
});

/** The field, and the same one of the schema that is shown: what asks for the schema is answered by that. */
function servedAs({ field, parent }: GraphField): GraphField['field'][] {
  const shown = schema.extensions.shown?.getType(parent.name);
  const same = isObjectType(shown) ? shown.getFields()[field.name] : undefined;
  return same ? [field, same] : [field];
}

/** The same data with null at these places. */
function without(data: unknown, [path, ...others]: readonly Path[]): unknown {
  return path === undefined ? data : without(nulledAt(data, path), others);
}

type Path = readonly (string | number)[];

function nulledAt(data: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return null;
  if (Array.isArray(data)) return data.map((item, index) => (index === step ? nulledAt(item, rest) : item));
  const values = Object.entries(Object(data));
  return Object.fromEntries(
    values.map(([key, value]) => [key, key === step ? nulledAt(value, rest) : value]),
  );
}

test('a clustering that cannot be keeps the title', async () => {
  const { data, errors } = await graph.ask(
    '{ dataset(datasetId: "bird-strikes") { title geoClusters(zoom: 2, radius: 40) { clusters { count } } } }',
  );
  expect(data).toEqual({ dataset: { title: expect.any(String), geoClusters: null } });
  expect(errors).toMatchObject([
    { path: ['dataset', 'geoClusters'], extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('a dataset without the field that was asked loses its records, and the page nothing else', async () => {
  const { data, errors } = await graph.ask<
    { datasets: { nodes: { datasetId: string; records: object | null }[] } },
    never
  >(
    '{ datasets(first: 20) { nodes { datasetId records(first: 3) { totalCount nodes { value(field: "name") } } } } }',
  );
  const nodes = data?.datasets.nodes ?? [];
  expect(nodes.length).toBeGreaterThan(8);
  const lost = nodes.flatMap(({ records }, index) => (records === null ? [index] : []));
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(nodes.length);
  // One error for each such dataset, and not one for each of its rows.
  expect(errors.map(({ path }) => path)).toEqual(
    lost.map((index) => ['datasets', 'nodes', index, 'records', 'nodes']),
  );
});

test('if the portal fails at one API, what comes from the others is answered', async () => {
  refuse = (path) => path.endsWith('/analyze/');
  const { data, errors } = await graph.ask(`{
    quota { limit }
    datasets(first: 1) { totalCount }
    dataset(datasetId: "earthquakes") {
      title
      analysis(x: [], series: [{ name: "n", function: COUNT }]) { truncated }
      records(first: 1) { totalCount }
    }
  }`);
  expect(data).toMatchObject({
    datasets: { totalCount: expect.any(Number) },
    dataset: { title: expect.any(String), analysis: null, records: { totalCount: 1707 } },
  });
  expect(errors).toMatchObject([{ path: ['dataset', 'analysis'] }]);
});

describe('a list of ids', () => {
  test('has an error in the place of each that cannot be', async () => {
    const { data, errors } = await graph.ask(`{ nodes(ids: ["${ID}", "x", "y"]) { __typename } }`);
    expect(data).toEqual({ nodes: [{ __typename: 'Dataset' }, null, null] });
    expect(errors.map(({ path, extensions }) => [path, extensions?.argument])).toEqual([
      [['nodes', 1], 'ids[1]'],
      [['nodes', 2], 'ids[2]'],
    ]);
  });

  test('has one error if all fail for one reason', async () => {
    refuse = () => true;
    const { data, errors } = await graph.ask(
      '{ datasetsById(datasetIds: ["earthquakes", "world-countries"]) { title } portal { name } }',
    );
    expect(data).toEqual({ datasetsById: null, portal: { name: expect.any(String) } });
    expect(errors).toMatchObject([{ path: ['datasetsById'] }]);
  });
});
