import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api, startSamples } from './fixture.ts';

let analyze: Api;
let url: string;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ url, close, failures } = await startSamples());
  analyze = new Api(url, '/api/records/1.0/analyze/');
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

const count = { 'y.n.func': 'COUNT' };

/** Every group as its x and its count. */
async function counts(query: Record<string, string | string[]>): Promise<unknown[]> {
  const rows: { x: unknown; n: unknown }[] = await analyze.get({ dataset: 'visits', ...count, ...query });
  return rows.map(({ x, n }) => [x, n]);
}

describe('x', () => {
  test('of text: one row for each value, none for what has no value', async () => {
    expect(await analyze.get({ dataset: 'visits', x: 'who', ...count })).toEqual([
      { x: 'ann', n: 2 },
      { x: 'bob', n: 2 },
      { x: 'cid', n: 1 },
    ]);
  });

  test('of numbers is a number', async () => {
    expect(await counts({ x: 'size', 'refine.who': 'ann' })).toEqual([
      [10, 1],
      [20, 1],
    ]);
  });

  test('of a list: each of its values; of a path: the whole', async () => {
    expect(await counts({ x: 'tags' })).toEqual([
      ['blue', 2],
      ['green', 1],
      ['red', 2],
    ]);
    expect(await counts({ x: 'tags', 'refine.who': 'bob' })).toEqual([['blue', 1]]);
    expect(await counts({ x: 'path' })).toEqual([
      ['a', 1],
      ['a/b', 2],
      ['c', 1],
    ]);
    expect(await counts({ dataset: 'trees', x: 'kinds' })).toEqual([
      ['x', 1],
      ['x/y', 2],
      ['z', 1],
    ]);
  });

  test('of several fields is an object by their names', async () => {
    expect(await counts({ x: ['who', 'tags'] })).toEqual([
      [{ who: 'ann', tags: 'blue' }, 1],
      [{ who: 'ann', tags: 'red' }, 2],
      [{ who: 'bob', tags: 'blue' }, 1],
      [{ who: 'cid', tags: 'green' }, 1],
    ]);
    expect(await counts({ x: ['tags', 'on.year'], q: 'size > 0' })).toEqual([
      [{ tags: 'blue', on: { year: 2023 } }, 2],
      [{ tags: 'red', on: { year: 2023 } }, 2],
    ]);
  });

  test('absent is one row without x, and none of no records', async () => {
    expect(await analyze.get({ dataset: 'visits', ...count })).toEqual([{ n: 6 }]);
    expect(await analyze.get({ dataset: 'visits', ...count, q: 'nothing' })).toEqual([]);
    expect(await analyze.get({ dataset: 'empty', x: 'n', ...count })).toEqual([]);
    expect(await analyze.get({ dataset: 'empty', ...count })).toEqual([]);
  });

  test('is refused where there is no such field, part or type', async () => {
    for (const x of ['nope', 'who.year', 'on.century', 'on.year.month', '', '.', 'x'.repeat(5000)]) {
      if (x !== '') expect(await analyze.fail({ dataset: 'visits', x, ...count })).toMatch(/^400 .*x API/);
    }
    expect(await analyze.fail({ dataset: 'places', x: 'spot', ...count })).toMatch(/^400 .*geo_point_2d/);
    expect(await analyze.fail({ dataset: 'places', x: 'outline', ...count })).toMatch(/^400 .*geo_shape/);
  });
});

describe('a series', () => {
  const one = async (func: string, more: Record<string, string> = {}) => {
    const rows = await analyze.get({ dataset: 'visits', 'y.s.func': func, 'y.s.expr': 'size', ...more });
    return rows[0].s;
  };

  test('is any of the functions, however it is spelled', async () => {
    expect(await one('COUNT')).toBe(5);
    expect(await one('sum')).toBe(62);
    expect(await one('Avg')).toBe(12.4);
    expect(await one('MIN')).toBe(-5);
    expect(await one('max')).toBe(30);
    expect(await one('SUMSQUARES')).toBe(1474);
    expect(await one('STDDEV')).toBeCloseTo(Math.sqrt(1474 / 5 - 12.4 ** 2), 12);
    expect(await one('QUANTILES')).toEqual({ '50.0': 10 });
    expect(await one('QUANTILES', { 'y.s.subsets': '25' })).toEqual({ '25.0': 7 });
    expect(await one('QUANTILES', { 'y.s.subsets': '0,90,100' })).toEqual({
      '0.0': -5,
      '90.0': 26,
      '100.0': 30,
    });
  });

  test('without any value is null', async () => {
    const none = { q: 'who=bob AND #null(size)' };
    for (const func of ['SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'SUMSQUARES']) {
      expect(await one(func, none)).toBe(null);
    }
    expect(await one('QUANTILES', none)).toEqual({ '50.0': null });
    expect(await one('COUNT', none)).toBe(0);
  });

  test('goes by any name', async () => {
    const rows = await analyze.get({
      dataset: 'visits',
      'y.serie1-1.func': 'COUNT',
      'y.a.b.func': 'SUM',
      'y.a.b.expr': 'size',
      'y.__proto__.func': 'COUNT',
      'y.ignored': 'x',
      'y.ignored.colour': 'red',
    });
    expect(JSON.stringify(rows)).toBe('[{"serie1-1":6,"a.b":62,"__proto__":6}]');
    expect(await analyze.fail({ dataset: 'visits', 'y.x.func': 'COUNT' })).toMatch(/^400 A series cannot/);
  });

  test('adds up along x, whatever the order', async () => {
    const query = {
      dataset: 'visits',
      x: 'on',
      precision: 'month',
      'y.n.func': 'COUNT',
      'y.n.cumulative': 'true',
      'y.s.func': 'SUM',
      'y.s.expr': 'size',
      'y.s.cumulative': 'true',
      'y.p.func': 'SUM',
      'y.p.expr': 'size',
      'y.p.cumulative': 'false',
    };
    const rows: { x: unknown; n: number; s: number; p: number }[] = await analyze.get(query);
    expect(rows.map(({ n }) => n)).toEqual([1, 3, 4, 5, 6]);
    expect(rows.map(({ s }) => s)).toEqual([7, 37, 67, 67, 62]);
    expect(rows.map(({ p }) => p)).toEqual([7, 30, 30, null, -5]);
    expect(await analyze.get({ ...query, sort: '-x' })).toEqual(rows.toReversed());
  });

  test('is refused where something is wrong with it', async () => {
    const refused = (query: Record<string, string>) =>
      analyze.fail({ dataset: 'visits', x: 'who', ...query });
    expect(await refused({})).toMatch(/^400 Missing API parameter: y\./);
    expect(await refused({ 'y.s.func': '' })).toMatch(/^400 Missing/);
    expect(await refused({ 'y.s.expr': 'size' })).toMatch(/^400 Missing API parameter: y.s.func/);
    expect(await refused({ 'y.s.func': 'MEDIAN' })).toMatch(/^400 .*MEDIAN.*QUANTILES/);
    expect(await refused({ 'y.s.func': 'AVG' })).toMatch(/^400 Missing API parameter: y.s.expr/);
    for (const subsets of ['-1', '101', 'x', '1,,2']) {
      expect(await refused({ 'y.s.func': 'QUANTILES', 'y.s.expr': 'size', 'y.s.subsets': subsets })).toMatch(
        /^400 .*subsets/,
      );
    }
  });
});

describe('sort', () => {
  const series = { ...count, 'y.s.func': 'SUM', 'y.s.expr': 'size' };
  const order = async (query: Record<string, string | string[]>) => {
    const rows: { x: unknown }[] = await analyze.get({ dataset: 'visits', x: 'who', ...series, ...query });
    return rows.map(({ x }) => x);
  };

  test('ascends by x without a name, or with one that is none', async () => {
    for (const sort of ['', 'nope', '-nope', 'x.nope', 'x.who.year', 'x.a.b.c', '-who']) {
      expect(await order({ sort })).toEqual(['ann', 'bob', 'cid']);
    }
  });

  test('by x ascends, and descends with a sign', async () => {
    expect(await order({ sort: 'x' })).toEqual(['ann', 'bob', 'cid']);
    expect(await order({ sort: '-x' })).toEqual(['cid', 'bob', 'ann']);
    expect(await order({ sort: '-x.who' })).toEqual(['cid', 'bob', 'ann']);
    expect(await order({ x: 'size', sort: '-x' })).toEqual([30, 20, 10, 7, -5]);
    const dates = { x: ['on.year', 'on.month'], 'refine.who': 'bob' };
    expect(await order({ ...dates, sort: 'x.on.month,x.on.year' })).toEqual([
      { year: 2024, month: 1 },
      { year: 2023, month: 3 },
    ]);
    expect(await order({ ...dates, sort: '-x.year' })).toEqual([
      { year: 2024, month: 1 },
      { year: 2023, month: 3 },
    ]);
    expect(await order({ ...dates, sort: ['x.on.year', 'x.on.month'] })).toEqual([
      { year: 2023, month: 3 },
      { year: 2024, month: 1 },
    ]);
    expect(await order({ x: ['who', 'on.year'], q: 'who:bob OR who:ann', sort: '-x.on.year,x.who' })).toEqual(
      [
        { who: 'bob', on: { year: 2024 } },
        { who: 'ann', on: { year: 2023 } },
        { who: 'bob', on: { year: 2023 } },
      ],
    );
  });

  test('by a series descends, and ascends with a sign; equal ones ascend by x', async () => {
    expect(await order({ sort: 's' })).toEqual(['ann', 'bob', 'cid']);
    expect(await order({ sort: '-s' })).toEqual(['cid', 'ann', 'bob']);
    expect(await order({ sort: 'n' })).toEqual(['ann', 'bob', 'cid']);
    expect(await order({ sort: 'n,-x' })).toEqual(['bob', 'ann', 'cid']);
  });

  test('puts what has no value last', async () => {
    expect(await order({ x: 'path', sort: 's' })).toEqual(['a', 'a/b', 'c']);
    expect(await order({ x: 'path', sort: '-s' })).toEqual(['a', 'a/b', 'c']);
  });
});

describe('maxpoints', () => {
  test('cuts after the order, which is not called truncated', async () => {
    const query = { dataset: 'visits', x: 'who', ...count, sort: '-x', maxpoints: '2' };
    const { text, headers } = await analyze.answer(query);
    expect(JSON.parse(text).map(({ x }: { x: string }) => x)).toEqual(['cid', 'bob']);
    expect(headers.get('ODS-Analyze-Truncated')).toBe(null);
    expect(headers.get('Access-Control-Expose-Headers')).toContain('ODS-Analyze-Truncated');
  });

  test('of 0 or nothing cuts nothing', async () => {
    for (const maxpoints of ['0', '', '3', '1000000']) {
      const { text, headers } = await analyze.answer({ dataset: 'visits', x: 'who', ...count, maxpoints });
      expect(JSON.parse(text).length).toBe(3);
      expect(headers.get('ODS-Analyze-Truncated')).toBe(null);
    }
    for (const maxpoints of ['-1', 'x', '1.5', '1e3', '9'.repeat(400)]) {
      expect(await analyze.fail({ dataset: 'visits', x: 'who', ...count, maxpoints })).toMatch(
        /^400 .*maxpoints/,
      );
    }
  });
});

describe('the filters', () => {
  test('are those of the search', async () => {
    expect(await counts({ x: 'who', q: 'bob' })).toEqual([['bob', 2]]);
    expect(await counts({ x: 'who', 'refine.tags': 'red' })).toEqual([['ann', 2]]);
    expect(await counts({ x: 'who', 'exclude.who': 'ann' })).toEqual([
      ['bob', 2],
      ['cid', 1],
    ]);
    expect(await counts({ x: 'who', 'refine.who': ['ann', 'bob'] })).toEqual([]);
    expect(await counts({ x: 'who', 'refine.who': ['ann', 'bob'], 'disjunctive.who': 'true' })).toEqual([
      ['ann', 2],
      ['bob', 2],
    ]);
    expect(await counts({ x: 'who', 'refine.nope': 'x', 'q.mine': 'who:ann' })).toEqual([['ann', 2]]);
    const places = (geofilter: Record<string, string>) =>
      counts({ dataset: 'places', x: 'kind', ...geofilter });
    expect(await places({ 'geofilter.bbox': '9,9,11,11' })).toEqual([['p', 2]]);
    expect(await places({ 'geofilter.distance': '40,40,1000' })).toEqual([['line', 1]]);
    expect(await places({ 'geofilter.polygon': '(-40,-70),(-40,-50),(-20,-50),(-20,-70)' })).toEqual([
      ['triangle', 3],
    ]);
    expect(await analyze.fail({ dataset: 'visits', ...count, q: '((' })).toMatch(/^400 /);
    expect(await analyze.fail({ dataset: 'visits', ...count, 'geofilter.bbox': 'x' })).toMatch(/^400 /);
  });

  test('leave the parameters of other APIs alone', async () => {
    expect(
      await counts({ x: 'who', rows: '100000', start: '-5', 'facetsort.x': 'nope', 'refine.who': 'cid' }),
    ).toEqual([['cid', 1]]);
  });
});

describe('the dataset', () => {
  test('is that of the path or of the parameter', async () => {
    const alias = new Api(url, '/api/datasets/1.0/visits/records/analyze');
    expect(await alias.get(count)).toEqual([{ n: 6 }]);
    expect(await analyze.fail(count)).toMatch(/^400 .*dataset/);
    expect(await analyze.fail({ dataset: 'nope', ...count })).toMatch(/^404 /);
    expect(await analyze.fail({ dataset: 'secret', ...count })).toBe('404 Unknown dataset: secret');
  });

  test('can be asked by a form', async () => {
    const body = new URLSearchParams({
      dataset: 'visits',
      x: 'who',
      'y.n.func': 'COUNT',
      'refine.who': 'cid',
    });
    const { text } = await analyze.answer({}, { method: 'POST', body });
    expect(JSON.parse(text)).toEqual([{ x: 'cid', n: 1 }]);
    expect((await analyze.answer({}, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('the formats', () => {
  const query = { dataset: 'visits', x: ['who', 'on'], precision: 'month', ...count, 'refine.who': 'bob' };

  test('jsonp', async () => {
    const { text } = await analyze.answer({ dataset: 'visits', ...count, format: 'jsonp', callback: 'f' });
    expect(text).toBe('f([{"n":6}]);');
  });

  test('csv, with a column for each part of x', async () => {
    const csv = async (more: Record<string, string | string[]>) =>
      (await analyze.answer({ ...query, format: 'csv', ...more })).text;
    expect(await csv({})).toBe('x.who;x.on.year;x.on.month;n\r\nbob;2023;3;1\r\nbob;2024;1;1\r\n');
    expect(await csv({ x: 'on', csv_separator: ',' })).toBe('x.year,x.month,n\r\n2023,3,1\r\n2024,1,1\r\n');
    expect(await csv({ x: 'who', 'y.s.func': 'AVG', 'y.s.expr': 'size/0' })).toBe('x;n;s\r\nbob;2;\r\n');
    expect(await csv({ x: [] })).toBe('n\r\n2\r\n');
    expect(await csv({ x: 'who', q: 'nothing' })).toBe('x;n\r\n');
  });

  test('no others', async () => {
    expect(await analyze.fail({ ...query, format: 'geojson' })).toMatch(/^400 .*format/);
    expect(await analyze.fail({ ...query, format: 'csv', csv_separator: '::' })).toMatch(
      /^400 .*csv_separator/,
    );
  });
});
