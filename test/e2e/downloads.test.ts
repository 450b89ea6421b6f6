/** How many exports, files and downloads of records are sent at a time, and what a caller may ask of one. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { endlessRecords, type StreamingPortal, startStreamingPortal } from '../portals/streaming-portal.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { subscribe } from '../support/sse.ts';

let portal: StreamingPortal;
let door: FrontDoor;
const leaving: { abort(): void }[] = [];
const begun: Response[] = [];

beforeAll(async () => {
  portal = await startStreamingPortal();
  door = await openFrontDoor({ odsUrl: portal.url, maxDownloads: 4, maxDownloadsPerCaller: 2 });
});
afterEach(() => {
  for (const one of leaving.splice(0)) one.abort();
  begun.splice(0);
  portal.requests.splice(0);
});
afterAll(async () => {
  await door.close();
  await portal.close();
});

/** Begins an export, and reads no more of it than its head. */
async function begin(authorization?: string, path = '/export/endless.json'): Promise<Response> {
  const one = new AbortController();
  leaving.push(one);
  const response = await fetch(`${door.url}${path}`, {
    headers: { ...(authorization !== undefined && { authorization }) },
    signal: one.signal,
  });
  // A response that nobody holds is given up by fetch when memory is collected.
  begun.push(response);
  return response;
}

const endless = () => {
  portal.answer = (_, response) => void endlessRecords(response);
};

describe('exports and files', () => {
  test('of one caller are MAX_DOWNLOADS_PER_CALLER at a time; those of others go on', async () => {
    endless();
    expect((await begin()).status).toBe(200);
    expect((await begin(undefined, '/media/endless/files/abc')).status).toBe(200);
    const third = await begin();
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await third.json()).errors[0]).toMatchObject({
      message: expect.stringContaining('MAX_DOWNLOADS_PER_CALLER'),
      extensions: { code: 'TOO_MANY_DOWNLOADS', retryAt: expect.any(String) },
    });
    expect((await begin('Apikey other')).status).toBe(200);
  });

  test('of all callers are MAX_DOWNLOADS at a time', async () => {
    endless();
    await expect.poll(async () => (await begin('Apikey a')).status).toBe(200);
    for (const key of ['a', 'b', 'b']) expect((await begin(`Apikey ${key}`)).status).toBe(200);
    const fifth = await begin('Apikey c');
    expect(fifth.status).toBe(503);
    expect(fifth.headers.get('retry-after')).not.toBeNull();
    expect((await fifth.json()).errors[0].extensions.code).toBe('TOO_MANY_DOWNLOADS');
    expect((await fetch(`${door.url}/health`)).status).toBe(200);
  });

  test.each<[string, StreamingPortal['answer'], RequestInit?]>([
    ['are read to their end', (_, response) => void response.end('[]')],
    ['have nothing in them', (_, response) => void response.end()],
    ['are refused by the portal', (_, response) => void response.writeHead(500).end()],
    ['break off', (_, response) => void response.write('[', () => response.destroy())],
    ['are asked for by their head alone', (_, response) => void response.end('[]'), { method: 'HEAD' }],
  ])('count no longer when they %s', async (_, answer, init) => {
    portal.answer = answer;
    for (let count = 0; count < 10; count += 1) {
      const response = await fetch(`${door.url}/export/endless.json`, init).catch(() => null);
      await response?.text().catch(() => {});
      expect(response?.status).not.toBe(429);
    }
  });
});

test.each([
  ['in pieces as large as they are read', (bytes: Uint8Array) => bytes.length],
  ['in pieces of any size', () => 7_001],
])(
  'an export has the bytes of the portal %s, also if it is read slowly and beside others',
  async (_, sizeOf) => {
    const bytes = randomBytes(12 * 1024 * 1024);
    portal.answer = (_, response) => {
      const size = sizeOf(bytes);
      response.writeHead(200, size === bytes.length ? { 'content-length': bytes.length } : {});
      Readable.from(piecesOf(bytes, size)).pipe(response);
    };
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => begin(`Apikey ${key}`)));
    const hashes = answers.map(async ({ body }, index) => {
      const hash = createHash('sha256');
      let read = 0;
      for await (const piece of body ?? []) {
        hash.update(piece);
        read += 1;
        if (index > 0 && read % 20 === 0) await setImmediate();
      }
      return hash.digest('hex');
    });
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await Promise.all(hashes)).toEqual([expected, expected, expected]);
  },
);

function* piecesOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Begins a download of records, and gives its first event. */
async function beginRecords(
  authorization: string,
  query = 'subscription { downloadRecords(datasetId: "endless", batchSize: 1) { received } }',
): Promise<{ status: number; first: DownloadEvent | null; next: () => Promise<DownloadEvent | null> }> {
  const { response, next, leave } = await subscribe<DownloadEvent>(door.url, query, {}, { authorization });
  leaving.push({ abort: leave });
  return { status: response.status, first: await next(), next };
}

/** The portal answers to this credential, so that from now on it is a caller of its own. */
async function prove(authorization: string): Promise<string> {
  const response = await fetch(`${door.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: '{ dataset(datasetId: "endless") { datasetId } }' }),
  });
  expect((await response.json()).data).toEqual({ dataset: { datasetId: 'endless' } });
  return authorization;
}

interface DownloadEvent {
  data?: unknown;
  errors?: { message: string; extensions: Record<string, unknown> }[];
  extensions?: { upstream: { calls: number } };
}

describe('downloads of records', () => {
  test('count with the exports of their caller; one too many makes no call', async () => {
    endless();
    const reader = await prove('Apikey reader');
    expect((await begin(reader)).status).toBe(200);
    expect((await beginRecords(reader)).first?.data).toEqual({ downloadRecords: { received: 1 } });
    const third = await beginRecords(reader);
    expect(third.first?.errors?.[0]).toMatchObject({
      message: expect.stringContaining('MAX_DOWNLOADS_PER_CALLER'),
      extensions: { code: 'TOO_MANY_DOWNLOADS', retryAt: expect.any(String) },
    });
    expect(third.first?.extensions?.upstream.calls).toBe(0);
    expect((await begin(reader)).status).toBe(429);
    expect((await beginRecords('Apikey other')).first?.errors).toBeUndefined();
  });

  test('count in a fragment too, and give their place back when their reader leaves', async () => {
    endless();
    const leaver = await prove('Apikey leaver');
    const query = `subscription { ... on Subscription { ...Download } }
      fragment Download on Subscription { all: downloadRecords(datasetId: "endless", batchSize: 1) { done } }`;
    for (const _ of [1, 2]) expect((await beginRecords(leaver, query)).first?.errors).toBeUndefined();
    expect((await beginRecords(leaver, query)).first?.errors?.[0]?.extensions.code).toBe(
      'TOO_MANY_DOWNLOADS',
    );
    leaving.shift()?.abort();
    await expect.poll(async () => (await begin(leaver)).status).toBe(200);
  });

  test.each<[string, StreamingPortal['answer']]>([
    ['are read to their end', (_, response) => void response.end('[]')],
    ['break off', (_, response) => void response.write('[', () => response.destroy())],
    ['are refused by the portal', (_, response) => void response.writeHead(500).end()],
  ])('count no longer when they %s', async (_, answer) => {
    const again = await prove('Apikey again');
    portal.answer = answer;
    for (let count = 0; count < 5; count += 1) {
      const { first, next } = await beginRecords(again);
      while (await next());
      expect(first?.errors?.[0]?.extensions.code).not.toBe('TOO_MANY_DOWNLOADS');
    }
  });

  test('leave room for subscriptions to what is pushed', async () => {
    endless();
    const listener = await prove('Apikey listener');
    for (const _ of [1, 2]) await beginRecords(listener);
    const { response, leave } = await subscribe(
      door.url,
      'subscription { recordsPushed(datasetId: "endless") { at } }',
      {},
      { authorization: listener },
    );
    leave();
    expect(response.status).toBe(200);
  });
});

describe('a range', () => {
  const ask = (range: string) =>
    fetch(`${door.url}/media/endless/files/abc`, { headers: { range, connection: 'close' } });

  test.each(['bytes=0-1', 'bytes=5-', 'bytes=-5'])('%s is passed on', async (range) => {
    portal.answer = (_, response) =>
      void response.writeHead(206, { 'content-range': 'bytes 0-1/9' }).end('ab');
    expect((await ask(range)).status).toBe(206);
    expect(portal.requests[0]?.headers.range).toBe(range);
  });

  test.each(['bytes=0-1,3-4', `bytes=${'0-,'.repeat(4000)}0-`])('of many parts is refused', async (range) => {
    const response = await ask(range);
    expect(response.status).toBe(416);
    expect((await response.json()).errors[0].message).toContain('one range');
    expect(portal.requests).toEqual([]);
  });

  test.each(['bytes=a-b', 'lines=1-2', 'bytes=1', `bytes=${'9'.repeat(400)}-`])(
    'of no known form is none: %s',
    async (range) => {
      portal.answer = (_, response) => void response.end('abc');
      expect((await ask(range)).status).toBe(200);
      expect(portal.requests[0]?.headers.range).toBeUndefined();
    },
  );
});

test('headers of the portal that no header may carry are left out, and the file comes', async () => {
  portal.answer = (_, response) => {
    response.socket?.end(
      Buffer.from('HTTP/1.1 200 OK\r\nETag: "日本"\r\nLast-Modified: now\r\nConnection: close\r\n\r\nabc'),
    );
  };
  const response = await fetch(`${door.url}/media/endless/files/abc`);
  expect([response.status, await response.text()]).toEqual([200, 'abc']);
  expect(response.headers.get('last-modified')).toBe('now');
});
