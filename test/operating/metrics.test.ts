/** The numbers, read as Prometheus reads them, and whether the server is worth asking. */
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { apiOf } from '../../src/ods/api-name.ts';
import { ReadinessCheck } from '../../src/server/readiness.ts';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';
import { GOOD, sendJson, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { freePort } from '../support/free-port.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';
import { subscribe } from '../support/sse.ts';
import { histogramOf, parseMetrics, sampleOf } from './prometheus.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(portal: { url: string; close(): Promise<void> }, options = {}): Promise<Graph> {
  const graph = await startGraph(portal.url, options);
  closing.push(portal.close, graph.close);
  return graph;
}

/** The numbers, once what was asked is counted: an answer may come before its request has ended. */
async function numbersOf(graph: Graph, requests: number) {
  const sum = (all: Awaited<ReturnType<typeof parseMetrics>>) =>
    (all.get('ods_graphql_http_answers_total')?.metrics ?? []).reduce(
      (sum, { value }) => sum + Number(value),
      0,
    );
  await vi.waitUntil(async () => sum(await parseMetrics(await graph.metrics())) >= requests);
  return parseMetrics(await graph.metrics());
}

describe('the numbers', () => {
  test('tell of operations, of calls, of what was kept, and of the process', async () => {
    const graph = await started(await startMisbehavingPortal(), CACHING);
    const query = `query Good ${GOOD.query}`;
    await graph.ask(query);
    await graph.ask(query);
    await graph.ask('{ portal { name } }');
    await graph.ask('{ no }');
    await graph.ask('query Bad($id: ID!) { dataset(datasetId: $id) { title } }');
    await fetch(`${graph.url}/else`);
    await fetch(`${graph.url}/health`);
    const all = await numbersOf(graph, 6);
    const of = (name: string, labels?: Record<string, string>) =>
      sampleOf(all, `ods_graphql_${name}`, labels);
    expect(of('operations_total', { operation: 'Good', kind: 'query', outcome: 'ok' })).toBe(2);
    expect(of('operations_total', { operation: '(anonymous)', outcome: 'ok' })).toBe(1);
    expect(of('operations_total', { operation: '(invalid)', outcome: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
    expect(of('operations_total', { operation: 'Bad', outcome: 'BAD_USER_INPUT' })).toBe(1);
    expect(of('http_answers_total', { status: '200' })).toBe(5);
    expect(of('http_answers_total', { status: '404' })).toBe(1);
    expect(of('http_sent_bytes_total')).toBeGreaterThan(500);
    expect(of('upstream_calls_total', { api: 'dataset lookup', status: '200' })).toBe(1);
    expect(of('upstream_calls_total', { api: 'record search', status: '200' })).toBe(1);
    expect(of('reads_total', { answered: 'cached' })).toBe(2);
    expect(of('reads_total', { answered: 'called' })).toBe(2);
    expect(of('cache_entries')).toBe(2);
    expect(of('cache_bytes')).toBeGreaterThan(2000);
    for (const what of ['operations', 'subscriptions', 'downloads'])
      expect(of('in_flight', { what })).toBe(0);
    expect(of('upstream_retries_total')).toBe(0);
    expect(of('upstream_breaker_open')).toBe(0);
    expect(of('ready')).toBe(1);
    expect(of('quota_remaining')).toBeUndefined();
    expect(of('redis_up')).toBeUndefined();
    const text = await graph.metrics();
    const took = await histogramOf(text, 'ods_graphql_operation_duration_seconds', 'operation="Good"');
    expect(took?.buckets).toMatchObject({ '+Inf': '2' });
    const began = await histogramOf(text, 'ods_graphql_upstream_duration_seconds', 'api="record search"');
    expect(began?.buckets).toMatchObject({ '+Inf': '1' });
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
    ])
      expect(sampleOf(all, name)).toBeGreaterThanOrEqual(0);
  });

  test('tell of what is under way, of the quota, and of kept answers that stand in', async () => {
    const portal: KeyedPortal = await startKeyedPortal();
    portal.limits.set('Apikey k', 10);
    let now = Date.now();
    const graph = await started(portal, { ...CACHING, odsApikey: 'k', now: () => now });
    const query = '{ dataset(datasetId: "d") { title } }';
    await graph.ask(query);
    const subscription = await subscribe(graph.url, 'subscription { recordsPushed(datasetId: "d") { at } }');
    portal.failure = 503;
    now += 700_000;
    await graph.ask(query);
    await graph.ask('{ dataset(datasetId: "e") { title } }');
    const all = await numbersOf(graph, 3);
    expect(sampleOf(all, 'ods_graphql_in_flight', { what: 'subscriptions' })).toBe(1);
    expect(sampleOf(all, 'ods_graphql_quota_limit')).toBe(10);
    expect(sampleOf(all, 'ods_graphql_quota_remaining')).toBeLessThan(10);
    expect(sampleOf(all, 'ods_graphql_failed_reads_total', { stood_in: 'yes' })).toBe(1);
    expect(sampleOf(all, 'ods_graphql_failed_reads_total', { stood_in: 'no' })).toBe(1);
    expect(sampleOf(all, 'ods_graphql_upstream_calls_total', { status: '503' })).toBeGreaterThan(1);
    subscription.leave();
  });

  test('count each call once, whatever it is for, and none of another server in the same process', async () => {
    const portal = await startMisbehavingPortal();
    const [graph, other] = [await started(portal), await started(portal)];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    portal.answer = (request, response) => {
      if (request.url?.startsWith('/api/push/')) sendJson(response, { status: 'ok' });
      else if (request.url?.includes('silent')) void gate.then(() => sendJson(response, {}));
      else response.end('a;b');
    };
    await fetch(`${graph.url}/export/d.csv`).then((answer) => answer.text());
    await fetch(`${graph.url}/media/d/files/abc`).then((answer) => answer.text());
    const input =
      '{ datasetId: "good", resourceId: "r", records: [{ a: 1 }], allowUnknownFields: true, pushKey: "k" }';
    await graph.ask(`mutation { pushRecords(input: ${input}) { accepted } }`);
    const caller = new AbortController();
    const query = encodeURIComponent('{ dataset(datasetId: "silent") { title } }');
    const left = fetch(`${graph.url}/graphql?query=${query}`, { signal: caller.signal }).catch(() => {});
    await vi.waitUntil(() => portal.requests.some((url) => url.includes('silent')));
    const during = await parseMetrics(await graph.metrics());
    expect(sampleOf(during, 'ods_graphql_upstream_calls_in_flight')).toBe(1);
    caller.abort();
    await left;
    const callsOf = (text: string) =>
      [...text.matchAll(/upstream_calls_total\{api="(.+)",status="(.+)"\} (\d+)/g)].map(
        ([, ...call]) => call,
      );
    await vi.waitUntil(async () => (await graph.metrics()).includes('status="aborted"'));
    open();
    expect(callsOf(await graph.metrics()).sort()).toEqual([
      ['dataset lookup', 'aborted', '1'],
      ['download', '200', '1'],
      ['media', '200', '1'],
      ['push', '200', '1'],
    ]);
    const after = await parseMetrics(await graph.metrics());
    expect(sampleOf(after, 'ods_graphql_upstream_calls_in_flight')).toBe(0);
    expect(callsOf(await other.metrics())).toEqual([]);
  });

  test('have a bound, whatever names are invented', async () => {
    const graph = await started(await startMisbehavingPortal());
    const bodies = Array.from({ length: 300 }, (_, n) => `query Invented${n} { __typename }`);
    await Promise.all(bodies.map((query) => graph.ask(query)));
    await graph.ask(`query ${'N'.repeat(5000)} { __typename }`);
    const all = await numbersOf(graph, 301);
    const names = all
      .get('ods_graphql_operations_total')
      ?.metrics.map(({ labels }) => labels?.operation ?? '');
    expect(names?.length).toBeLessThan(205);
    expect(Math.max(...(names ?? []).map((name) => name.length))).toBeLessThanOrEqual(100);
    expect(sampleOf(all, 'ods_graphql_operations_total', { operation: '(others)' })).toBeGreaterThan(95);
  });

  test.each([
    ['/api/datasets/1.0/search/?q=/api/push/', 'dataset search'],
    ['/base/api/datasets/1.0/abc/', 'dataset lookup'],
    ['/api/datasets/1.0/abc/records/0a1b/', 'record lookup'],
    ['/api/datasets/1.0/abc/files/0a1b/', 'media'],
    ['/api/records/1.0/search/', 'record search'],
    ['/api/records/1.0/analyze/', 'analysis'],
    ['/api/records/1.0/geocluster/', 'clusters'],
    ['/api/records/1.0/boundingbox/', 'box'],
    ['/api/records/1.0/download/', 'download'],
    ['/api/push/1.0/d/realtime/push/', 'push'],
    ['/api/push/1.0/d/realtime/delete/', 'delete'],
    ['/api/push/1.0/d/realtime/0a1b/delete/', 'delete'],
    ['/somewhere/', 'other'],
  ])('%s is %s', (path, api) => expect(apiOf(path)).toBe(api));
});

test('retries, and a breaker that opens, are told', async () => {
  const graph = await started(await startKeyedPortal(), { odsBreakerFailures: 2, odsRetries: 1 });
  const portal = await startMisbehavingPortal();
  portal.answer = (_, response) => void response.writeHead(503).end();
  const failing = await started(portal, { odsBreakerFailures: 2, odsRetries: 1 });
  for (const id of ['a', 'b', 'c']) await failing.ask(`{ dataset(datasetId: "${id}") { title } }`);
  const [well, all] = [
    await parseMetrics(await graph.metrics()),
    await parseMetrics(await failing.metrics()),
  ];
  expect(sampleOf(well, 'ods_graphql_upstream_breaker_open')).toBe(0);
  expect(sampleOf(all, 'ods_graphql_upstream_breaker_open')).toBe(1);
  expect(sampleOf(all, 'ods_graphql_upstream_retries_total')).toBeGreaterThan(0);
});

describe('the port of the operator', () => {
  let program: ServerProgram | undefined;
  afterEach(() => void program?.child.kill('SIGKILL'));

  test('has the numbers, which the port of the public has not, and none is open unless it is asked for', async () => {
    const port = await freePort();
    program = await startServerProgram({ ODS_URL: inject('portalUrl'), METRICS_PORT: String(port) });
    const numbers = await program.says(/Metrics: (\S+)/);
    expect(numbers).toBe(`http://localhost:${port}/metrics`);
    const answer = await fetch(numbers);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(sampleOf(await parseMetrics(await answer.text()), 'ods_graphql_ready')).toBe(1);
    expect((await fetch(`http://localhost:${port}/graphql`)).status).toBe(404);
    expect((await fetch(`${program.url}/metrics`)).status).toBe(404);
    program.stop();
    expect((await program.ended()).code).toBe(0);
  });
});

describe('/ready', () => {
  const look = async (graph: Graph) => {
    const response = await fetch(`${graph.url}/ready`);
    return [response.status, (await response.json()).status];
  };

  test('is 200 if the portal answers, and spends no call', async () => {
    const portal = await startKeyedPortal();
    const graph = await started(portal);
    expect(await look(graph)).toEqual([200, 'ready']);
    await look(graph);
    expect(portal.received.filter(({ path }) => path.startsWith('/api/'))).toEqual([]);
    expect(portal.received.length).toBeLessThan(2);
  });

  test('is 503 if it does not, unless what is kept stands in', async () => {
    const portal = await startKeyedPortal();
    let now = Date.now();
    const graph = await started(portal, { ...CACHING, now: () => now });
    await graph.ask('{ dataset(datasetId: "d") { title } }');
    portal.failure = 503;
    now += 700_000;
    await graph.ask('{ dataset(datasetId: "d") { title } }');
    expect(await look(graph)).toEqual([200, 'kept answers']);
    await graph.ask('{ dataset(datasetId: "e") { title } }');
    await graph.ask('{ dataset(datasetId: "f") { title } }');
    expect(await look(graph)).toEqual([503, 'portal unreachable']);
    expect((await fetch(`${graph.url}/health`)).status).toBe(200);
    portal.failure = undefined;
    await graph.ask('{ dataset(datasetId: "g") { title } }');
    expect(await look(graph)).toEqual([200, 'ready']);
  });

  test('is 503 if nothing listens there, and within its deadline if nobody answers', async () => {
    let now = 0;
    const checkOf = (port: number) =>
      new ReadinessCheck({
        portal: new URL(`http://127.0.0.1:${port}`),
        keptAnswers: () => 0,
        now: () => now,
      });
    const nowhere = checkOf(await freePort());
    expect(await nowhere.look()).toEqual({ ready: false, status: 'portal unreachable' });
    const portal = await startKeyedPortal();
    closing.push(portal.close);
    const { promise, resolve } = Promise.withResolvers<void>();
    portal.gate = promise;
    const silent = checkOf(Number(new URL(portal.url).port));
    const looks = await Promise.all([silent.look(), silent.look(), silent.look()]);
    expect(looks.map(({ ready }) => ready)).toEqual([false, false, false]);
    resolve();
    portal.gate = undefined;
    expect((await silent.look()).ready).toBe(false);
    expect(portal.received).toHaveLength(1);
    now += 10_001;
    expect(await silent.look()).toEqual({ ready: true, status: 'ready' });
  });
});
