import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';

interface Request {
  api: string;
  datasetId: string | null;
  parameters: Record<string, string[]>;
  answeredBy: string;
  status: number | null;
  milliseconds: number;
  bytes: number | null;
  fields: string[];
}

const DASHBOARD = `{
  card: dataset(datasetId: "earthquakes") {
    title
    rows: records(first: 3) { nodes { value(field: "mag") } }
    total: records { totalCount }
    kinds: analysis(x: [{ field: "type" }], series: [{ name: "n", function: COUNT }]) { points { label } }
    wrong: record(recordId: "0000000000000000000000000000000000000000") { recordId }
  }
}`;

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { explain: true, ...CACHING });
});
afterAll(() => graph.close());

async function explained(on: Graph, query: string, suffix = '', headers: Record<string, string> = {}) {
  const response = await fetch(`${on.url}/graphql${suffix}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { extensions } = await response.json();
  const requests: Request[] | undefined = extensions.upstream.requests;
  return { requests, upstream: extensions.upstream, timing: response.headers.get('server-timing') };
}

test('an explained operation lists its upstream requests, and which fields each served', async () => {
  const { requests = [], upstream, timing } = await explained(graph, DASHBOARD, '?explain');
  const calls = requests.filter(({ answeredBy }) => answeredBy === 'call');
  expect(calls).toHaveLength(upstream.calls);
  expect(
    graph
      .upstreamCalls()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(calls.map(({ api }) => api).sort());
  const served = requests.map(({ api, fields }) => [api, [...fields].sort()]);
  expect(served).toEqual(
    expect.arrayContaining([
      ['/api/datasets/1.0/earthquakes/', ['card']],
      ['/api/records/1.0/search/', ['card.rows.nodes', 'card.total.totalCount']],
      ['/api/records/1.0/analyze/', ['card.kinds']],
    ]),
  );
  const search = requests.find(({ api }) => api.endsWith('search/'));
  expect(search).toMatchObject({
    datasetId: 'earthquakes',
    status: 200,
    parameters: { rows: ['3'], fields: ['mag'] },
  });
  const query = new URLSearchParams(
    Object.entries(search?.parameters ?? {}).flatMap(([name, values]) =>
      values.map((value) => [name, value]),
    ),
  );
  const answer = await fetch(`${inject('portalUrl')}${search?.api}?${query}`);
  expect(search?.bytes).toBe((await answer.arrayBuffer()).byteLength);
  expect(requests.find(({ fields }) => fields.includes('card.wrong'))).toMatchObject({
    status: 404,
    bytes: null,
  });
  expect(timing?.split(', ')).toHaveLength(requests.length);
  expect(timing).toMatch(
    /upstream-0;desc="\/api\/datasets\/1\.0\/earthquakes\/ earthquakes call 200";dur=[\d.]+/,
  );
});

test('so does the header, and what was kept is told as such', async () => {
  const query = '{ dataset(datasetId: "country-flags") { title } }';
  await graph.ask(query);
  const { requests } = await explained(graph, query, '', { 'x-explain': '1' });
  expect(requests).toMatchObject([{ answeredBy: 'cached', status: 200, fields: ['dataset'] }]);
});

test('no push key and no credential is in it', async () => {
  const push = `mutation { pushRecords(input: { datasetId: "realtime-events", resourceId: "realtime",
    pushKey: "a-wrong-key-0123", records: [{ message: "a" }] }) { accepted } }`;
  const { requests, timing } = await explained(graph, push, '?explain', { authorization: 'Apikey demo-key' });
  expect(requests).toMatchObject([
    { api: '/api/datasets/1.0/realtime-events/', fields: ['pushRecords'] },
    { api: '/api/push/1.0/realtime-events/realtime/push/', status: 401 },
  ]);
  expect(JSON.stringify([requests, timing])).not.toMatch(/a-wrong-key|demo-key/);
});

test('who does not ask, or may not, is told nothing', async () => {
  const query = '{ dataset(datasetId: "earthquakes") { title } }';
  expect(await explained(graph, query)).toMatchObject({ requests: undefined, timing: null });
  const closed = await startGraph(inject('portalUrl'));
  expect(await explained(closed, query, '?explain')).toMatchObject({ requests: undefined, timing: null });
  await closed.close();
});
