/** What real clients send, and read from the answers. Each point was found by running one of them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../src/portal/portal.ts';
import { Client } from './client.ts';

const failures: Error[] = [];
let portal: Portal;
let client: Client;

beforeAll(async () => {
  portal = await startPortal({
    definitions: new URL('./fixtures/clients.ts', import.meta.url).href,
    databaseFile: ':memory:',
    onFailure: (error) => failures.push(error),
  });
  client = new Client(portal.url);
});
afterEach(() => expect(failures).toEqual([]));
afterAll(() => portal.close());

const dataset = 'things';

async function json(api: string, parameters: Record<string, string | string[]>) {
  const query = new URLSearchParams(
    Object.entries({ dataset, ...parameters }).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one]),
    ),
  );
  const { status, headers, text } = await client.call(`/api/records/1.0/${api}/?${query}`);
  return { status, headers, body: JSON.parse(text) };
}

/** The codes of the records that a query finds. */
const found = async (q: string, parameters: Record<string, string> = {}) => {
  const { records } = await client.records(dataset, { q, sort: 'code', ...parameters });
  return records.map(({ fields }) => fields.code).join('');
};

describe('an analysis', () => {
  test.each([
    ['name', 5],
    ['tags', 3],
    ['day', 2],
    ['shape', 4],
    ['point', 1],
    ['mass', 5],
    ['mass * 2', 5],
    ['time(day)', 2],
  ])('COUNT of %s counts the records that have it', async (expr, count) => {
    const series = { 'y.n.func': 'COUNT', 'y.n.expr': expr };
    expect((await json('analyze', series)).body).toEqual([{ n: count }]);
    const clusters = await json('geocluster', { ...series, clusterprecision: '0', clusterdistance: '1000' });
    const total = clusters.body.clusters.reduce(
      (sum: number, { series }: { series: { n: number } }) => sum + series.n,
      0,
    );
    // The clusters have the records that have a point.
    expect(total).toBe(1);
  });

  test('any other function of a text stays an error', async () => {
    const { status, body } = await json('analyze', { 'y.n.func': 'SUM', 'y.n.expr': 'name' });
    expect([status, body.error]).toEqual([400, expect.stringContaining('not a numeric field')]);
    expect((await json('analyze', { 'y.n.func': 'COUNT', 'y.n.expr': 'nope' })).status).toBe(400);
  });

  test('that maxpoints cuts is not called truncated', async () => {
    const { headers, body } = await json('analyze', { x: 'mass', 'y.n.func': 'COUNT', maxpoints: '2' });
    expect(body).toHaveLength(2);
    expect(headers.has('ODS-Analyze-Truncated')).toBe(false);
  });

  test('that the portal cuts is', async () => {
    // 12,000 groups of 101 values each are more than a million.
    const series = Array.from({ length: 100 }, (_, n) => [`y.s${n}.func`, 'COUNT']);
    const { status, headers, body } = await json('analyze', {
      ...Object.fromEntries(series),
      dataset: 'many',
      x: 'n',
      sort: '-x',
    });
    expect([status, headers.get('ODS-Analyze-Truncated'), body.length]).toEqual([200, 'true', 9_900]);
    const cut = await json('analyze', {
      ...Object.fromEntries(series),
      dataset: 'many',
      x: 'n',
      maxpoints: '5',
    });
    expect([cut.body.length, cut.headers.get('ODS-Analyze-Truncated')]).toEqual([5, 'true']);
  });

  test('over a text that is no facet is an error', async () => {
    const { status, body } = await json('analyze', { x: 'name', 'y.n.func': 'COUNT' });
    expect([status, body]).toEqual([400, { error: "Unknown facet name 'name'" }]);
    expect((await json('analyze', { x: 'kind', 'y.n.func': 'COUNT' })).body).toEqual([
      { x: 'x', n: 2 },
      { x: 'y', n: 1 },
    ]);
  });

  test('has quantiles by subset, with a decimal, also if there is only one', async () => {
    const of = async (subsets: string) =>
      (await json('analyze', { 'y.q.func': 'QUANTILES', 'y.q.expr': 'mass', 'y.q.subsets': subsets })).body;
    expect(await of('50')).toEqual([{ q: { '50.0': 3 } }]);
    expect(await of('')).toEqual([{ q: { '50.0': 3 } }]);
    expect(await of('0,25,99.5')).toEqual([{ q: { '0.0': 1, '25.0': 2, '99.5': expect.closeTo(4.98) } }]);
    const sorted = await json('analyze', {
      x: 'kind',
      sort: 'q',
      'y.q.func': 'QUANTILES',
      'y.q.expr': 'mass',
    });
    expect(sorted.body.map(({ x }: { x: string }) => x)).toEqual(['y', 'x']);
  });
});

describe('facets', () => {
  test('may be asked of any field that exists; any other is ignored', async () => {
    const { facet_groups: groups } = await client.records(dataset, {
      facet: ['name', 'tags', 'mass', 'day', 'shape', 'nope'],
      rows: '0',
    });
    expect(groups?.map(({ name }) => name)).toEqual(['name', 'tags', 'mass', 'day']);
    expect(await client.facet(dataset, 'tags', { facet: 'tags' })).toEqual([
      'red 2 displayed',
      'blue 1 displayed',
      'Green 1 displayed',
      'Green tea 1 displayed',
    ]);
  });

  test('of a field that is no facet may be refined', async () => {
    expect(await client.facet(dataset, 'tags', { 'refine.tags': 'blue' })).toEqual(['blue 1 refined']);
  });
});

describe('the query language', () => {
  test.each([
    ['not mass==1', 'bcde'],
    ['kind==x and not mass==1', 'b'],
    ['kind==x or mass==5', 'abe'],
    ['(kind==x or kind==y) and mass>1', 'bd'],
    ['-kind==x', 'cde'],
    ['-(mass==1 OR mass==2) kind:*', ''],
    ['mass>1 -mass>=4', 'bc'],
    ['-"to be" mass>3', 'e'],
    ['NOT -mass==1', 'a'],
    // As words, they are words.
    ['or', 'd'],
    ['not', 'd'],
    ['not to', 'abce'],
    ['be or', 'd'],
    ['(be or)', 'd'],
    ['#search(name, "or not")', 'd'],
    ['"or not to be"', 'd'],
    ['name:or', 'd'],
  ])('%s', async (q, codes) => {
    expect(await found(q)).toBe(codes);
  });

  test.each([
    ['red', 'ab'],
    ['Green', 'ab'],
    ['Green t', 'a'],
    ['green', ''],
    ['re', 'ab'],
    ['ed', ''],
    ['', 'abc'],
    ['red,G', 'a'],
  ])('#startswith(tags, "%s") looks at each value', async (text, codes) => {
    expect(await found(`#startswith(tags, "${text}")`)).toBe(codes);
  });

  test.each([
    '(-1,-1),(-1,3),(3,3),(3,-1)',
    '((-1,-1),(-1,3),(3,3),(3,-1))',
    ' ( (-1,-1), (-1,3), (3,3), (3,-1) ) ',
  ])('a polygon may have parentheses around it: %s', async (polygon) => {
    expect(await found('', { 'geofilter.polygon': polygon })).toBe('ab');
    expect(await found(`#polygon(shape, "${polygon}")`)).toBe('ab');
  });

  test.each(['(((0,0),(0,1),(1,1)))', '((0,0),(0,1),(1,1)', '()', '(())'])(
    'but no others: %s',
    async (polygon) => {
      const { status } = await client.fail('/api/records/1.0/search/', {
        dataset,
        'geofilter.polygon': polygon,
      });
      expect(status).toBe(400);
    },
  );

  test.each([
    ['café', 'a'],
    ['cafe\u0301', 'a'],
    ['cafe', 'a'],
    ['"cafe\u0301 e\u0301toile"', 'a'],
    ['E\u0301toile', 'a'],
    ['न्यूयॉर्क', 'b'],
    ['"न्यूयॉर्क"', 'b'],
    // Half of the word is a prefix of it, and its second half is no word.
    ['न्यू', 'b'],
    ['यॉर्क', ''],
    ['q\u0303uux', 'c'],
    ['uux', ''],
  ])('a word with its marks is one word: %s', async (q, codes) => {
    expect(await found(q)).toBe(codes);
  });
});

describe('a dataset', () => {
  const path = `/api/datasets/1.0/${dataset}/`;
  const lookup = async (query = '') => JSON.parse((await client.call(`${path}${query}`)).text);

  test('has its metadata by template too', async () => {
    for (const body of [await lookup(), (await client.datasets({ q: `datasetid:${dataset}` })).datasets[0]]) {
      expect(body).toMatchObject({
        basic_metas: {
          default: { title: 'Things & more', modified: '2024-03-10T12:00:00+00:00', records_count: 5 },
          custom: { custom_note: 'mine' },
        },
      });
      expect(Object.keys(body)).not.toContain('extra_metas');
      expect(Object.keys(body)).not.toContain('asset_metas');
    }
    const local = await lookup('?timezone=Europe/Paris');
    expect(local.basic_metas.default.modified).toBe('2024-03-10T13:00:00+01:00');
  });

  test('has the dates for other catalogs as instants', async () => {
    expect((await lookup('?interopmetas=true')).interop_metas).toEqual({
      dcat: {
        created: '2019-05-01T00:00:00+00:00',
        issued: '2020-02-03T00:00:00+00:00',
        creator: 'A. Curator',
      },
    });
  });

  test('has what the widgets read of how it is shown', async () => {
    const asset = {
      asset_content_configuration: {
        facets: [{ field_name: 'kind', facetsort: 'alphanum', disjunctive: true }],
      },
    };
    const body = await lookup('?extrametas=true&assetmetas=true');
    expect(body.extra_metas).toMatchObject({
      ...asset,
      explore: { download_count: expect.any(Number), popularity_score: expect.any(Number) },
      visualization: { map_tooltip_disabled: false, map_tooltip_html_enabled: false },
    });
    expect(body.asset_metas).toEqual(asset);
  });

  test('counts its calls and downloads, by which the catalog can be sorted', async () => {
    const counts = async (id: string) => {
      const { datasets } = await client.datasets({ q: `datasetid:${id}`, extrametas: 'true' });
      return datasets[0]?.extra_metas;
    };
    const first = async (sort: string) => (await client.datasets({ sort, rows: '1' })).datasets[0]?.datasetid;
    for (let download = 0; download < 3; download++) {
      await client.call('/api/records/1.0/download/?dataset=many&rows=1');
    }
    expect(await counts('many')).toMatchObject({ explore: { download_count: 3 } });
    expect(await first('explore.download_count')).toBe('many');
    expect(await first('-explore.download_count')).toBe(dataset);
    for (let call = 0; call < 200; call++) await lookup();
    expect(await first('explore.popularity_score')).toBe(dataset);
    // A HEAD downloads nothing.
    await client.call('/api/records/1.0/download/?dataset=many', { method: 'HEAD' });
    expect(await counts('many')).toMatchObject({ explore: { download_count: 3 } });
  });

  test('search takes 10,000 rows', async () => {
    expect((await client.datasets({ rows: '10000' })).datasets).toHaveLength(2);
    expect((await client.fail('/api/datasets/1.0/search/', { rows: '10001' })).status).toBe(400);
  });
});

describe('shapes', () => {
  const series = { 'y.m.func': 'SUM', 'y.m.expr': 'mass', 'y.q.func': 'QUANTILES', 'y.q.expr': 'mass' };

  test('geopolygon has each once, in the envelope of a clustering', async () => {
    const { status, body } = await json('geopolygon', { clusterprecision: '3', ...series });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      clusters: [
        { cluster: { type: 'Polygon' }, count: 2, series: { m: 3, q: { '50.0': 1.5 } } },
        { count: 1, series: { m: 3 } },
        { count: 1, series: { m: 4 } },
      ],
      count: { min: 1, max: 2 },
      series: { m: { min: 3, max: 4 } },
      clusterprecision: 3,
    });
    const aliased = await client.call(`/api/datasets/1.0/${dataset}/records/geopolygon/?clusterprecision=3`);
    expect(JSON.parse(aliased.text).clusters).toHaveLength(3);
  });

  test('a digest finds its records again, in a search, an analysis and a download', async () => {
    const { body } = await json('geopolygon', { clusterprecision: '3' });
    const digest = body.clusters[0].geo_digest;
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    for (const name of ['geo_digest', 'geo_digest.shape']) {
      expect(await found('', { [name]: digest })).toBe('ab');
      expect((await json('analyze', { [name]: digest, 'y.n.func': 'COUNT' })).body).toEqual([{ n: 2 }]);
      expect((await json('download', { [name]: digest, format: 'json' })).body).toHaveLength(2);
    }
    expect(await found('', { 'geo_digest.point': digest })).toBe('');
    expect(await found('', { geo_digest: 'nonsense' })).toBe('');
  });

  test('geopreview has them alone, as an array', async () => {
    const { body } = await json('geopreview', {
      rows: '1000',
      clusterprecision: '2',
      'geofilter.bbox': '-1,-1,8,8',
    });
    expect(body).toEqual([
      { geometry: expect.objectContaining({ type: 'Polygon' }), geo_digest: expect.any(String) },
      { geometry: expect.objectContaining({ type: 'Polygon' }), geo_digest: expect.any(String) },
    ]);
    expect((await json('geopreview', { rows: '1' })).body).toHaveLength(1);
  });

  test('may be asked of another geo field, and there may be none', async () => {
    const { body } = await json('geopreview', { geo_field: 'point' });
    expect(body).toEqual([
      { geometry: { type: 'Point', coordinates: [0.5, 0.5] }, geo_digest: expect.any(String) },
    ]);
    expect((await json('geopreview', { geo_field: 'mass' })).status).toBe(400);
    expect((await json('geopreview', { dataset: 'many' })).body).toEqual([]);
    expect((await json('geopolygon', { dataset: 'many', clusterprecision: '1' })).body).toMatchObject({
      clusters: [],
      count: { min: null, max: null },
    });
    expect((await json('geopolygon', {})).status).toBe(400);
  });
});

describe('a feed', () => {
  test.each([
    ['rss', '<rss ', '<item>'],
    ['atom', '<feed ', '<entry>'],
  ])('%s has the records, and the datasets', async (format, root, item) => {
    for (const [path, count] of [
      [`/api/records/1.0/search/?dataset=${dataset}&`, 5],
      ['/api/datasets/1.0/search/?', 2],
    ] as const) {
      const { headers, text } = await client.call(`${path}format=${format}`);
      expect(headers.get('Content-Type')).toBe(`application/${format}+xml; charset=utf-8`);
      expect(text).toContain(root);
      expect(text.split(item)).toHaveLength(count + 1);
      expect(['\u0001', '\ufffe'].some((mark) => text.includes(mark))).toBe(false);
    }
  });
});

test('a bad Basic login is challenged for another one; a bad key is not', async () => {
  const challenge = async (authorization: string) => {
    const { status, headers } = await client
      .with({ Authorization: authorization })
      .call('/api/datasets/1.0/search/');
    return [status, headers.get('WWW-Authenticate')];
  };
  const basic = [401, 'Basic realm="ods-graphql", charset="UTF-8"'];
  expect(await challenge(`Basic ${btoa('demo-user:wrong')}`)).toEqual(basic);
  expect(await challenge('Basic %%%')).toEqual(basic);
  expect(await challenge('Apikey wrong')).toEqual([401, 'Apikey realm="ods-graphql"']);
});
