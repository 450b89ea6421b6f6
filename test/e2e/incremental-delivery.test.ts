/** `@defer` and `@stream`, read as they come: what is there first, what is slow when it is there. */
import { Client, fetchExchange, gql } from '@urql/core';
import { meros } from 'meros/browser';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { type Refuse, recordUpstream, type Upstream } from '../support/upstream.ts';

interface Part {
  data?: Record<string, unknown>;
  errors?: object[];
  hasNext: boolean;
  incremental?: { path: (string | number)[]; data?: object; items?: object[]; errors?: object[] }[];
  extensions?: { upstream: { calls: number; estimated: number } };
}

let door: Upstream;
let refuse: Refuse = () => null;
let graph: Graph;
let log: Record<string, unknown>[] = [];
beforeAll(async () => {
  door = await recordUpstream(inject('portalUrl'), (call) => refuse(call));
  const logger = pino({}, { write: (line: string) => void log.push(JSON.parse(line)) });
  graph = await startGraph(door.url, { logger });
});
afterEach(() => {
  log = [];
  refuse = () => null;
});
afterAll(async () => {
  await graph.close();
  await door.close();
});

async function* partsOf(query: string): AsyncGenerator<Part> {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
    body: JSON.stringify({ query }),
  });
  expect(response.headers.get('cache-control')).not.toContain('public');
  const parts = await meros<Part>(response);
  if (parts instanceof Response) throw new Error(await parts.text());
  for await (const part of parts) if (part.json) yield part.body;
}

/** Holds what is asked of this API back until it is let go. */
function hold(api: string): () => void {
  const { promise, resolve } = Promise.withResolvers<null>();
  refuse = ({ path }) => (path.includes(api) ? promise : null);
  return () => resolve(null);
}

const ANALYSIS =
  'analysis(x: [{ field: "mag_type" }], series: [{ name: "n", function: COUNT }]) { points { label } }';

test('the card of a dataset is there before its analysis has been answered', async () => {
  const letGo = hold('/analyze/');
  const parts = partsOf(
    `{ dataset(datasetId: "earthquakes") { title ... @defer(label: "slow") { ${ANALYSIS} } } }`,
  );
  const { value: first } = await parts.next();
  // The portal has still to answer: it is let go only now.
  expect(first).toMatchObject({ data: { dataset: { title: expect.any(String) } }, hasNext: true });
  letGo();
  const later: Part[] = [];
  for await (const part of parts) later.push(part);
  const [piece] = later.flatMap(({ incremental }) => incremental ?? []);
  expect(piece).toMatchObject({
    path: ['dataset'],
    label: 'slow',
    data: { analysis: { points: expect.arrayContaining([{ label: 'ml' }]) } },
  });
  expect(later.at(-1)).toMatchObject({
    hasNext: false,
    extensions: { upstream: { calls: 2, estimated: 2 } },
  });
});

test('records come one by one', async () => {
  const parts: Part[] = [];
  for await (const part of partsOf(
    '{ dataset(datasetId: "earthquakes") { records(first: 5) { nodes @stream(initialCount: 2) { recordId } } } }',
  ))
    parts.push(part);
  expect(parts[0]).toMatchObject({ data: { dataset: { records: { nodes: [{}, {}] } } }, hasNext: true });
  const items = parts.flatMap(({ incremental }) => incremental ?? []).flatMap(({ items }) => items ?? []);
  expect(items).toHaveLength(3);
  expect(door.take().length).toBeGreaterThan(0);
});

test('an error of a later part has its code, and tells nothing that it must not', async () => {
  refuse = ({ path }) => (path.includes('/analyze/') ? 500 : null);
  const pieces: object[] = [];
  for await (const { incremental = [] } of partsOf(
    `{ dataset(datasetId: "earthquakes") { title ... @defer { ${ANALYSIS} } } }`,
  ))
    pieces.push(...incremental);
  expect(pieces).toMatchObject([{ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] }]);
  expect(JSON.stringify(pieces)).not.toMatch(/node_modules|at .*\.ts/);
  await vi.waitFor(() =>
    expect(log.filter(({ msg }) => msg === 'operation')).toMatchObject([
      { errors: ['UPSTREAM_UNAVAILABLE'], upstream: { calls: 2 } },
    ]),
  );
});

test('urql puts the parts together', async () => {
  const client = new Client({
    url: `${graph.url}/graphql`,
    preferGetMethod: false,
    exchanges: [fetchExchange],
  });
  const query = gql`query Deferred { dataset(datasetId: "earthquakes") { title ... on Dataset @defer { boundingBox { southWest { latitude } } } } }`;
  const results: { hasNext: boolean; data?: unknown }[] = [];
  await new Promise<void>((resolve) => {
    client.query(query, {}).subscribe((result) => {
      results.push(result);
      if (!result.hasNext) resolve();
    });
  });
  expect(results.at(-1)?.data).toMatchObject({
    dataset: { title: expect.any(String), boundingBox: { southWest: { latitude: expect.any(Number) } } },
  });
});
