/** What flows through from the portal: no faster than it is read, no longer than somebody reads, and whole or broken. */
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { endlessRecords, type StreamingPortal, startStreamingPortal } from '../portals/streaming-portal.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { subscribe } from '../support/sse.ts';

interface Event {
  data?: { downloadRecords: { received: number; done: boolean; records: { fields: unknown }[] } } | null;
  errors?: { message: string; extensions: { code: string } }[];
}

const SUBSCRIPTION =
  'subscription { downloadRecords(datasetId: "endless", batchSize: 10) { received done records { fields } } }';
const HTML = { 'content-type': 'text/html; charset=utf-8' };

let portal: StreamingPortal;
let graph: Graph;

beforeAll(async () => {
  portal = await startStreamingPortal();
  graph = await startGraph(portal.url, { odsTimeout: 5000 });
});
afterEach(() => void portal.requests.splice(0));
afterAll(async () => {
  await graph.close();
  await portal.close();
});

/** The state of the endless download of a request that is about to come. */
function endless(): () => ReturnType<typeof endlessRecords> | undefined {
  let state: ReturnType<typeof endlessRecords> | undefined;
  portal.answer = (_, response) => {
    state = endlessRecords(response);
  };
  return () => state;
}

/** Waits until the portal stands still because nobody reads. */
async function standsStill(state: () => ReturnType<typeof endlessRecords> | undefined): Promise<number> {
  let before = -1;
  await vi.waitUntil(
    () => {
      const { isWaiting = false, bytes = 0 } = state() ?? {};
      const stands = isWaiting && bytes === before;
      before = bytes;
      return stands;
    },
    { timeout: 10_000, interval: 200 },
  );
  return before;
}

/** What the sockets of three machines may hold between them, and not the gigabytes that an unread stream would take. */
const MOST_IN_FLIGHT = 40_000_000;

describe('an export', () => {
  test('that is not read holds the portal up, and ends the call when its reader leaves', async () => {
    const state = endless();
    const leaving = new AbortController();
    const response = await fetch(`${graph.url}/export/endless.json`, { signal: leaving.signal });
    expect(response.status).toBe(200);
    expect(await standsStill(state)).toBeLessThan(MOST_IN_FLIGHT);
    leaving.abort();
    await vi.waitUntil(() => state()?.isClosed);
  });

  test('goes on when it is read on', async () => {
    const state = endless();
    const response = await fetch(`${graph.url}/export/endless.json`);
    const still = await standsStill(state);
    const reader = response.body?.getReader();
    for (let read = 0; read <= still; ) read += (await reader?.read())?.value?.length ?? 0;
    expect(state()?.bytes).toBeGreaterThan(still);
    await reader?.cancel();
    await vi.waitUntil(() => state()?.isClosed);
  });

  test.each([
    ['early', 'a;b\r\n'],
    ['late', 'a;b\r\n'.repeat(100_000)],
  ])(
    'that breaks off %s at the portal breaks off here: half a file is never a whole one',
    async (_, text) => {
      portal.answer = (__, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' });
        response.flushHeaders();
        response.write(text, () => setImmediate(() => response.destroy()));
      };
      const outcome = fetch(`${graph.url}/export/endless.csv`).then((response) => response.text());
      await expect(outcome).rejects.toThrow();
    },
  );

  test.each<[string, (response: ServerResponse) => void]>([
    ['a page with 200', (response) => void response.writeHead(200, HTML).end('<html>Log in</html>')],
    ['a redirect to one', (response) => void response.writeHead(302, { location: '/login/?next=x' }).end()],
  ])('for which the portal shows its login as %s is UNAUTHENTICATED', async (_, answer) => {
    portal.answer = (__, response) => answer(response);
    const response = await fetch(`${graph.url}/export/endless.csv`);
    const { errors } = await response.json();
    expect([response.status, errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('of a portal whose quota is used up says when it starts anew', async () => {
    const resetAt = new Date(Date.now() + 3_600_000).toISOString();
    portal.answer = (_, response) =>
      void response
        .writeHead(429, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errorcode: 10002, error: 'Too many', reset_time: resetAt }));
    // A caller of its own: nothing more is asked for it until then.
    const headers = { authorization: 'Apikey used-up' };
    const response = await fetch(`${graph.url}/export/endless.csv`, { headers });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await response.json()).errors[0].extensions.resetAt).toBe(resetAt);
  });
});

describe('a file', () => {
  const path = '/media/endless/files/abc';

  test.each<[string, (response: ServerResponse) => void]>([
    ['a page with 200', (response) => void response.writeHead(200, HTML).end('<html>Log in</html>')],
    ['a redirect to one', (response) => void response.writeHead(302, { location: '/login/' }).end()],
  ])('for which the portal shows its login as %s is UNAUTHENTICATED', async (_, answer) => {
    portal.answer = (__, response) => answer(response);
    expect((await fetch(`${graph.url}${path}`)).status).toBe(401);
  });

  test('that is a page, and has a name, is a file, and may run nothing', async () => {
    portal.answer = (_, response) =>
      void response
        .writeHead(200, { ...HTML, 'content-disposition': 'attachment; filename="a.html"' })
        .end('<script>alert(1)</script>');
    const { status, headers } = await fetch(`${graph.url}${path}`);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is asked for without anything of the caller but what concerns the file', async () => {
    portal.answer = (_, response) =>
      void response.writeHead(206, { 'content-range': 'bytes 0-1/9' }).end('ab');
    const response = await fetch(`${graph.url}${path}`, {
      headers: { range: 'bytes=0-1', cookie: 'a=b', 'x-forwarded-for': '1.2.3.4' },
    });
    expect([response.status, response.headers.get('content-range')]).toEqual([206, 'bytes 0-1/9']);
    expect(portal.requests[0]?.headers.range).toBe('bytes=0-1');
    expect(Object.keys(portal.requests[0]?.headers ?? {}).sort()).toEqual(['connection', 'host', 'range']);
  });

  test('that the portal keeps elsewhere is not fetched from there', async () => {
    portal.answer = (_, response) =>
      void response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    const response = await fetch(`${graph.url}${path}`, { redirect: 'manual' });
    expect(response.status).toBe(502);
    expect(portal.requests).toHaveLength(1);
  });
});

describe('a stream of records', () => {
  test('that is not read holds the portal up, and ends the call when its reader leaves', async () => {
    const state = endless();
    const { next, leave } = await subscribe<Event>(graph.url, SUBSCRIPTION);
    const first = await next();
    expect(first?.data?.downloadRecords).toMatchObject({ received: 10, done: false });
    expect(await standsStill(state)).toBeLessThan(MOST_IN_FLIGHT);
    leave();
    await vi.waitUntil(() => state()?.isClosed);
  });

  test('whose reader leaves while the portal is silent ends the call too', async () => {
    let isClosed = false;
    portal.answer = (_, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200).write('[');
    };
    const { leave } = await subscribe<Event>(graph.url, SUBSCRIPTION);
    await vi.waitUntil(() => portal.requests.length === 1);
    leave();
    await vi.waitUntil(() => isClosed);
  });

  test.each([
    [
      'breaks off',
      'UPSTREAM_UNAVAILABLE',
      (response: ServerResponse, text: string) => void response.write(text, () => response.destroy()),
    ],
    [
      'ends in the middle',
      'UPSTREAM_INVALID_RESPONSE',
      (response: ServerResponse, text: string) => void response.end(text),
    ],
    [
      'goes on with nonsense',
      'UPSTREAM_INVALID_RESPONSE',
      (response: ServerResponse, text: string) => void response.end(`${text},{]`),
    ],
  ])('that %s at the portal ends with an error, and is never done', async (_, code, end) => {
    portal.answer = (__, response) => {
      const records = Array.from({ length: 15 }, (___, n) => ({ recordid: `r${n}`, fields: { n } }));
      response.writeHead(200, { 'content-type': 'application/json' });
      end(response, JSON.stringify(records).slice(0, -1));
    };
    const { next } = await subscribe<Event>(graph.url, SUBSCRIPTION);
    const events: (Event | null)[] = [];
    for (let event = await next(); event; event = await next()) events.push(event);
    expect(events.some((event) => event?.data?.downloadRecords.done)).toBe(false);
    expect(events.at(-1)?.errors?.[0]?.extensions.code).toBe(code);
  });

  test('may have NaN in it', async () => {
    portal.answer = (_, response) => void response.end('[{"recordid":"r","fields":{"n":NaN}}]');
    const { next } = await subscribe<Event>(graph.url, SUBSCRIPTION);
    expect((await next())?.data?.downloadRecords).toEqual({
      received: 1,
      done: true,
      records: [{ fields: { n: null } }],
    });
    expect(await next()).toBeNull();
  });
});
