/** Random documents and variables: each is answered, or refused with a code that says why. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { anyJson, anyText, anyValue, document } from '../support/arbitrary-operation.ts';
import { fuzz } from '../support/fuzz.ts';
import { besiege, type Server } from '../support/hostile.ts';
import { send } from '../support/send.ts';

const siege = besiege();

/** An answer of GraphQL over HTTP: data, or errors of which each has a code and a sentence; never an unexpected one. */
async function expectKnown(
  { url }: Server,
  json: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const { status, answer, text } = await send(`${url}/graphql`, {
    json,
    headers: { accept: 'application/graphql-response+json', ...headers },
  });
  expect([200, 400, 401, 404, 406, 413, 422, 429, 503], text.slice(0, 500)).toContain(status);
  // What comes in parts or never ends is no JSON: it was not asked for.
  if (status === 406) return;
  expect(answer.data !== undefined || answer.errors !== undefined, text.slice(0, 500)).toBe(true);
  for (const { message, extensions } of answer.errors ?? []) {
    expect(extensions?.code, message).toMatch(/^[A-Z_]+$/);
    expect(extensions?.code, message).not.toBe('INTERNAL_SERVER_ERROR');
    expect(message.length).toBeLessThan(2000);
  }
}

fuzz('documents', siege, document, 200, (server, query) =>
  expectKnown(server, { query, variables: { v: 'x' } }),
);

/** Documents that take a variable of each kind. */
const TAKERS = [
  'query($v: RecordFilter) { dataset(datasetId: "world-countries") { records(first: 1, filter: $v) { totalCount } } }',
  'query($v: Condition!) { dataset(datasetId: "world-countries") { records(first: 1, filter: { where: $v }) { totalCount } } }',
  'query($v: DatasetFilter) { datasets(first: 1, filter: $v) { totalCount } }',
  'query($v: String) { dataset(datasetId: "world-countries") { records(first: 1, filter: { search: $v }) { totalCount } } }',
  'query($v: String) { dataset(datasetId: "world-countries") { records(first: 1, filter: { q: $v }) { totalCount } } }',
  'query($v: String) { datasets(first: 1, after: $v) { totalCount } }',
  'query($v: ID!) { dataset(datasetId: $v) { title } }',
  'query($v: ID!) { record(datasetId: "world-countries", recordId: $v) { fields } }',
  'query($v: ID!) { node(id: $v) { id } }',
  'query($v: [ID!]!) { datasetsById(datasetIds: $v) { title } nodes(ids: $v) { id } }',
  'query($v: Int) { datasets(first: $v) { totalCount } }',
  'query($v: [OrderBy!]) { dataset(datasetId: "world-countries") { records(first: 1, orderBy: $v) { totalCount } } }',
  'query($v: String) { dataset(datasetId: "world-countries") { records(first: 1, timezone: $v) { totalCount } } }',
  'query($v: String!) { dataset(datasetId: "world-countries") { records(first: 1) { nodes { value(field: $v) } } } }',
  'query($v: [String!]!) { dataset(datasetId: "world-countries") { records(first: 1) { facets(names: $v) { name } } } }',
  'query($v: String) { dataset(datasetId: "world-countries") { analysis(x: [], series: [{ name: "a", function: SUM, expression: $v }]) { points { x } } } }',
  'query($v: [AnalysisAxisInput!]!) { dataset(datasetId: "world-countries") { analysis(x: $v, series: [{ name: "a", function: COUNT }]) { points { x } } } }',
  'query($v: Float!) { dataset(datasetId: "world-countries") { geoClusters(radius: $v, zoom: 3) { clusters { count } } } }',
  'mutation($v: PushRecordsInput!) { pushRecords(input: $v) { accepted } }',
];

fuzz('variables', siege, fc.tuple(fc.constantFrom(...TAKERS), anyValue), 300, (server, [query, v]) =>
  expectKnown(server, { query, variables: { v } }),
);

const member = fc.oneof(anyText, anyJson);
const request = fc.record(
  {
    query: fc.oneof(document, member),
    variables: member,
    operationName: member,
    extensions: fc.oneof(
      member,
      fc.record({ persistedQuery: fc.oneof(anyJson, fc.record({ version: anyJson, sha256Hash: member })) }),
    ),
    documentId: member,
  },
  { requiredKeys: [] },
);

fuzz('requests', siege, fc.oneof(request, anyJson), 200, (server, json) => expectKnown(server, json));
