import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { EXAMPLE_CALLS, exampleName } from '../../bench/example-calls.ts';
import { readExamples } from '../../src/server/examples.ts';
import { type Graph, startGraph } from '../graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

test('every example has its price in schema/examples/calls.json', () => {
  expect(readExamples().map(({ name }) => exampleName(name))).toEqual([...EXAMPLE_CALLS.keys()]);
});

test.each(readExamples())('$name answers, for no more calls than it should', async ({ name, query }) => {
  const { data, errors, extensions } = await graph.ask<Record<string, unknown>, never>(query);
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {})).not.toContain(null);
  expect(JSON.stringify(data)).not.toMatch(/"(nodes|edges)":\[\]|"totalCount":0/);
  expect(extensions.upstream.calls).toBe(EXAMPLE_CALLS.get(exampleName(name)));
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
