import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readExamples } from '../../src/server/examples.ts';
import { type Graph, startGraph } from '../graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

/** What each example may spend: raise a number only with a reason. */
const CALLS: Record<string, number> = {
  '01-first-query.graphql': 1,
  '02-dataset.graphql': 1,
  '03-records.graphql': 2,
  '04-facets.graphql': 2,
  '05-near.graphql': 2,
  '06-search.graphql': 3,
  '07-pages.graphql': 2,
  '08-many-datasets.graphql': 1,
  '09-dates-and-times.graphql': 2,
  '10-quota.graphql': 1,
  '11-analysis.graphql': 3,
  '12-map.graphql': 3,
};

test('every example has its price here', () => {
  expect(readExamples().map(({ name }) => name)).toEqual(Object.keys(CALLS));
});

test.each(readExamples())('$name answers, for no more calls than it should', async ({ name, query }) => {
  const { data, errors, extensions } = await graph.ask<Record<string, unknown>, never>(query);
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {})).not.toContain(null);
  expect(JSON.stringify(data)).not.toMatch(/"(nodes|edges)":\[\]|"totalCount":0/);
  expect(extensions.upstream.calls).toBe(CALLS[name]);
});

test('the README shows the first example, and the answer that it gives', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, query = '', answer = ''] = /```graphql\n(.*?)```\s+```json\n(.*?)```/s.exec(readme) ?? [];
  expect(readExamples()[0]?.query.endsWith(query)).toBe(true);
  const shown: { data: { datasets: unknown; quota: object }; extensions: unknown } = JSON.parse(answer);
  const { data, extensions } = await graph.ask<typeof shown.data, never>(query);
  expect(data?.datasets).toEqual(shown.data.datasets);
  expect(extensions).toEqual(shown.extensions);
  expect(Object.keys(data?.quota ?? {})).toEqual(Object.keys(shown.data.quota));
});
