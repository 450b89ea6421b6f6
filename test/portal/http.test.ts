import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from './client.ts';

let client: Client;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ client, close, failures } = await startFixtures());
});
afterEach(() => expect(failures).toEqual([]));
afterAll(() => close());

const search = '/api/records/1.0/search/';
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** The status of a POST to records search. */
const post = async (body: BodyInit, headers: Record<string, string> = form, query = '') =>
  client.call(`${search}${query}`, { method: 'POST', body, headers });

describe('CORS', () => {
  test('every answer may be read from anywhere, with its headers', async () => {
    for (const path of ['/api/datasets/1.0/search/', '/api/datasets/1.0/nope/', '/api/nope']) {
      const { headers } = await client.call(path, { headers: { Origin: 'https://example.org' } });
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(headers.get('Access-Control-Expose-Headers')).toContain('X-RateLimit-Remaining');
    }
  });

  test('a preflight allows what the official client sends, and costs nothing', async () => {
    const before = await client.call('/api/datasets/1.0/search/');
    const { status, headers } = await client.call(search, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://example.org',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,ods-widgets-version',
      },
    });
    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Methods')).toBe('GET,POST,OPTIONS');
    expect(headers.get('Access-Control-Allow-Headers')).toBe('authorization,ods-widgets-version');
    const after = await client.call('/api/datasets/1.0/search/');
    const remaining = (answer: { headers: Headers }) => Number(answer.headers.get('X-RateLimit-Remaining'));
    expect(remaining(before) - remaining(after)).toBe(1);
  });
});

describe('JSONP', () => {
  test('calls the function with the answer', async () => {
    const json = (await client.call(`${search}?dataset=nasty`)).text.replace('"json"', '"jsonp"');
    const { headers, text } = await client.call(`${search}?dataset=nasty&format=jsonp&callback=a.b$_1[0]`);
    expect(headers.get('Content-Type')).toBe('application/javascript; charset=utf-8');
    expect(text).toBe(`a.b$_1[0](${json});`);
    const dataset = await client.call('/api/datasets/1.0/museums/?format=jsonp&callback=f');
    expect(dataset.text).toMatch(/^f\(\{"datasetid":"museums".*\}\);$/);
    const features = await client.call(`${search}?dataset=museums&format=geojsonp&callback=f`);
    expect(features.text).toMatch(/^f\(\{"type":"FeatureCollection".*\}\);$/);
  });

  test.each(['', 'alert(1)//', 'a b', '<script>', '1a', 'a..b', 'a['])(
    'refuses the function "%s"',
    async (name) => {
      const { status } = await client.call(
        `${search}?dataset=nasty&format=jsonp&callback=${encodeURIComponent(name)}`,
      );
      expect(status).toBe(400);
    },
  );
});

describe('pretty_print', () => {
  test('breaks the lines', async () => {
    const { text } = await client.call(`${search}?dataset=museums&pretty_print=true`);
    expect(text).toMatch(/^\{\n {2}"nhits": 6,\n/);
  });
});

describe('POST', () => {
  test('takes the same parameters as a form, besides those of the address', async () => {
    const { text } = await client.call(`${search}?dataset=museums&refine.kind=art&rows=1`);
    expect((await post('dataset=museums&refine.kind=art&rows=1')).text).toBe(text);
    expect((await post('refine.kind=art&rows=1', form, '?dataset=museums')).text).toBe(text);
    expect((await post('', {}, '?dataset=museums&refine.kind=art&rows=1')).text).toBe(text);
    const charset = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect((await post('dataset=museums&refine.kind=art&rows=1', charset)).text).toBe(text);
  });

  test('lists may come from both', async () => {
    const { text } = await post('refine.tags=history', form, '?dataset=museums&refine.tags=art');
    expect(JSON.parse(text)).toMatchObject({
      nhits: 1,
      parameters: { refine: { tags: ['art', 'history'] } },
    });
  });

  test('of something else is refused', async () => {
    expect((await post('{"dataset":"museums"}', { 'Content-Type': 'application/json' })).status).toBe(415);
  });

  test('may be large, but not endless', async () => {
    const ids = (bytes: number) => `dataset=museums&refine.name=${'x'.repeat(bytes)}`;
    expect((await post(ids(900_000))).status).toBe(200);
    const { status, headers, text } = await post(ids(1_000_001));
    expect(status).toBe(413);
    expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
    const endless = new ReadableStream<Uint8Array>({
      // One that never let go of the event loop would not hear of the refusal.
      pull: async (controller) => {
        await setImmediate();
        controller.enqueue(new Uint8Array(100_000).fill(97));
      },
    });
    const streamed = { method: 'POST', body: endless, headers: form, duplex: 'half' } as const;
    const outcome = await client.call(search, streamed).then(
      (answer) => answer.status,
      // The connection may be closed while the client is still sending.
      () => 413,
    );
    expect(outcome).toBe(413);
  });
});

describe('addresses', () => {
  test('the API answers with and without a slash, never by a redirect', async () => {
    for (const path of [
      '/api/datasets/1.0/search',
      '/api/datasets/1.0/museums',
      '/api/datasets/1.0/museums/records',
    ]) {
      expect((await client.call(path)).status).toBe(200);
      expect((await client.call(`${path}/`)).status).toBe(200);
    }
  });

  test('others are a 404, other methods a 405', async () => {
    for (const path of ['/', '/api', '/api/', '/api/records/1.0/nope/', '/api/v2/catalog', '/%zz']) {
      const { status, text } = await client.call(path);
      expect([path, status]).toEqual([path, 404]);
      expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
    }
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await client.call(search, { method });
      expect(status).toBe(405);
      expect(headers.get('Allow')).toBe('GET, POST, OPTIONS');
    }
  });

  test('HEAD has the headers of a GET', async () => {
    const { status, headers, text } = await client.call('/api/datasets/1.0/search/', { method: 'HEAD' });
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  });
});

describe('nonsense', () => {
  test.each([
    'dataset=museums&q=%zz',
    'dataset=museums&refine.kind=%ff%fe',
    'dataset=museums&refine.kind=a%00b',
    'dataset=museums&refine.=x&exclude.=y&disjunctive.=true&facetsort.=count&q.=',
    'dataset=museums&&&=&==&a',
    'dataset=museums&rows=1&rows=2&start=0&start=1&format=json&format=json',
    'dataset=museums&facet=__proto__&refine.constructor=x&facet=toString&sort=__proto__&fields=__proto__',
    'dataset=museums&lang=fr&source=monitoring&unknown=1&tab=map',
    "dataset=museums&sort=name'%3BDROP TABLE records_1--",
    'dataset=museums&timezone=UTC&geofilter.polygon=(1,1),(1,2),(2,2)',
  ])('%s is survived', async (query) => {
    const { status, headers } = await client.call(`${search}?${query}`);
    expect(status).toBe(200);
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
  });

  test('NUL characters and other controls in q are no failure', async () => {
    for (const q of [
      '%00',
      'a%00b',
      '%22a%00b%22',
      'name:%00',
      '%07',
      '%F0%9F%92%A9',
      '%22',
      '*',
      '-',
      ':',
    ]) {
      expect([200, 400]).toContain((await client.call(`${search}?dataset=museums&q=${q}`)).status);
    }
  });

  test('more conditions than the database can hold are refused, not failed at', async () => {
    const many = Array.from({ length: 40_000 }, (_, index) => `refine.kind=${index}`).join('&');
    const { status, text } = await post(`dataset=museums&${many}`);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
    expect((await post(`dataset=museums&disjunctive.kind=true&${many}`)).status).toBe(400);
    expect([200, 400]).toContain((await post(`dataset=museums&q=${'('.repeat(100_000)}`)).status);
    expect([200, 400]).toContain((await post(`dataset=museums&q=${'a OR '.repeat(50_000)}a`)).status);
    expect([200, 400]).toContain((await post(`dataset=museums&q=${'NOT '.repeat(50_000)}a`)).status);
  });
});
