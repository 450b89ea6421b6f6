/** A portal that answers 200 with what is no answer: an error, told in its words, and kept nowhere. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakePortal, fakePortal } from '../portals/fake-portal.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';

const soon = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 30_000 });

const dataset = {
  datasetid: 'd',
  has_records: true,
  fields: [
    { name: 'text', type: 'text', annotations: [{ name: 'facet' }] },
    { name: 'place', type: 'geo_point_2d' },
  ],
  metas: { title: 'D' },
};
const record = { datasetid: 'd', recordid: 'r', fields: { text: 'x' } };

/** What each API answers when it is well. */
const WELL: Record<string, unknown> = {
  '/api/datasets/1.0/search/': { nhits: 1, datasets: [dataset] },
  '/api/datasets/1.0/d/': dataset,
  '/api/datasets/1.0/d/records/r/': record,
  '/api/records/1.0/search/': { nhits: 1, records: [record] },
  '/api/records/1.0/analyze/': [{ x: 'x', s0: 1 }],
  '/api/records/1.0/geocluster/': { clusters: [], count: {} },
  '/api/records/1.0/boundingbox/': { count: 1, bbox: [1, 2, 3, 4] },
};

const BAD: [string, unknown][] = [
  ['an error', { error: 'Under maintenance', errorcode: 5 }],
  ['an error beside numbers', { nhits: 0, count: 0, error: 'Under maintenance' }],
  ['a message', { message: 'Under maintenance' }],
  ['an empty object', {}],
  ['a text', 'Under maintenance'],
  ['null', null],
  ['a number', 42],
];

const APIS: [name: string, path: string, query: string][] = [
  ['catalog search', '/api/datasets/1.0/search/', '{ datasets { totalCount } }'],
  ['dataset lookup', '/api/datasets/1.0/d/', '{ dataset(datasetId: "d") { title } }'],
  [
    'record lookup',
    '/api/datasets/1.0/d/records/r/',
    '{ record(datasetId: "d", recordId: "r") { recordId } }',
  ],
  [
    'record search',
    '/api/records/1.0/search/',
    '{ dataset(datasetId: "d") { records(first: 1) { totalCount nodes { recordId } } } }',
  ],
  [
    'analysis',
    '/api/records/1.0/analyze/',
    '{ dataset(datasetId: "d") { analysis(x: [{ field: "text" }], series: [{ name: "n", function: COUNT }]) { points { x } } } }',
  ],
  [
    'geo clustering',
    '/api/records/1.0/geocluster/',
    '{ dataset(datasetId: "d") { geoClusters(zoom: 3, radius: 10) { clusters { count } } } }',
  ],
  [
    'bounding box',
    '/api/records/1.0/boundingbox/',
    '{ dataset(datasetId: "d") { boundingBox { southWest { latitude } } } }',
  ],
];

let portal: FakePortal;
let bad: { path: string; body: unknown } | null;

beforeEach(async () => {
  bad = null;
  portal = await fakePortal((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://portal');
    const body = bad?.path === pathname ? bad.body : WELL[pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
});
afterEach(() => portal[Symbol.asyncDispose]());

async function askOverHttp({ url }: Graph, query: string) {
  const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`);
  const { data, errors = [] } = await response.json();
  return { data, errors, cacheControl: response.headers.get('cache-control') };
}

describe.each(APIS)('%s', (_, path, query) => {
  test.each(BAD)('200 with %s', async (what, body) => {
    const graph = await startGraph(portal.transport.url.href, { ...CACHING });
    bad = { path, body };
    const broken = await askOverHttp(graph, query);
    expect(broken.errors[0]?.extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    if (typeof body === 'object' && JSON.stringify(body).includes('maintenance'))
      expect(broken.errors[0]?.message).toMatch(/It says: Under maintenance$/);
    expect([what, broken.cacheControl]).not.toEqual([what, expect.stringContaining('public')]);
    bad = null;
    const healed = await askOverHttp(graph, query);
    expect(healed.errors).toEqual([]);
    expect(JSON.stringify(healed.data)).not.toContain('null');
    await graph.close();
  });
});

describe.skipIf(!hasRedis())('with replicas', () => {
  let redis: RedisServer;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(() => redis.stop());

  test('what is no answer is in no Redis', async () => {
    const options = { ...CACHING, redisUrl: redis.url };
    const [a, b] = [
      await startGraph(portal.transport.url.href, options),
      await startGraph(portal.transport.url.href, options),
    ];
    for (const [, path, query] of APIS) {
      bad = { path, body: { error: 'Under maintenance' } };
      expect((await a.ask(query)).errors).toHaveLength(1);
      bad = null;
      expect((await b.ask(query)).errors).toEqual([]);
    }
    const client = new Redis(redis.url);
    await soon(async () => (await client.keys('*:answer:*')).length > 0);
    const values = await client.mget(await client.keys('*:answer:*'));
    client.disconnect();
    expect(values.join()).not.toContain('maintenance');
    await a.close();
    await b.close();
  });
});

test('the portal is quoted with 500 characters, and without the credential, however it spells it', async () => {
  const login = Buffer.from('jane doe:pa"ss&wörd').toString('base64');
  const graph = await startGraph(portal.transport.url.href, { ...CACHING });
  const path = '/api/datasets/1.0/search/';
  const spellings = [
    login,
    'jane doe:pa"ss&wörd',
    'pa"ss&wörd',
    'jane doe',
    encodeURIComponent('pa"ss&wörd'),
    new URLSearchParams({ p: 'pa"ss&wörd' }).toString().slice(2),
    'pa\\"ss&wörd',
    'pa&quot;ss&amp;wörd',
  ];
  // The cut goes through a spelling of it.
  for (const spelling of [...spellings, `${'x'.repeat(490)} ${login}`]) {
    bad = { path, body: { error: `refused: ${spelling} ${'y'.repeat(1_000_000)}` } };
    const { errors } = await graph.ask(
      '{ datasets { totalCount } }',
      {},
      { authorization: `Basic ${login}` },
    );
    const text = JSON.stringify(errors);
    expect(errors[0]?.message.length).toBeLessThan(650);
    for (const secret of ['pa"ss', 'pa\\"ss', 'pa%22ss', 'jane', login.slice(0, 8), 'wörd', 'quot;ss'])
      expect(text).not.toContain(secret);
    if (!spelling.startsWith('xx')) expect(text).toContain('[credential]');
  }
  await graph.close();
});
