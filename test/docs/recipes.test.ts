/** The questions of the page of the graph: each has its answer, and costs the calls that the page says. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { blocksOf, readPage } from './markdown.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const [, section = ''] = readPage('docs/graph.md').split(/^### Questions.*$/m);

/** A paragraph that begins with a title in bold, up to the next one. */
const recipes = section
  .split(/^(?=\*\*)/m)
  .slice(1)
  .map((text) => ({
    title: /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? '',
    calls: Number(/(\d+) calls?/.exec(text)?.[1]),
    operation: blocksOf(text, 'graphql')[0] ?? '',
    answer: blocksOf(text, 'json')[0],
  }));

const titles = recipes.map(({ title }) => title).join('\n');

test.each([
  /median/,
  /best year of each airline/,
  /number of species/,
  /first and the last date/,
  /largest city of each of ten countries/,
  /months of the year/,
  /groups of more than a number/,
  /All values of a facet/,
])('there is a recipe for %s', (title) => {
  expect(titles).toMatch(title);
});

describe.each(recipes)('$title', ({ calls, operation, answer }) => {
  test('is one operation, with the calls and the answer that are told', async () => {
    graph.upstreamCalls();
    const { data, errors } = await graph.ask<object, never>(operation);
    const asked = graph.upstreamCalls().filter(({ path }) => path.startsWith('/api/records/'));
    expect(errors).toEqual([]);
    expect(asked).toHaveLength(calls);
    if (answer !== undefined) expect(data).toEqual(JSON.parse(answer));
  });
});

test('the facet has as many values as are told', async () => {
  const [first] = recipes;
  const { data } = await graph.ask<
    { dataset: { values: { totalCount: number; nodes: { value: string; count: number }[] } } },
    never
  >(first?.operation ?? '');
  const { totalCount, nodes = [] } = data?.dataset.values ?? {};
  const [begin, end] = [nodes[0], nodes.at(-1)].map((one) => `\`${one?.value}\` with ${one?.count}`);
  expect(nodes).toHaveLength(Number(totalCount));
  expect(section).toContain(`There are ${totalCount}, from ${begin} cities to ${end}.`);
});
