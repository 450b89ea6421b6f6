/** The introduction of the API's documentation, sentence by sentence. Its words are in the names of the tests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { Client } from './client.ts';

const dataset = 'earthquakes';
const series = 'x=net&y.n.func=COUNT';
const clusters = 'clusterprecision=2&clusterdistance=50';
const flag = 'ae28ba06225d2de88e48cbdb33c562d3';

/** An address of each API that reads, and its alternative formats. */
const reading: [api: string, path: string, formats: string[]][] = [
  ['Dataset search', '/api/datasets/1.0/search/?rows=2', ['csv', 'rss']],
  ['Dataset lookup', `/api/datasets/1.0/${dataset}/?`, []],
  ['Record lookup', '/api/datasets/1.0/country-flags/records/737ace3151781960b82caa3724fa134614868346/?', []],
  ['Records search', `/api/records/1.0/search/?dataset=${dataset}&rows=2`, ['geojson', 'csv']],
  ['Analysis', `/api/records/1.0/analyze/?dataset=${dataset}&${series}`, ['csv']],
  ['Download', `/api/records/1.0/download/?dataset=${dataset}&rows=2`, ['json', 'geojson', 'csv']],
  ['Geo clustering', `/api/records/1.0/geocluster/?dataset=${dataset}&${clusters}`, []],
];
const multimedia = `/api/datasets/1.0/country-flags/files/${flag}/`;
const push = '/api/push/1.0/realtime-sensors/realtime/push/?pushkey=demo-push-key';

const types: Record<string, string> = {
  json: 'application/json; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
};

describe.each(['documented', 'current'] as const)('the introduction, as %s', (dialect) => {
  let portal: Portal;
  let client: Client;

  beforeAll(async () => {
    portal = await startPortal({ pushFile: ':memory:', dialect });
    client = new Client(portal.url);
  });
  afterAll(() => portal.close());

  const typeOf = (answer: { headers: Headers }) => answer.headers.get('Content-Type');

  describe('“APIs return JSON by default, some of them alternate content”', () => {
    test.each(reading)('%s: %s', async (api, path, formats) => {
      const { status, headers, text } = await client.call(path);
      // Of the download it is documented that its default is CSV.
      const usual = api === 'Download' ? 'csv' : 'json';
      expect([status, typeOf({ headers })]).toEqual([200, types[usual]]);
      if (usual === 'json') expect(() => JSON.parse(text)).not.toThrow();
      for (const format of formats) {
        const answer = await client.call(`${path}&format=${format}`);
        expect([format, answer.status, typeOf(answer)]).toEqual([format, 200, types[format]]);
      }
      expect((await client.call(`${path}&format=nonsense`)).status).toBe(400);
    });

    test('Real time push', async () => {
      const answer = await client.call(push, { method: 'POST', body: '{"sensor_id": "a"}' });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { status: 'ok' }]);
    });

    test('“except the multimedia download”', async () => {
      expect(typeOf(await client.call(multimedia))).toBe('image/png');
    });
  });

  describe('“cross-domain access from a browser, using CORS, except the push API”', () => {
    const from = { headers: { Origin: 'https://example.org' } };

    test.each([...reading.map(([api, path]) => [api, path]), ['Multimedia', multimedia]])(
      '%s',
      async (_, path = '') => {
        const { headers } = await client.call(path, from);
        expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
        // A site must never be answered with the credentials of its visitor.
        expect(headers.has('Access-Control-Allow-Credentials')).toBe(false);
      },
    );

    test('not for pushes', async () => {
      for (const method of ['POST', 'OPTIONS']) {
        const { headers } = await client.call(push, { ...from, method });
        expect(headers.has('Access-Control-Allow-Origin')).toBe(false);
      }
    });
  });

  describe('“JSONP is supported when returning JSON content by adding a callback parameter”', () => {
    test.each([
      ...reading.map(([api, path]) => [api, path]),
      ['Bounding box', `/api/records/1.0/boundingbox/?dataset=${dataset}`],
    ])('%s', async (api, path = '') => {
      const json = await client.call(`${path}&format=json`);
      const script = await client.call(`${path}&callback=jQuery1_2.f`);
      expect(typeOf(script)).toBe('application/javascript; charset=utf-8');
      const echoed = ['Dataset search', 'Records search'].includes(api ?? '');
      const expected = echoed ? json.text.replace('"format":"json"', '"format":"jsonp"') : json.text;
      expect(script.text).toBe(`jQuery1_2.f(${expected});`);
      expect((await client.call(`${path}&format=json&callback=jQuery1_2.f`)).text).toBe(script.text);
      expect((await client.call(`${path}&format=jsonp&callback=jQuery1_2.f`)).text).toBe(script.text);
    });

    test('GeoJSON', async () => {
      for (const api of ['search', 'download']) {
        const path = `/api/records/1.0/${api}/?dataset=${dataset}&rows=1&format=geojson&callback=f`;
        expect((await client.call(path)).text).toMatch(/^f\(\{"type":"FeatureCollection".*\}\);$/);
      }
    });

    test('what is no JSON stays what it is', async () => {
      const path = `/api/records/1.0/download/?dataset=${dataset}&rows=1&format=csv&callback=f`;
      expect(typeOf(await client.call(path))).toBe(types.csv);
      expect(typeOf(await client.call('/api/datasets/1.0/search/?format=rss&callback=f'))).toBe(types.rss);
    });

    test('an error is JSON: a browser does not run a script that failed', async () => {
      const answer = await client.call('/api/datasets/1.0/nope/?callback=f');
      expect([answer.status, typeOf(answer)]).toEqual([404, types.json]);
      expect((await client.call(`/api/datasets/1.0/${dataset}/?callback=alert(1)`)).status).toBe(400);
    });
  });

  describe('“GET and POST HTTP methods, except for the push API”', () => {
    test.each([...reading.map(([api, path]) => [api, path]), ['Multimedia', `${multimedia}?`]])(
      '%s',
      async (_, path = '') => {
        const [address = '', query = ''] = path.split('?');
        const got = await client.call(path);
        for (const [where, body] of [
          [address, new URLSearchParams(query)],
          [path, new URLSearchParams()],
        ] as const) {
          const posted = await client.call(where, { method: 'POST', body });
          expect([posted.status, typeOf(posted), posted.text]).toEqual([200, typeOf(got), got.text]);
        }
      },
    );

    test('a push is a POST alone', async () => {
      const { status, headers } = await client.call(push);
      expect([status, headers.get('Allow')]).toEqual([405, 'POST']);
    });
  });

  describe('“users can only see what they are allowed to see: datasets in a domain, records in a dataset”', () => {
    const partial = () => client.with({ Authorization: 'Apikey demo-partial-key' });
    const holder = () => client.with({ Authorization: 'Apikey demo-key' });

    test('datasets', async () => {
      const path = '/api/datasets/1.0/earthquakes-significant/';
      expect((await client.call(path)).status).toBe(404);
      expect((await holder().call(path)).status).toBe(200);
      const [seen, hidden] = [await holder().datasets(), await client.datasets()];
      expect(seen.nhits - hidden.nhits).toBe(1);
    });

    test('records', async () => {
      const significant = { q: 'mag<6' };
      expect((await holder().records('earthquakes-significant', significant)).nhits).toBeGreaterThan(30);
      expect((await partial().records('earthquakes-significant', significant)).nhits).toBe(0);
      const french = await partial().facet('doc-geonames-cities-5000', 'country_code', {
        facet: 'country_code',
        rows: '0',
      });
      expect(french).toEqual(['FR 1982 displayed']);
    });
  });

  describe('“the following authentication modes”', () => {
    const path = '/api/datasets/1.0/earthquakes-significant/';
    const basic = `Basic ${Buffer.from('demo-user:demo-password').toString('base64')}`;

    test('Basic HTTP authentication', async () => {
      expect((await client.with({ Authorization: basic }).call(path)).status).toBe(200);
      const wrong = `Basic ${Buffer.from('demo-user:wrong').toString('base64')}`;
      expect((await client.with({ Authorization: wrong }).call(path)).status).toBe(401);
    });

    test('Simple key authentication', async () => {
      expect((await client.call(`${path}?apikey=demo-key`)).status).toBe(200);
      expect((await client.with({ Authorization: 'Apikey demo-key' }).call(path)).status).toBe(200);
      expect((await client.call(`${path}?apikey=wrong`)).status).toBe(401);
    });

    test('the session of a browser that has logged in, until it logs out', async () => {
      const body = new URLSearchParams({ user: 'demo-user', password: 'demo-password' });
      const login = await client.call('/login/', { method: 'POST', body });
      const cookie = login.headers.getSetCookie()[0] ?? '';
      expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
      const browser = client.with({ Cookie: cookie.split(';')[0] ?? '' });
      expect((await browser.call(path)).status).toBe(200);
      expect((await browser.records('earthquakes-significant')).nhits).toBeGreaterThan(30);
      await browser.call('/logout/');
      expect((await browser.call(path)).status).toBe(404);
    });
  });

  describe('“three headers to indicate the current state of your quota”', () => {
    test.each([...reading.map(([, path]) => path), multimedia, '/api/nope/', '/api/datasets/1.0/nope/'])(
      '%s',
      async (path) => {
        const { headers } = await client.with({ Authorization: 'Apikey demo-small-key' }).call(path);
        const [limit, remaining] = ['Limit', 'Remaining'].map((name) =>
          Number(headers.get(`X-RateLimit-${name}`)),
        );
        expect(limit).toBe(100);
        expect(remaining).toBeLessThan(100);
        const text = headers.get('X-RateLimit-Reset') ?? '';
        expect(text).toMatch(dialect === 'documented' ? /^\d+$/ : /^\d{4}-\d\d-\d\d 00:00:00\+00:00$/);
        const reset = dialect === 'documented' ? Number(text) * 1000 : Date.parse(text);
        // “Resets at midnight UTC”.
        expect(reset % 86_400_000).toBe(0);
        expect(reset - Date.now()).toBeGreaterThan(-1_000);
        expect(reset - Date.now()).toBeLessThanOrEqual(86_400_000);
      },
    );

    test('of a push, which names no user, the quota of everybody', async () => {
      for (const method of ['POST', 'GET']) {
        const body = method === 'POST' ? '{"sensor_id": "a"}' : null;
        const { headers } = await client.call(push, { method, body });
        const told = ['Limit', 'Remaining', 'Reset'].map((name) => headers.get(`X-RateLimit-${name}`));
        expect(told).toEqual([
          expect.stringMatching(/^\d+$/),
          expect.stringMatching(/^\d+$/),
          expect.any(String),
        ]);
      }
    });
  });

  describe('“when an error occurs, a JSON object describing the error”', () => {
    test.each([
      ['/api/datasets/1.0/nope/', 404],
      [`/api/datasets/1.0/${dataset}/records/nope/`, 404],
      ['/api/records/1.0/search/', 400],
      [`/api/records/1.0/search/?dataset=${dataset}&q=(`, 400],
      [`/api/records/1.0/analyze/?dataset=${dataset}`, 400],
      [`/api/records/1.0/geocluster/?dataset=${dataset}`, 400],
      [`/api/records/1.0/download/?dataset=${dataset}&rows=x`, 400],
      ['/api/datasets/1.0/search/?apikey=wrong', 401],
      [`/api/datasets/1.0/country-flags/files/${'0'.repeat(32)}/`, 404],
    ])('%s: %i', async (path, status) => {
      const answer = await client.call(path);
      expect([answer.status, typeOf(answer)]).toEqual([status, types.json]);
      expect(JSON.parse(answer.text)).toEqual({ error: expect.any(String) });
    });

    test('a quota that is used up', async () => {
      const keyed = client.with({ Authorization: 'Apikey demo-small-key' });
      let answer = await keyed.call('/api/datasets/1.0/search/?rows=0');
      for (let calls = 0; calls < 100 && answer.status === 200; calls++) {
        answer = await keyed.call('/api/datasets/1.0/search/?rows=0');
      }
      const documented = {
        errorcode: 10001,
        error: 'License Violation Exception : You have exceeded your quotas.',
      };
      const current = {
        errorcode: 10002,
        reset_time: expect.stringMatching(/T00:00:00Z$/),
        limit_time_unit: 'day',
        call_limit: 100,
        error: 'Too many requests on the domain. Please contact the domain administrator.',
      };
      expect([answer.status, typeOf(answer), JSON.parse(answer.text)]).toEqual(
        dialect === 'documented' ? [403, types.json, documented] : [429, types.json, current],
      );
    });
  });
});
