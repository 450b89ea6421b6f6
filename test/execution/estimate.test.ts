import { getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Estimate, estimate } from '../../src/execution/estimate.ts';
import { QueryPlans } from '../../src/execution/query-plan.ts';
import { encodeGlobalId } from '../../src/schema/global-id.ts';
import { schema } from '../../src/schema/schema.ts';

function estimateOf(text: string, variables: Record<string, unknown> = {}): Estimate {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The text must be one operation.');
  return estimate(new QueryPlans(schema, document, operation).planFor(variables), variables);
}

const aliases = (count: number, field: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join('\n');
const inCities = (selection: string) => `{ dataset(datasetId: "cities") { ${selection} } }`;
/** Two fields with records by their ids, from one number to another. */
const recordsOf = (...ranges: [from: number, to: number][]) =>
  inCities(
    ranges
      .map(([from, to], at) => {
        const ids = Array.from({ length: to - from }, (_, index) => `r${from + index}`);
        return `f${at}: recordsById(recordIds: ${JSON.stringify(ids)}) { recordId }`;
      })
      .join(' '),
  );
const recordId = (index: number) =>
  encodeGlobalId({ typename: 'Record', datasetId: 'cities', recordId: `r${index}` });

describe('an operation is estimated', () => {
  test.each<[string, string, number]>([
    ['with nothing of the portal', '{ portal { name } quota { remaining } }', 0],
    ['with a refreshed quota', '{ quota(refresh: true) { remaining } }', 1],
    ['with a dataset', inCities('title'), 1],
    ['with 50 datasets by aliases', `{ ${aliases(50, (n) => `dataset(datasetId: "d${n}") { title }`)} }`, 1],
    [
      'with 250 datasets',
      `{ datasetsById(datasetIds: ${JSON.stringify(Array.from({ length: 250 }, (_, n) => `d${n}`))}) { title } }`,
      3,
    ],
    ['with 100 records, 60 of them twice', recordsOf([0, 80], [20, 100]), 2],
    ['with 101 records, 59 of them twice', recordsOf([0, 80], [21, 101]), 3],
    [
      'with one record 300 times',
      inCities(`recordsById(recordIds: ${JSON.stringify(Array(300).fill('r'))}) { recordId }`),
      2,
    ],
    [
      'with a catalog page, its total and facets',
      '{ a: datasets(first: 20) { nodes { title } } b: datasets { totalCount } c: datasets { facets(names: ["theme"]) { name } } }',
      1,
    ],
    [
      'with one search in many fields',
      inCities(
        'a: records(first: 5) { nodes { recordId } totalCount } b: records { totalCount } c: records { facets(names: ["a", "b"]) { name } }',
      ),
      2,
    ],
    [
      'with two pages',
      inCities(
        'a: records(first: 5) { nodes { recordId } } b: records(first: 5, after: "x") { edges { cursor } }',
      ),
      3,
    ],
    [
      'with one facet in two orders',
      inCities(
        'records { a: facets(names: ["f", "g"]) { name } b: facets(names: ["f"], sort: { by: NAME, direction: ASC }) { name } }',
      ),
      3,
    ],
    [
      'with series of one analysis',
      inCities(
        aliases(
          5,
          (n) =>
            `analysis(x: [{ field: "c" }], series: [{ name: "s${n}", function: COUNT }]) { points { x } }`,
        ),
      ),
      2,
    ],
    [
      'with analyses over two axes',
      inCities(aliases(2, (n) => `analysis(x: [{ field: "c${n}" }], series: []) { points { x } }`)),
      3,
    ],
    [
      'with clusterings and a box',
      inCities(
        `${aliases(3, (n) => `geoClusters(zoom: 3, series: [{ name: "s${n}", function: COUNT }]) { clusters { count } }`)} boundingBox { southWest { latitude } }`,
      ),
      3,
    ],
    [
      'with records by id in any mix',
      `{ record(datasetId: "cities", recordId: "r0") { recordId } node(id: "${recordId(1)}") { id } dataset(datasetId: "cities") { record(recordId: "r2") { recordId } recordsById(recordIds: ["r3", "r4"]) { recordId } } }`,
      2,
    ],
    [
      'with the dataset of a record, which is looked up after another dataset',
      '{ record(datasetId: "a", recordId: "r") { dataset { title } } dataset(datasetId: "b") { title } }',
      3,
    ],
    [
      'with the dataset of a record that must be looked up first anyway',
      '{ record(datasetId: "a", recordId: "r") { value(field: "x") dataset { title } } dataset(datasetId: "b") { title } }',
      2,
    ],
    [
      'with the dataset of a record that another field looks up',
      '{ record(datasetId: "a", recordId: "r") { dataset { title } } dataset(datasetId: "a") { title } }',
      2,
    ],
    [
      'with the dataset of a node, which may be looked up after another dataset',
      `{ node(id: "${recordId(1)}") { ... on Record { dataset { title } } } dataset(datasetId: "b") { title } }`,
      3,
    ],
    ['with a record alone', '{ record(datasetId: "a", recordId: "r") { recordId } }', 1],
    [
      'with searches below each of 20 datasets',
      '{ datasets(first: 20) { nodes { records(first: 3) { nodes { recordId } totalCount } } } }',
      21,
    ],
    [
      'with searches below each of three datasets by id',
      '{ datasetsById(datasetIds: ["a", "b", "c"]) { records { totalCount } boundingBox { southWest { latitude } } } }',
      7,
    ],
    [
      'with the dataset of each record',
      inCities('records(first: 100) { nodes { dataset { title records { totalCount } } } }'),
      3,
    ],
    [
      'with what is left out',
      inCities('title records @include(if: false) { totalCount } ...F @skip(if: true)') +
        ' fragment F on Dataset { boundingBox { southWest { latitude } } }',
      1,
    ],
    [
      'with fragments',
      '{ node(id: "' +
        recordId(1) +
        '") { ...R ... on Dataset { records { totalCount } } } } fragment R on Record { dataset { boundingBox { southWest { latitude } } } }',
      3,
    ],
    [
      'of a mutation',
      'mutation { deletePushedRecord(input: { datasetId: "a", resourceId: "b", recordId: "c" }) { deleted } }',
      1,
    ],
    ['of a subscription', 'subscription { downloadRecords(datasetId: "a") { done } }', 2],
    ['with ids of no form, which are refused later', '{ node(id: "nonsense") { id } }', 0],
  ])('%s', (_, text, calls) => {
    expect(estimateOf(text).calls).toBe(calls);
  });

  test('by its variables', () => {
    const text = 'query($first: Int!) { datasets(first: $first) { nodes { records { totalCount } } } }';
    expect(estimateOf(text, { first: 7 }).calls).toBe(8);
  });

  test('by the size of what it pushes', () => {
    const text = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
    const input = (count: number) => ({
      input: { datasetId: 'a', resourceId: 'b', records: Array(count).fill({ text: 'x'.repeat(1_000_000) }) },
    });
    // The names of the fields are looked up, unless any are taken.
    expect(estimateOf(text, input(1)).calls).toBe(2);
    expect(estimateOf(text, { input: { ...input(1).input, allowUnknownFields: true } }).calls).toBe(1);
    expect(estimateOf(text, input(12)).calls).toBeGreaterThanOrEqual(4);
  });

  test('with the fields that cost most first', () => {
    const { fields } = estimateOf(
      '{ dataset(datasetId: "a") { records { totalCount } } all: datasets(first: 30) { nodes { boundingBox { southWest { latitude } } } } }',
    );
    expect(fields[0]).toEqual({ path: 'all.nodes.boundingBox', calls: 30 });
  });

  test('without end where fragments unfold to more than anybody would wait for', () => {
    const fragments = Array.from(
      { length: 30 },
      (_, n) =>
        `fragment F${n} on Dataset { a: records { nodes { dataset { ...F${n + 1} } } } b: records { nodes { dataset { ...F${n + 1} } } } }`,
    );
    const text = `{ dataset(datasetId: "a") { ...F0 } } ${fragments.join(' ')} fragment F30 on Dataset { title }`;
    expect(estimateOf(text).calls).toBe(Number.POSITIVE_INFINITY);
  });
});
