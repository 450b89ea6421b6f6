/** A portal that is dead for a minute, with a thousand operations over it: what they spend, and how long they wait. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type MisbehavingPortal,
  rightAnswer,
  sendJson,
  startMisbehavingPortal,
} from '../portals/misbehaving-portal.ts';
import { CACHING, type Graph, type GraphOptions, startGraph } from '../support/graph.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const well: Answer = (request, response) => sendJson(response, rightAnswer(request.url ?? '/', 'well'));
const queries = [
  '{ datasets(filter: { q: "a" }) { totalCount } }',
  '{ dataset(datasetId: "one") { title records(first: 1) { totalCount } } }',
  '{ dataset(datasetId: "two") { title } }',
  '{ record(datasetId: "three", recordId: "r") { recordId } }',
];

let portal: MisbehavingPortal;
let graph: Graph;
let now = Date.now();

async function start(options: GraphOptions = {}) {
  graph = await startGraph(portal.url, { odsTimeout: 300, ...options, now: () => now });
}

beforeEach(async () => {
  portal = await startMisbehavingPortal();
  now = Date.now();
});
afterEach(async () => {
  portal.reset();
  await graph.close();
  await portal.close();
});

/** Asks one after the other, so many a second of the server's clock. */
async function askOver(seconds: number, perSecond: number) {
  const answers: { code: unknown; milliseconds: number; retryAfter: string | null }[] = [];
  for (let n = 0; n < seconds * perSecond; n += 1) {
    now += 1000 / perSecond;
    const began = performance.now();
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: queries[n % queries.length] }),
    });
    const { errors } = await response.json();
    answers.push({
      code: errors?.[0].extensions.code,
      milliseconds: performance.now() - began,
      retryAfter: response.headers.get('retry-after'),
    });
  }
  return answers;
}

describe('1,000 operations in a minute over a portal that is dead', () => {
  test.each<[string, Answer]>([
    ['with 500', (_, response) => sendJson(response, { error: 'down' }, 500)],
    ['with 503', (_, response) => sendJson(response, {}, 503)],
    ['by resets', (request) => void request.socket.resetAndDestroy()],
    ['by silence', () => {}],
  ])('%s spend 20 calls at most, and wait for none once that is known', async (_, answer) => {
    portal.answer = answer;
    await start();
    const answers = await askOver(60, 17);
    expect(portal.requests.length).toBeLessThanOrEqual(20);
    for (const { code } of answers) expect(code).toMatch(/^UPSTREAM_/);
    const later = answers.slice(20);
    for (const { code, retryAfter } of later) {
      expect(code).toBe('UPSTREAM_UNAVAILABLE');
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    const times = later.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(50);
    // Not even those whose call was followed by a probe.
    expect(times.at(-1)).toBeLessThan(1000);

    portal.answer = well;
    now += 15_000;
    await askOver(1, 1);
    await vi.waitUntil(async () => (await askOver(1, 1))[0]?.code === undefined);
    const healed = await askOver(1, 8);
    expect(healed.map(({ code }) => code)).toEqual(Array(8).fill(undefined));
  });
});

test('what is kept is shown meanwhile at once, and is fresh within the interval of the probe', async () => {
  const title = '{ dataset(datasetId: "one") { title records(first: 1) { totalCount } } }';
  portal.answer = (request, response) => sendJson(response, rightAnswer(request.url ?? '/', 'old'));
  await start({ ...CACHING, odsRetries: 0 });
  await graph.ask(title);
  now += 1_000_000;
  portal.answer = (_, response) => sendJson(response, {}, 503);
  portal.requests.length = 0;
  for (let n = 0; n < 100; n += 1) {
    now += 600;
    const { data, errors, extensions } = await graph.ask<{ dataset: { title: string } }, never>(title);
    expect([data?.dataset.title, errors.length]).toEqual(['old', 0]);
    expect(extensions.upstream.stale).toBeGreaterThan(0);
  }
  expect(portal.requests.length).toBeLessThanOrEqual(20);
  portal.answer = well;
  const healedAt = now;
  await vi.waitUntil(async () => {
    now += 500;
    const { data } = await graph.ask<{ dataset: { title: string } }, never>(title);
    return data?.dataset.title === 'well';
  });
  // The probe itself is not waited for: by the clock of this test it takes a question or two.
  expect(now - healedAt).toBeLessThan(15_000 + 10_000);
});

test('Retry-After of a portal that is overloaded is passed on, and heeded by the graph itself', async () => {
  portal.answer = (_, response) =>
    response.writeHead(503, { 'retry-after': '120' }).end('{"error":"overloaded"}');
  await start();
  const [first, ...others] = await askOver(1, 6);
  for (const { code, retryAfter } of [first, ...others].flatMap((one) => one ?? [])) {
    expect(code).toBe('UPSTREAM_UNAVAILABLE');
    expect(Number(retryAfter)).toBeGreaterThan(100);
    expect(Number(retryAfter)).toBeLessThanOrEqual(120);
  }
  expect(portal.requests).toHaveLength(1);
  const file = await fetch(`${graph.url}/export/one.csv`);
  const { errors } = await file.json();
  expect([file.status, errors[0].extensions.code]).toEqual([502, 'UPSTREAM_UNAVAILABLE']);
  expect(Number(file.headers.get('retry-after'))).toBeGreaterThan(100);
});

test('a portal that refuses everything with 400 costs a few calls an operation', async () => {
  portal.answer = (_, response) => sendJson(response, { error: 'no' }, 400);
  await start();
  const fields = Array.from({ length: 40 }, (_, n) => `d${n}: dataset(datasetId: "d${n}") { title }`);
  const { errors, extensions } = await graph.ask(`{ ${fields.join(' ')} }`);
  expect(errors).toHaveLength(40);
  for (const { extensions: own } of errors) expect(own?.code).toBe('BAD_USER_INPUT');
  expect(extensions.upstream.calls).toBeLessThanOrEqual(20);
});
