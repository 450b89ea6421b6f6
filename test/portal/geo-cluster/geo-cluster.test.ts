import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api, startSamples } from '../analysis/fixture.ts';

interface Cluster {
  cluster_center: [number, number];
  count: number;
  cluster?: { type: string; coordinates: unknown };
  series?: Record<string, number | null>;
}

let cluster: Api;
let url: string;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ url, close, failures } = await startSamples());
  cluster = new Api(url, '/api/records/1.0/geocluster/');
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

const query = { dataset: 'places', clusterprecision: '3', clusterdistance: '50' };

async function clusters(more: Record<string, string | string[]> = {}): Promise<Cluster[]> {
  const body: { clusters: Cluster[] } = await cluster.get({ ...query, ...more });
  return body.clusters.toSorted((a, b) => a.cluster_center[0] - b.cluster_center[0]);
}

test("the documentation's example: five towns of Kamchatka", async () => {
  const documented = new Api(inject('portalUrl'), '/api/records/1.0/geocluster/');
  const body = await documented.get({
    ...query,
    dataset: 'doc-geonames-cities-5000',
    'y.avg_population.func': 'AVG',
    'y.avg_population.expr': 'population',
  });
  const all: Cluster[] = body.clusters;
  const found = all.find(
    ({ count, cluster_center: [latitude] }) => count === 5 && Math.abs(latitude - 54.0362) < 1e-3,
  );
  expect(found?.cluster_center[0]).toBeCloseTo(54.0362, 4);
  expect(found?.cluster_center[1]).toBeCloseTo(158.9806, 4);
  expect(found?.series).toEqual({ avg_population: 54285.8 });
  expect(found?.cluster?.type).toBe('Polygon');
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(49_729);
  const counts = all.map(({ count }) => count);
  expect(body.count).toEqual({ min: Math.min(...counts), max: Math.max(...counts) });
  expect(body.clusterprecision).toBe(3);
});

describe('a cluster', () => {
  test('is a point, a line or a polygon around its records, longitude first', async () => {
    expect(await clusters()).toEqual([
      {
        cluster_center: [-91 / 3, -181 / 3],
        count: 3,
        cluster: {
          type: 'Polygon',
          coordinates: [
            expect.arrayContaining([
              [-60, -30],
              [-60, -31],
              [-61, -30],
            ]),
          ],
        },
      },
      { cluster_center: [10, 10], count: 2, cluster: { type: 'Point', coordinates: [10, 10] } },
      {
        cluster_center: [40.5, 40.5],
        count: 3,
        cluster: {
          type: 'LineString',
          coordinates: [
            [40, 40],
            [41, 41],
          ],
        },
      },
    ]);
  });

  test('has no envelope in a heat map, or where none is asked', async () => {
    for (const more of [{ clustermode: 'heatmap' }, { return_polygons: 'false' }]) {
      expect((await clusters(more))[1]).toEqual({ cluster_center: [10, 10], count: 2 });
    }
    for (const more of [{ clustermode: 'polygon' }, { return_polygons: 'true' }, { shapeprecision: '26' }]) {
      expect((await clusters(more))[1]?.cluster).toEqual({ type: 'Point', coordinates: [10, 10] });
    }
  });

  test('is of the middle of shapes where there are no points', async () => {
    expect(await clusters({ dataset: 'shapes' })).toMatchObject([
      { cluster_center: [1, 1], count: 1 },
      { cluster_center: [52, 52], count: 1 },
    ]);
  });

  test('is larger with the distance, and smaller with the precision', async () => {
    expect((await clusters({ clusterprecision: '10' })).length).toBe(7);
    expect((await clusters({ clusterdistance: '0' })).length).toBe(7);
    expect((await clusters({ clusterprecision: '0', clusterdistance: '512.5' })).length).toBe(1);
    expect((await clusters({ clusterprecision: '29' })).length).toBe(7);
  });
});

describe('the series', () => {
  test('are those of an analysis, with their extremes', async () => {
    const body = await cluster.get({
      ...query,
      'geofilter.bbox': '0,0,60,60',
      'y.n.func': 'COUNT',
      'y.sized.func': 'count',
      'y.sized.expr': 'size',
      'y.sum.func': 'SUM',
      'y.sum.expr': 'size * 2',
      'y.min.func': 'MIN',
      'y.min.expr': 'size',
      'y.max.func': 'MAX',
      'y.max.expr': 'size',
      'y.squares.func': 'SUMSQUARES',
      'y.squares.expr': 'size',
      'y.spread.func': 'STDDEV',
      'y.spread.expr': 'size',
      'y.median.func': 'QUANTILES',
      'y.median.expr': 'size',
    });
    const found: Cluster[] = body.clusters;
    expect(found.find(({ count }) => count === 2)?.series).toEqual({
      n: 2,
      sized: 2,
      sum: 8,
      min: 1,
      max: 3,
      squares: 10,
      spread: 1,
      median: { '50.0': 2 },
    });
    expect(found.find(({ count }) => count === 3)?.series).toEqual({
      n: 3,
      sized: 2,
      sum: 26,
      min: 5,
      max: 8,
      squares: 89,
      spread: 1.5,
      median: { '50.0': 6.5 },
    });
    expect(body.series.sum).toEqual({ min: 8, max: 26 });
    expect(body.count).toEqual({ min: 2, max: 3 });
  });

  test('of no value are null', async () => {
    const body = await cluster.get({
      ...query,
      'refine.kind': 'triangle',
      'y.s.func': 'AVG',
      'y.s.expr': 'log(size)',
    });
    expect(body.clusters[0].series).toEqual({ s: null });
    expect(body.series).toEqual({ s: { min: null, max: null } });
  });

  test('are refused where an analysis refuses them', async () => {
    expect(await cluster.fail({ ...query, 'y.s.func': 'AVG' })).toMatch(/^400 .*y\.s\.expr/);
    expect(await cluster.fail({ ...query, 'y.s.func': 'AVG', 'y.s.expr': 'nope' })).toMatch(/^400 .*nope/);
  });
});

describe('nothing', () => {
  test('is no cluster', async () => {
    const none = { clusters: [], count: { min: null, max: null }, clusterprecision: 3 };
    expect(await cluster.get({ ...query, q: 'nothing' })).toEqual(none);
    expect(await cluster.get({ ...query, dataset: 'empty' })).toEqual(none);
    expect(await cluster.get({ ...query, dataset: 'bare' })).toEqual(none);
    expect(await cluster.get({ ...query, q: 'nothing', 'y.n.func': 'COUNT' })).toEqual({
      ...none,
      series: { n: { min: null, max: null } },
    });
  });
});

describe('the parameters', () => {
  test('clusterprecision and clusterdistance are mandatory numbers', async () => {
    expect(await cluster.fail({ dataset: 'places', clusterdistance: '50' })).toMatch(
      /^400 Missing.*clusterprecision/,
    );
    expect(await cluster.fail({ dataset: 'places', clusterprecision: '3' })).toMatch(
      /^400 Missing.*clusterdistance/,
    );
    for (const clusterprecision of ['-1', '30', 'x', '2.5', '1e1']) {
      expect(await cluster.fail({ ...query, clusterprecision })).toMatch(/^400 .*clusterprecision/);
    }
    for (const clusterdistance of ['-1', 'x', '1e400', '10000000']) {
      expect(await cluster.fail({ ...query, clusterdistance })).toMatch(/^400 .*clusterdistance/);
    }
    expect(await cluster.fail({ ...query, shapeprecision: '27' })).toMatch(/^400 The sum/);
    expect(await cluster.fail({ ...query, shapeprecision: '-1' })).toMatch(/^400 .*shapeprecision/);
    expect(await cluster.fail({ ...query, clustermode: 'circle' })).toMatch(/^400 .*clustermode/);
    expect(await cluster.fail({ ...query, format: 'csv' })).toMatch(/^400 .*format/);
    expect(await cluster.fail({ ...query, dataset: 'secret' })).toMatch(/^404 /);
  });

  test('filter as in the search', async () => {
    expect((await clusters({ 'refine.kind': 'p' })).map(({ count }) => count)).toEqual([2]);
    expect((await clusters({ 'exclude.kind': 'p' })).map(({ count }) => count)).toEqual([3, 3]);
    expect((await clusters({ q: 'size > 2' })).map(({ count }) => count)).toEqual([1, 2]);
    expect((await clusters({ 'geofilter.bbox': '9,9,11,11' })).map(({ count }) => count)).toEqual([2]);
    expect((await clusters({ 'geofilter.distance': '40,40,1000' })).map(({ count }) => count)).toEqual([1]);
    expect(
      (await clusters({ 'geofilter.polygon': '(-32,-62),(-32,-50),(-20,-50),(-20,-62)' })).map(
        ({ count }) => count,
      ),
    ).toEqual([3]);
    expect(await cluster.fail({ ...query, 'geofilter.bbox': '1,2' })).toMatch(/^400 .*bbox/);
  });

  test('come in a form too, or under the dataset', async () => {
    const body = new URLSearchParams(query);
    const { text } = await cluster.answer({}, { method: 'POST', body });
    expect(JSON.parse(text).clusters.length).toBe(3);
    const alias = new Api(url, '/api/datasets/1.0/places/records/geocluster/');
    expect((await alias.get({ clusterprecision: '3', clusterdistance: '50' })).clusters.length).toBe(3);
    expect((await cluster.answer({ ...query, format: 'jsonp', callback: 'f' })).text).toMatch(
      /^f\(\{"clusters"/,
    );
  });
});
