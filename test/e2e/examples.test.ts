import { readFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLE_CALLS, exampleName } from '../../bench/example-calls.ts';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { EMBEDDED_TYPES, type Example, readExamples, readTypedExamples } from '../support/examples.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { type Subscription, subscribe } from '../support/sse.ts';

let portal: Portal;
let graph: Graph;
/** With the types of the embedded portal. */
let typed: Graph;

beforeAll(async () => {
  // A portal of its own: examples push, and other tests count what the shared one has.
  portal = await startPortal({ pushFile: ':memory:' });
  graph = await startGraph(portal.url);
  typed = await startGraph(portal.url, { types: EMBEDDED_TYPES });
});
afterAll(async () => {
  await graph.close();
  await typed.close();
  await portal.close();
});

const kindOf = ({ query }: { query: string }) => getOperationAST(parse(query))?.operation;
const examples = readExamples();
const typedExamples = readTypedExamples();
const subscriptions = examples.filter((example) => kindOf(example) === 'subscription');
const [push] = examples.filter(({ name }) => name.includes('push'));

test('every example has its price in schema/examples/calls.json', () => {
  expect([...examples, ...typedExamples].map(({ name }) => exampleName(name))).toEqual([
    ...EXAMPLE_CALLS.keys(),
  ]);
});

// Before the examples that push: they change what is answered.
test('the README shows the first example, and the answer that it gives', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, query = '', answer = ''] = /```graphql\n(.*?)```\s+```json\n(.*?)```/s.exec(readme) ?? [];
  expect(examples[0]?.query.endsWith(query)).toBe(true);
  const shown: { data: { datasets: unknown; quota: object }; extensions: unknown } = JSON.parse(answer);
  const { data, extensions } = await graph.ask<typeof shown.data, never>(query);
  expect(data?.datasets).toEqual(shown.data.datasets);
  expect(extensions).toEqual(shown.extensions);
  expect(Object.keys(data?.quota ?? {})).toEqual(Object.keys(shown.data.quota));
});

test.each(examples.filter((example) => !subscriptions.includes(example)))(
  '$name answers, for no more calls than it should',
  (example) => answers(graph, example),
);

test.each(typedExamples)('$name answers where there are types, for no more calls than it should', (example) =>
  answers(typed, example),
);

async function answers(over: Graph, { name, query }: Example): Promise<void> {
  const { data, errors, extensions } = await over.ask<Record<string, unknown>, never>(query);
  expect(errors).toEqual([]);
  expect(Object.values(data ?? {})).not.toContain(null);
  expect(JSON.stringify(data)).not.toMatch(
    /"(nodes|edges|files|groups)":\[\]|"totalCount":0|"accepted":0|"failures":\[\{/,
  );
  expect(extensions.upstream.calls).toBe(EXAMPLE_CALLS.get(exampleName(name)));
}

test.each(subscriptions)('$name tells, for no more calls than it should', async ({ name, query }) => {
  graph.upstreamCalls();
  const events: Subscription<{ data: Record<string, { records: unknown[] }> }> = await subscribe(
    graph.url,
    query,
  );
  expect(events.response.status).toBe(200);
  const spent = () => graph.upstreamCalls().filter(({ path }) => !path.includes('/push/')).length;
  if (name.includes('pushed')) await graph.ask(push?.query ?? '');
  const [told] = Object.values((await events.next())?.data ?? {});
  expect(told?.records.length).toBeGreaterThan(0);
  // The push looks up the names of its fields.
  const ofPush = name.includes('pushed') ? 1 : 0;
  expect(spent()).toBe((EXAMPLE_CALLS.get(exampleName(name)) ?? 0) + ofPush);
  events.leave();
});

test('the link of the export example is the file', async () => {
  const example = examples.find(({ name }) => name.includes('export'));
  const { data } = await graph.ask<{ dataset: { export: { url: string } } }, never>(example?.query ?? '');
  const text = await (await fetch(data?.dataset.export.url ?? '')).text();
  expect(text.split('\r\n')[0]?.split(',').sort()).toEqual(['country_code', 'name', 'population']);
});
