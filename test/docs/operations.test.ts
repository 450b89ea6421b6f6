/** The operations that the pages show: each fits the schema, and each query of the graph's page is answered. */
import { getOperationAST, KnownDirectivesRule, parse, specifiedRules, validate } from 'graphql';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { typedSchema, schema as untyped } from '../../src/schema/schema.ts';
import { baseNamesOf } from '../../src/types/base-names.ts';
import { readTypes } from '../../src/types/type-files.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { blocksOf, PAGES, readPage } from './markdown.ts';

/** `@defer` and `@stream` are the server's and not the schema's. */
const rules = specifiedRules.filter((rule) => rule !== KnownDirectivesRule);

/** With the types of the embedded portal. */
const types = readTypes('datasets', baseNamesOf(untyped));
const schema = typedSchema(types);

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { datasetTypes: types });
});
afterAll(() => graph.close());

/** What only extends the schema, for other subgraphs, is no operation. */
const operations = [...PAGES].flatMap(([path, page]) =>
  blocksOf(page, 'graphql')
    .filter((text) => !text.startsWith('type '))
    .map((text) => ({ path, text })),
);

test.each(operations)('$path shows an operation that fits the schema: $text', ({ text }) => {
  expect(validate(schema, parse(text), rules)).toEqual([]);
});

const queriesOf = (path: string) =>
  blocksOf(readPage(path), 'graphql').filter((text) => getOperationAST(parse(text))?.operation === 'query');
const queries = queriesOf('docs/graph.md');
const typedQueries = queriesOf('docs/typed-datasets.md');

test('the pages of the graph and of typed datasets show queries', () => {
  expect(queries.length).toBeGreaterThan(3);
  expect(typedQueries.length).toBeGreaterThan(3);
});

test.each(queries)('it is answered: %s', async (text) => {
  const { data, errors } = await graph.ask<{ dataset: object }, never>(text);
  expect(errors).toEqual([]);
  expect(Object.values(data?.dataset ?? {})).not.toEqual([]);
  expect(JSON.stringify(data)).not.toMatch(/null|"nodes":\[\]|"points":\[\]|"totalCount":0/);
});

test.each(typedQueries)('it is answered by types: %s', async (text) => {
  const { data, errors } = await graph.ask<object, never>(text);
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {})).not.toEqual([]);
  expect(JSON.stringify(data)).not.toMatch(/"nodes":\[\]|"groups":\[\]|"totalCount":0/);
});
