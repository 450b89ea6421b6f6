/** The rows of the benchmark of calls: operations of this graph, and the same requests of a naive client. */
import { Cursors } from '../src/loading/cursor.ts';
import { encodeGlobalId } from '../src/schema/global-id.ts';
import { numberedId } from '../test/portals/numbered-datasets.ts';
import type { NaiveClient } from './naive-client.ts';

export interface CallRow {
  name: string;
  /** The portal with the shipped data, or the portal with five hundred datasets. */
  portal: 'shipped' | 'many';
  /** How many calls a naive client makes. This is measured too, and must be the same. */
  naive: number;
  /** How many calls this server may make with an empty cache. */
  target: number;
  /** Several operations for the same data. None may be above the target. */
  operations: readonly string[];
  /** Operations that clients send at the same moment: all of them together may not be above the target. */
  crowd?: readonly Client[];
  /** The same requests of a naive client. */
  askNaively: (client: NaiveClient) => Promise<unknown>;
}

/** One of many clients of a server. */
export interface Client {
  operation: string;
  headers: Record<string, string>;
}

const CITIES = 'doc-geonames-cities-5000';
/** The cursor of a row of a search without a filter. */
function cursorOf(datasetId: string, offset: number, ...sort: string[]): string {
  const order = sort.map((name): [string, string] => ['sort', name]);
  return new Cursors({ datasetId, filter: [], timezone: null, order }).encode(offset);
}

const FACETS = ['country_code', 'feature_code', 'timezone'];
const FRENCH = 'filter: { where: { equals: { field: "country_code", value: "FR" } } }';
const Q = 'country_code:"FR"';

const EXPRESSIONS = ['population', 'population+1', 'sqrt(population)', 'population*2', 'log(population+1)'];

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => numberedId(index));

const UNKNOWN = Array.from({ length: 40 }, (_, index) => `unknown-${index}`);

const inOrder = async (calls: readonly (() => Promise<unknown>)[]): Promise<void> => {
  for (const call of calls) await call();
};

const aliases = (items: readonly string[], field: (item: string, index: number) => string): string =>
  items.map((item, index) => `a${index}: ${field(item, index)}`).join('\n');

const inCities = (fields: string): string => `{ dataset(datasetId: "${CITIES}") { ${fields} } }`;

function datasetsById(count: number): readonly string[] {
  const asked = ids(count);
  const globalIds = asked.map((datasetId) => encodeGlobalId({ typename: 'Dataset', datasetId }));
  return [
    `{ ${aliases(asked, (id) => `dataset(datasetId: "${id}") { title }`)} }`,
    `{ datasetsById(datasetIds: ${JSON.stringify(asked)}) { title } }`,
    `{ nodes(ids: ${JSON.stringify(globalIds)}) { ... on Dataset { title } } }`,
  ];
}

function recordsById(recordIds: readonly string[]): string {
  const [plain, named, nodes, below, rest] = [0, 6, 12, 18, 24].map((at) => recordIds.slice(at, at + 6));
  const nodeId = (recordId: string) => encodeGlobalId({ typename: 'Record', datasetId: CITIES, recordId });
  return `{
    ${aliases(plain ?? [], (id) => `record(datasetId: "${CITIES}", recordId: "${id}") { recordId fields }`)}
    ${(named ?? []).map((id, at) => `b${at}: record(datasetId: "${CITIES}", recordId: "${id}") { value(field: "name") }`).join('\n')}
    ${(nodes ?? []).map((id, at) => `c${at}: node(id: "${nodeId(id)}") { ... on Record { value(field: "population") } }`).join('\n')}
    dataset(datasetId: "${CITIES}") {
      ${aliases(below ?? [], (id) => `record(recordId: "${id}") { location { latitude } }`)}
      recordsById(recordIds: ${JSON.stringify(rest)}) { recordId }
    }
  }`;
}

/** Credentials that the embedded portal knows. */
const KEYS = ['Apikey demo-key', 'Bearer demo-token'];

const cardOf = (id: string): string => `{ dataset(datasetId: "${id}") { datasetId title } }`;

/** Clients that ask at the same moment, each with one of these credentials. */
function crowd(operations: readonly string[], credentials: readonly string[] = []): Client[] {
  return operations.map((operation, index) => {
    const authorization = credentials[index % credentials.length];
    return { operation, headers: authorization === undefined ? {} : { authorization } };
  });
}

/** The rows. `recordIds` are those of a hundred records of the shipped data. */
export function callRows(recordIds: readonly string[]): readonly CallRow[] {
  const thirty = recordIds.slice(0, 30);
  return [
    {
      name: '50 datasets by id',
      portal: 'many',
      naive: 50,
      target: 1,
      operations: datasetsById(50),
      askNaively: (client) => inOrder(ids(50).map((id) => () => client.dataset(id))),
    },
    {
      name: '500 datasets by id',
      portal: 'many',
      naive: 500,
      target: 5,
      operations: datasetsById(500),
      askNaively: (client) => inOrder(ids(500).map((id) => () => client.dataset(id))),
    },
    {
      name: '100 datasets by id, of which 40 are unknown',
      portal: 'many',
      naive: 100,
      target: 1,
      operations: [`{ datasetsById(datasetIds: ${JSON.stringify([...ids(60), ...UNKNOWN])}) { title } }`],
      askNaively: (client) =>
        inOrder([...ids(60), ...UNKNOWN].map((id) => () => client.dataset(id).catch(() => null))),
    },
    {
      name: '30 records of one dataset by id',
      portal: 'shipped',
      naive: 30,
      target: 2,
      operations: [recordsById(thirty)],
      askNaively: (client) => inOrder(thirty.map((id) => () => client.record(CITIES, id))),
    },
    {
      name: 'a catalog page with total and 3 facets',
      portal: 'many',
      naive: 4,
      target: 1,
      operations: [
        `{ datasets(first: 20) { totalCount nodes { title } ${aliases(['publisher', 'theme', 'language'], (name) => `facets(names: ["${name}"]) { facets { name } }`)} } }`,
        `{ page: datasets(first: 20) { totalCount nodes { title } } ${aliases(['publisher', 'theme', 'language'], (name) => `datasets { facets(names: ["${name}"]) { facets { name } } }`)} }`,
      ],
      askNaively: async (client) => {
        await client.datasets({ rows: '20' });
        await inOrder(
          ['publisher', 'theme', 'language'].map((facet) => () => client.datasets({ rows: '0', facet })),
        );
      },
    },
    {
      name: 'one search: records, total and 3 facets, each in a field of its own',
      portal: 'shipped',
      naive: 5,
      target: 2,
      operations: [
        inCities(
          `rows: records(${FRENCH}) { nodes { value(field: "name") } } total: records(${FRENCH}) { totalCount } ${aliases(FACETS, (name) => `records(${FRENCH}) { facets(names: ["${name}"]) { facets { name } } }`)}`,
        ),
      ],
      askNaively: async (client) => {
        await client.records(CITIES, { q: Q });
        await client.records(CITIES, { q: Q, rows: '0' });
        await inOrder(FACETS.map((facet) => () => client.records(CITIES, { q: Q, rows: '0', facet })));
      },
    },
    {
      name: 'two catalog pages that touch or overlap',
      portal: 'many',
      naive: 2,
      target: 1,
      operations: [9, 4].map(
        (after) =>
          `{ one: datasets { nodes { title } } two: datasets(after: "${cursorOf('', after)}") { nodes { title } } }`,
      ),
      askNaively: (client) => inOrder(['0', '10'].map((start) => () => client.datasets({ start }))),
    },
    {
      name: 'two record pages that touch or overlap',
      portal: 'shipped',
      naive: 2,
      target: 2,
      operations: [9, 4].map((after) =>
        inCities(
          `one: records(orderBy: { field: "name" }) { nodes { recordId } } two: records(orderBy: { field: "name" }, after: "${cursorOf(CITIES, after, 'name')}") { nodes { recordId } }`,
        ),
      ),
      askNaively: (client) =>
        inOrder(['0', '10'].map((start) => () => client.records(CITIES, { sort: 'name', start }))),
    },
    {
      name: 'two catalog searches that differ in their fields',
      portal: 'many',
      naive: 2,
      target: 1,
      operations: ['{ one: datasets { nodes { title } } two: datasets { nodes { datasetId license } } }'],
      askNaively: (client) => inOrder([() => client.datasets({}), () => client.datasets({})]),
    },
    {
      name: 'two record searches that differ in their fields',
      portal: 'shipped',
      naive: 2,
      target: 2,
      operations: [
        inCities(
          'one: records { nodes { value(field: "name") } } two: records { nodes { value(field: "population") location { latitude } } }',
        ),
      ],
      askNaively: (client) =>
        inOrder(['name', 'population'].map((fields) => () => client.records(CITIES, { fields }))),
    },
    {
      name: 'five analyses, one series each',
      portal: 'shipped',
      naive: 5,
      target: 2,
      operations: [
        inCities(
          aliases(
            EXPRESSIONS,
            (expression) =>
              `analysis(x: [{ field: "country_code" }], series: [{ name: "s", function: AVG, expression: "${expression}" }]) { points { label values } }`,
          ),
        ),
      ],
      askNaively: (client) =>
        inOrder(
          EXPRESSIONS.map(
            (expression) => () =>
              client.analysis(CITIES, { x: 'country_code', 'y.s.func': 'AVG', 'y.s.expr': expression }),
          ),
        ),
    },
    {
      name: 'three clusterings of one view, one series each',
      portal: 'shipped',
      naive: 3,
      target: 2,
      operations: [
        inCities(
          aliases(
            EXPRESSIONS.slice(0, 3),
            (expression) =>
              `geoClusters(zoom: 2, radius: 60, series: [{ name: "s", function: MAX, expression: "${expression}" }]) { clusters { count value(series: "s") } }`,
          ),
        ),
      ],
      askNaively: (client) =>
        inOrder(
          EXPRESSIONS.slice(0, 3).map(
            (expression) => () =>
              client.clusters(CITIES, {
                clusterprecision: '2',
                clusterdistance: '60',
                'y.s.func': 'MAX',
                'y.s.expr': expression,
              }),
          ),
        ),
    },
    {
      name: 'a dashboard',
      portal: 'shipped',
      naive: 8,
      target: 3,
      operations: [
        inCities(`title recordsCount
          rows: records(first: 20, orderBy: { field: "population", direction: DESC }) { nodes { value(field: "name") } }
          total: records { totalCount }
          ${aliases(FACETS, (name) => `records { facets(names: ["${name}"]) { facets { name count } } }`)}
          sizes: analysis(x: [{ field: "country_code" }], series: [{ name: "n", function: COUNT }]) { points { label values } }
          largest: analysis(x: [{ field: "country_code" }], series: [{ name: "p", function: SUM, expression: "population" }], orderBy: { field: "p", direction: DESC }, first: 10) { points { label values } }`),
      ],
      askNaively: async (client) => {
        await client.dataset(CITIES);
        await client.records(CITIES, { rows: '20', sort: 'population' });
        await client.records(CITIES, { rows: '0' });
        await inOrder(FACETS.map((facet) => () => client.records(CITIES, { rows: '0', facet })));
        await client.analysis(CITIES, { x: 'country_code', 'y.n.func': 'COUNT' });
        await client.analysis(CITIES, {
          x: 'country_code',
          'y.p.func': 'SUM',
          'y.p.expr': 'population',
          sort: 'p',
          maxpoints: '10',
        });
      },
    },
    {
      name: '100 clients at once, each another dataset by id',
      portal: 'many',
      naive: 100,
      target: 1,
      operations: [],
      crowd: crowd(ids(100).map(cardOf)),
      askNaively: (client) => inOrder(ids(100).map((id) => () => client.dataset(id))),
    },
    {
      name: '100 clients at once, each another record of one dataset by id',
      portal: 'shipped',
      naive: 100,
      target: 1,
      operations: [],
      crowd: crowd(
        recordIds.map((id) => `{ record(datasetId: "${CITIES}", recordId: "${id}") { recordId fields } }`),
      ),
      askNaively: (client) => inOrder(recordIds.map((id) => () => client.record(CITIES, id))),
    },
    {
      name: '100 clients at once with one of two keys, each another dataset by id',
      portal: 'many',
      naive: 100,
      target: 2,
      operations: [],
      crowd: crowd(ids(100).map(cardOf), KEYS),
      askNaively: (client) => inOrder(ids(100).map((id) => () => client.dataset(id))),
    },
  ];
}
