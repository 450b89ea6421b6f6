/**
 * Answers as small as a client can read them. Only the listener compresses: over `fetch` whoever embeds the graph does, if
 * anybody.
 */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createLogger } from '../../src/execution/logger.ts';
import { createServer } from '../../src/index.ts';
import { type HttpServer, startHttpServer } from '../../src/server/http-server.ts';
import { startKeyedPortal } from '../portals/keyed-portal.ts';
import { carriedBy } from '../support/carrier.ts';
import { hasChromium, startBrowser } from '../support/chromium.ts';
import { type CodedRequest, sendCoded } from '../support/coded.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { head, openSocket } from '../support/raw-socket.ts';

const CODINGS = ['zstd', 'br', 'gzip'];
const ALL = 'gzip, deflate, br, zstd';
const NO_CACHE = { 'cache-control': 'no-cache' };
const RECORDS = '{ dataset(datasetId: "earthquakes") { title records(first: 300) { nodes { fields } } } }';
const SMALL = '{ dataset(datasetId: "earthquakes") { title } }';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

const asked = (query: string) => `/graphql?${new URLSearchParams({ query })}`;
const dataOf = (text: string) => JSON.parse(text).data;

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { ...CACHING, explain: true });
});
afterAll(() => graph.close());

const get = (query: string, request: CodedRequest = {}) => sendCoded(`${graph.url}${asked(query)}`, request);
const post = (query: string, request: CodedRequest = {}) =>
  sendCoded(`${graph.url}/graphql`, { json: { query }, ...request });

describe('a client is answered in the best of the codings that it takes:', () => {
  test.each([
    [ALL, 'zstd'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['zstd;q=0.5, br;q=0.9, gzip;q=0.1', 'br'],
    ['zstd;q=0, *', 'br'],
    ['*', 'zstd'],
    ['*;q=0.1, gzip', 'gzip'],
    ['gzip, identity;q=0', 'gzip'],
    ['identity', 'identity'],
    ['identity, gzip;q=0.9', 'identity'],
    ['gzip;q=0', 'identity'],
    ['deflate, compress', 'identity'],
    ['*;q=0', 'identity'],
    ['gzip;q=nonsense', 'identity'],
    ['', 'identity'],
    [undefined, 'identity'],
  ])('%j is %s', async (accepted, coding) => {
    const reply = await get(RECORDS, { accepted });
    expect(reply).toMatchObject({ status: 200, coding });
    expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
    expect(reply.headers.vary).toMatch(/^Accept, Authorization, X-Explain, Accept-Encoding$/);
    if (coding !== 'identity') expect(reply.bytes.length).toBeLessThan(reply.text.length / 3);
    expect(dataOf(reply.text)).toEqual(dataOf((await get(RECORDS)).text));
  });
});

describe.each(CODINGS)('in %s', (accepted) => {
  test.each([
    ['introspection', getIntrospectionQuery()],
    ['records', RECORDS],
  ])('%s reads the same by GET and by POST, made anew and kept', async (_, query) => {
    const plain = dataOf((await post(query)).text);
    for (const ask of [get, post]) {
      const replies = [
        await ask(query, { accepted, headers: NO_CACHE }),
        await ask(query, { accepted }),
        await ask(query, { accepted }),
      ];
      for (const { coding, text, headers, bytes } of replies) {
        expect(coding).toBe(accepted);
        expect(headers['content-length']).toBe(String(bytes.length));
        expect(dataOf(text)).toEqual(plain);
      }
    }
  });

  test('an answer has the weak tag that it has without, and is known by it', async () => {
    const plain = await get(RECORDS);
    const coded = await get(RECORDS, { accepted });
    expect(coded.headers.etag).toMatch(/^W\//);
    expect(coded.headers.etag).toBe(plain.headers.etag);
    const headers = { 'if-none-match': coded.headers.etag ?? '' };
    for (const again of [accepted, undefined, ALL]) {
      const reply = await get(RECORDS, { accepted: again, headers });
      expect(reply).toMatchObject({ status: 304, text: '', coding: 'identity' });
      expect(reply.headers.etag).toBe(plain.headers.etag);
      expect(reply.headers.vary).toContain('Accept-Encoding');
    }
    expect((await get(SMALL, { accepted, headers })).status).toBe(200);
  });

  test('a kept answer tells what is left of the quota now', async () => {
    const portal = await startKeyedPortal();
    portal.limits.set('nobody', 1000);
    const other = await startGraph(portal.url, { ...CACHING, listener: { COMPRESS_FROM_KB: 1 } });
    const ask = (query: string) => sendCoded(`${other.url}/graphql`, { json: { query }, accepted });
    const titles = Array.from({ length: 100 }, (_, i) => `title${i}: title`).join(' ');
    const left: number[] = [];
    for (const datasetId of ['b', 'c', 'd', 'e']) {
      const { coding, text } = await ask(`{ dataset(datasetId: "a") { ${titles} } }`);
      expect(coding).toBe(accepted);
      left.push(JSON.parse(text).extensions.upstream.quotaRemaining);
      await ask(`{ dataset(datasetId: "${datasetId}") { title } }`);
    }
    expect(left).toEqual([999, 998, 997, 996]);
    await other.close();
    await portal.close();
  });

  test('a hundred clients at once are answered right', async () => {
    const query = RECORDS.replace('300', accepted.length === 2 ? '280' : `${290 + accepted.length}`);
    const replies = await Promise.all(Array.from({ length: 100 }, () => get(query, { accepted })));
    const [first] = replies;
    for (const { coding, text } of replies) {
      expect(coding).toBe(accepted);
      expect(dataOf(text)).toEqual(dataOf(first?.text ?? ''));
    }
  });
});

describe('an answer is never compressed', () => {
  test.each([
    ['a portal key', { authorization: 'Apikey demo-key' }],
    ['a login', { authorization: `Basic ${btoa('demo:demo')}` }],
    ['a credential that is none', { authorization: 'nonsense' }],
    ['an empty credential', { authorization: '' }],
    ['a token of priority', { 'x-priority-token': 'token' }],
    ['a cookie, which a proxy may take for a credential', { cookie: 'session=secret' }],
    ['the wish to have it explained', { 'x-explain': '1' }],
    ['the wish to have it as it is', { 'cache-control': 'no-cache, No-Transform , max-age=0' }],
  ])('if the request has %s', async (_, headers) => {
    for (const ask of [get, post]) {
      for (const query of [RECORDS, getIntrospectionQuery()])
        expect((await ask(query, { accepted: ALL, headers })).coding).toBe('identity');
    }
  });

  const links = Array.from({ length: 50 }, (_, i) => `a${i}: export(format: CSV) { url }`).join(' ');
  test.each([
    ['links', `{ dataset(datasetId: "earthquakes") { ${links} } }`],
    [
      'the quota',
      '{ quota { remaining } dataset(datasetId: "earthquakes") { records(first: 100) { nodes { fields } } } }',
    ],
    ['errors', `{ ${Array.from({ length: 20 }, (_, i) => `${'x'.repeat(150)}${i}`).join(' ')} }`],
    [
      'an error beside data',
      '{ node(id: "x") { id } dataset(datasetId: "earthquakes") { records(first: 100) { nodes { fields } } } }',
    ],
  ])('if it has %s in it', async (_, query) => {
    const { coding, bytes } = await post(query, { accepted: ALL });
    expect(coding).toBe('identity');
    expect(bytes.length).toBeGreaterThan(2048);
  });

  test('if it is small; caches are told that a larger one would be', async () => {
    const reply = await get(SMALL, { accepted: ALL });
    expect(reply.coding).toBe('identity');
    expect(reply.headers.vary).toContain('Accept-Encoding');
  });

  test.each([
    [
      'events',
      'text/event-stream',
      'query { dataset(datasetId: "earthquakes") { records(first: 100) { nodes { fields } } } }',
    ],
    [
      'parts',
      'multipart/mixed',
      '{ dataset(datasetId: "earthquakes") { title ... @defer { records(first: 100) { nodes { fields } } } } }',
    ],
  ])('if it comes as %s', async (_, accept, query) => {
    const reply = await get(query, { accepted: ALL, headers: { accept } });
    expect(reply.status).toBe(200);
    expect(reply.coding).toMatch(/^(identity|none)$/);
    expect(reply.headers['content-type']).toContain(accept);
  });

  test('if it is an export', async () => {
    const reply = await sendCoded(`${graph.url}/export/earthquakes.json`, { accepted: ALL });
    expect(reply).toMatchObject({ status: 200, coding: 'identity' });
  });
});

test('a browser that opens the graph where there is no GraphiQL is answered compressed too', async () => {
  const reply = await get(RECORDS, { accepted: ALL, headers: BROWSER });
  expect(reply).toMatchObject({ status: 200, coding: 'zstd' });
  expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
  expect(reply.headers.vary).toContain('Accept-Encoding');
  expect(dataOf(reply.text)).toEqual(dataOf((await get(RECORDS)).text));
});

test('HEAD is refused as ever', async () => {
  expect(await get(RECORDS, { accepted: ALL, method: 'HEAD' })).toMatchObject({ status: 405, text: '' });
});

test('what counts as new for no time is compressed all the same', async () => {
  const other = await startGraph(inject('portalUrl'));
  const reply = await sendCoded(`${other.url}${asked(RECORDS)}`, { accepted: ALL });
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.coding).toBe('zstd');
  await other.close();
});

test('COMPRESS_FROM_KB is the size from which on, and 0 compresses nothing', async () => {
  const size = (await get(RECORDS)).bytes.length;
  for (const [from, coding, vary] of [
    [Math.floor(size / 1024), 'br', true],
    [Math.ceil(size / 1024) + 1, 'identity', true],
    [0, 'identity', false],
  ] as const) {
    const other = await startGraph(inject('portalUrl'), { listener: { COMPRESS_FROM_KB: from } });
    const reply = await sendCoded(`${other.url}${asked(RECORDS)}`, { accepted: 'br' });
    expect(reply.coding).toBe(coding);
    expect(reply.headers.vary?.includes('Accept-Encoding')).toBe(vary);
    await other.close();
  }
});

describe('for a program that embeds the graph', () => {
  const graphOfProgram = createServer({ odsUrl: inject('portalUrl'), logLevel: 'silent' });
  const servers: HttpServer[] = [];
  afterAll(async () => {
    for (const server of servers) await server.close();
    await graphOfProgram.close({ grace: 1 });
  });

  test.each(['node:http', 'fetch'] as const)('nothing is compressed over %s', async (carrier) => {
    const server = await startHttpServer(carriedBy(carrier, graphOfProgram), {
      port: 0,
      host: '127.0.0.1',
      logger: createLogger('silent'),
    });
    servers.push(server);
    const reply = await sendCoded(`${server.url}${asked(RECORDS)}`, { accepted: ALL });
    expect(reply).toMatchObject({ status: 200, coding: 'identity' });
    expect(reply.headers.vary).not.toContain('Accept-Encoding');
  });
});

describe('a header that was made to hurt', () => {
  test.each([
    ['commas', ','.repeat(14_000), 'identity'],
    ['commas before what is meant', `${','.repeat(14_000)}gzip`, 'gzip'],
    ['semicolons', `gzip${';'.repeat(14_000)}`, 'gzip'],
    ['blanks', `gzip${' '.repeat(7000)};${' '.repeat(7000)}q=1`, 'gzip'],
    ['the same again and again', 'gzip,'.repeat(2800), 'gzip'],
    ['many weights', `${'br;q=0.123,'.repeat(1200)}gzip`, 'gzip'],
    ['a long weight', `gzip;q=0.${'9'.repeat(14_000)}`, 'gzip'],
    ['names of objects', '__proto__, constructor, toString', 'identity'],
  ])('is read in time: %s', async (_, accepted, coding) => {
    const began = performance.now();
    expect((await get(RECORDS, { accepted })).coding).toBe(coding);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

test('clients that leave while their answer is compressed leave nothing behind', async () => {
  const query = (i: number) => RECORDS.replace('300', String(200 + i));
  for (let i = 0; i < 40; i += 1) {
    const client = await openSocket(graph.url);
    client.write(head(`GET ${asked(query(i))} HTTP/1.1`, 'Host: localhost', `Accept-Encoding: ${ALL}`));
    setTimeout(() => client.reset(), i);
  }
  expect(await get(query(40), { accepted: ALL })).toMatchObject({ status: 200, coding: 'zstd' });
});

describe.runIf(hasChromium())('a browser', () => {
  test.each(CODINGS)('reads %s, made anew and kept', async (coding) => {
    const browser = await startBrowser();
    const page = await browser.newPage();
    await page.goto(`${graph.url}/health`);
    await page.setExtraHTTPHeaders({ 'accept-encoding': coding });
    const replies = await page.evaluate(async (address) => {
      const all = [];
      for (const cache of ['no-cache', 'max-age=0', 'max-age=0']) {
        const response = await fetch(address, { headers: { 'cache-control': cache } });
        all.push({ coding: response.headers.get('content-encoding'), text: await response.text() });
      }
      return all;
    }, asked(RECORDS));
    const plain = dataOf((await get(RECORDS)).text);
    for (const reply of replies) {
      expect(reply.coding).toBe(coding);
      expect(dataOf(reply.text)).toEqual(plain);
    }
    await browser.close();
  });
});
