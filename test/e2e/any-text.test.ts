import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import type { Condition } from '../graphql/graphql.ts';
import { graphql } from '../graphql/index.ts';
import { STRANGE_TEXTS } from '../support/any-text.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let portal: Portal;
let graph: Graph;

beforeAll(async () => {
  portal = await startPortal({
    databaseFile: ':memory:',
    definitions: new URL('../support/any-text.ts', import.meta.url).href,
    quota: 1_000_000,
  });
  graph = await startGraph(portal.url);
});
afterAll(async () => {
  await graph.close();
  await portal.close();
});

const Numbers = graphql(`
  query Numbers($where: Condition!) {
    dataset(datasetId: "any-text") { records(first: 100, filter: { where: $where }) { totalCount nodes { value(field: "number") } } }
  }
`);

async function numbersWhere(where: Condition): Promise<unknown[]> {
  const { data, errors } = await graph.ask(Numbers, { where });
  expect(errors).toEqual([]);
  return data?.dataset?.records?.nodes.map(({ value }) => value) ?? [];
}

const Searched = graphql(`
  query Searched($search: String!) {
    dataset(datasetId: "any-text") { records(first: 100, filter: { search: $search }) { nodes { value(field: "number") } } }
  }
`);

const indexesOf = (text: string) => STRANGE_TEXTS.flatMap((other, index) => (other === text ? [index] : []));

test.each(STRANGE_TEXTS.map((text) => [text.slice(0, 40), text]))('%j is found exactly', async (_, text) => {
  expect(await numbersWhere({ equals: { field: 'text', value: text } })).toEqual(indexesOf(text));
  const others = await numbersWhere({ not: { equals: { field: 'text', value: text } } });
  expect(others).toHaveLength(STRANGE_TEXTS.length - indexesOf(text).length);
});

test('any string at all is a value and nothing else: exactly the records that equal it', async () => {
  const anyText = fc.oneof(
    fc.constantFrom(...STRANGE_TEXTS),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^["'\\()#:*[\] ANDORT]{1,12}$/),
  );
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      expect(await numbersWhere({ equals: { field: 'text', value: text } })).toEqual(indexesOf(text));
    }),
    { numRuns: 300 },
  );
});

test('any string as a prefix or as search text is answered, never a syntax error', async () => {
  const isWord = /[\p{L}\p{N}\p{M}]/u;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
      await numbersWhere({ startsWith: { field: 'text', text } });
      if (!isWord.test(text)) return;
      const inText = await numbersWhere({ search: { fields: ['text'], text } });
      const { data, errors } = await graph.ask(Searched, { search: text });
      expect(errors).toEqual([]);
      const anywhere = data?.dataset?.records?.nodes.map(({ value }) => value) ?? [];
      expect(await numbersWhere({ search: { fields: ['*'], text } })).toEqual(anywhere);
      expect(anywhere).toEqual(expect.arrayContaining(inText));
    }),
    { numRuns: 100 },
  );
});
