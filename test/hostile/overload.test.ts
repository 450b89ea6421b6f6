/** Twice as much as the server can bear: what is too much is refused at once, and the rest is served as if nothing were. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type MisbehavingPortal,
  rightAnswer,
  startMisbehavingPortal,
} from '../portals/misbehaving-portal.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

/** Operations that may be under way, and how long the portal takes for each: together they are the capacity. */
const IN_FLIGHT = 20;
const PORTAL_TAKES = 500;
const SECONDS = 3;

let portal: MisbehavingPortal;
let server: ServerProgram;
beforeAll(async () => {
  portal = await startMisbehavingPortal();
  portal.answer = ({ url = '/' }, response) =>
    void setTimeout(() => response.end(JSON.stringify(rightAnswer(url))), PORTAL_TAKES);
  server = await startServerProgram({
    ODS_URL: portal.url,
    MAX_INFLIGHT_OPERATIONS: String(IN_FLIGHT),
    MAX_UPSTREAM_CONCURRENCY: '100',
    CACHE_TTL_DATASET: '0',
    BATCH_WINDOW: '0',
  });
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  await portal.close();
});

let last = 0;

/** So many clients ask for a while, each again when it is answered; the milliseconds that their answers took. */
async function load(clients: number) {
  const served: number[] = [];
  const refused: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const began = performance.now();
      last += 1;
      const body = JSON.stringify({ query: `{ dataset(datasetId: "d${last}") { title } }` });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
      const answer = await response.json();
      const took = performance.now() - began;
      if (response.status === 200) {
        expect(answer.data.dataset.title).toBe('Good');
        served.push(took);
        continue;
      }
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(answer.errors[0].extensions.code).toBe('TOO_MANY_OPERATIONS');
      refused.push(took);
      // A client of some patience; one that heeded Retry-After would hardly be a load.
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { served: served.sort((a, b) => a - b), refused: refused.sort((a, b) => a - b) };
}

const median = (times: number[]) => times[Math.floor(times.length / 2)] ?? 0;

test('at twice its capacity it serves nine tenths of that, as fast as before; health is green, memory flat', async () => {
  await load(IN_FLIGHT);
  const before = server.rss();
  const atCapacity = await load(IN_FLIGHT);
  const overloaded = load(2 * IN_FLIGHT);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  const beyond = await overloaded;
  process.stdout.write(
    `overload: ${atCapacity.served.length} served at capacity (median ${Math.round(median(atCapacity.served))} ms), ` +
      `${beyond.served.length} at twice that (${Math.round(median(beyond.served))} ms), ` +
      `${beyond.refused.length} refused (${Math.round(median(beyond.refused))} ms)\n`,
  );
  expect(atCapacity.refused.length).toBeLessThan(atCapacity.served.length / 20);
  expect(beyond.served.length).toBeGreaterThanOrEqual(0.9 * atCapacity.served.length);
  expect(beyond.refused.length).toBeGreaterThan(0);
  expect(median(beyond.served)).toBeLessThan(2 * median(atCapacity.served));
  expect(median(beyond.refused)).toBeLessThan(PORTAL_TAKES);
  expect(server.rss() - before).toBeLessThan(60);
});
