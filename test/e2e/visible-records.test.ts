/** A dataset whose metadata a caller may see, and not its records: the metadata says so, and no call is spent to hear it again. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { subscribe } from '../support/sse.ts';

const GATED = {
  datasetid: 'gated',
  has_records: true,
  data_visible: false,
  metas: { title: 'Gated', records_count: 5 },
  fields: [
    { name: 'name', type: 'text', label: 'Name', annotations: [{ name: 'facet', args: [] }] },
    { name: 'place', type: 'geo_point_2d', label: 'Place' },
  ],
};

let portal: Server;
let graph: Graph;
let asked: string[] = [];

beforeAll(async () => {
  portal = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(GATED));
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const address = portal.address();
  graph = await startGraph(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
afterAll(async () => {
  await graph.close();
  portal.close();
});
beforeEach(() => {
  asked = [];
});

const LOOKUP = '/api/datasets/1.0/gated/?interopmetas=true';
const REFUSED = expect.objectContaining({
  message: expect.stringContaining('but not its records'),
  extensions: expect.objectContaining({ code: 'FORBIDDEN' }),
});

test.each([
  'records { totalCount }',
  'records(filter: { search: "a" }) { nodes { recordId } }',
  'records { facets(names: ["name"]) { name } }',
  'analysis(x: [{ field: "name" }], series: [{ name: "n", function: COUNT }]) { points { label } }',
  'geoClusters(zoom: 2, radius: 40) { clusters { count } }',
  'boundingBox { northEast { latitude } }',
  'export(format: CSV) { url }',
])('%s is refused', async (field) => {
  const { errors } = await graph.ask<object, never>(`{ dataset(datasetId: "gated") { title ${field} } }`);
  expect(errors).toEqual([REFUSED]);
  expect(asked).toEqual([LOOKUP]);
});

test('a download of its records is refused', async () => {
  const query = 'subscription { downloadRecords(datasetId: "gated") { received } }';
  const { next } = await subscribe<{ errors: unknown[] }>(graph.url, query);
  expect((await next())?.errors).toEqual([REFUSED]);
  expect(asked).toEqual([LOOKUP]);
});

test('its metadata is shown', async () => {
  const { data } = await graph.ask<object, never>('{ dataset(datasetId: "gated") { title dataVisible } }');
  expect(data).toEqual({ dataset: { title: 'Gated', dataVisible: false } });
});
