/** Input that means no good, at the front door: a code and a sentence that does not grow, and nothing is asked. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const HALF = 'a\ud800b';
const Records = `query($filter: RecordFilter) {
  dataset(datasetId: "world-countries") { records(filter: $filter) { totalCount } }
}`;

describe('half of a surrogate pair is BAD_USER_INPUT, named by its argument', () => {
  test.each<[argument: string, query: string, variables: object]>([
    ['datasetId', 'query($id: ID!) { dataset(datasetId: $id) { title } }', { id: HALF }],
    ['datasetId', 'query($id: ID!) { datasetsById(datasetIds: [$id, "a", "b"]) { title } }', { id: HALF }],
    [
      'recordId',
      'query($id: ID!) { record(datasetId: "world-countries", recordId: $id) { recordId } }',
      { id: HALF },
    ],
    ['datasetId', 'query($id: ID!) { record(datasetId: $id, recordId: "r") { recordId } }', { id: HALF }],
    [
      'filter.search',
      'query($text: String!) { datasets(filter: { search: $text }) { totalCount } }',
      { text: HALF },
    ],
    ['filter.q', Records, { filter: { q: HALF } }],
    ['filter.where.equals.value', Records, { filter: { where: { equals: { field: 'name', value: HALF } } } }],
  ])('%s', async (argument, query, variables) => {
    graph.upstreamCalls();
    const { errors } = await graph.ask(query, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(errors[0]?.message.isWellFormed()).toBe(true);
    // No more than the lookup of the dataset whose records were to be filtered, and of the ids beside it.
    expect(graph.upstreamCalls().length).toBeLessThanOrEqual(3);
  });
});

test('sixty aliases with a search text of 100 KB that no search understands make no large answer', async () => {
  const fields = Array.from(
    { length: 60 },
    (_, n) => `a${n}: datasets(filter: { search: $text }) { totalCount }`,
  );
  const query = `query($text: String!) { ${fields.join(' ')} }`;
  const { errors } = await graph.ask(query, { text: '!'.repeat(100_000) });
  expect(errors.length).toBeGreaterThan(0);
  expect(JSON.stringify(errors).length).toBeLessThan(60 * 1000);
});

test('conditions in one another are BAD_USER_INPUT, and no internal error', async () => {
  let where: object = { isNull: 'name' };
  for (let depth = 0; depth < 1000; depth += 1) where = { not: where };
  const { errors } = await graph.ask(Records, { filter: { where } });
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('a push key in the place of an id is not repeated', async () => {
  const key = 'a push key/of-someone';
  const Push = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
  const Delete =
    'mutation($input: DeletePushedRecordInput!) { deletePushedRecord(input: $input) { deleted } }';
  for (const [query, input] of [
    [Push, { datasetId: key, resourceId: 'r', pushKey: 'k', records: [] }],
    [Push, { datasetId: 'd', resourceId: key, pushKey: 'k', records: [] }],
    [Push, { datasetId: 'd', resourceId: 'a-push-key-of-someone', records: [{}] }],
    [Delete, { datasetId: 'd', resourceId: 'r', pushKey: 'k', recordId: key }],
  ] as const) {
    const { errors } = await graph.ask(query, { input });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toMatch(/of-someone/);
  }
});
