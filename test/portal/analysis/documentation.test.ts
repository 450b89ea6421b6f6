/** The official documentation's own examples, and the speed of a large analysis, over the shipped data. */
import { expect, inject, test } from 'vitest';
import { Api } from './fixture.ts';

const analyze = new Api(inject('portalUrl'), '/api/records/1.0/analyze/');
const dataset = 'doc-geonames-cities-5000';

const byCountry = (rows: { x: string }[]) => new Map(rows.map((row) => [row.x, row]));

test('the average of an expression', async () => {
  const rows: { x: string; series1: number }[] = await analyze.get({
    dataset,
    x: 'country_code',
    'y.series1.func': 'AVG',
    'y.series1.expr': 'sqrt(population)*2',
  });
  const expected = {
    AD: 189.14616030045894,
    AE: 849.7322922436006,
    ZM: 389.98380339301144,
    ZW: 438.7610954217565,
  };
  for (const [country, average] of Object.entries(expected)) {
    expect(rows.find(({ x }) => x === country)?.series1).toBeCloseTo(average, 10);
  }
  expect(rows.map(({ x }) => x)).toEqual(rows.map(({ x }) => x).toSorted());
});

test('the maximum of a field', async () => {
  const rows = byCountry(
    await analyze.get({
      dataset,
      x: 'country_code',
      'y.max_population.func': 'MAX',
      'y.max_population.expr': 'population',
    }),
  );
  expect(['AD', 'AE', 'ZM', 'ZW'].map((country) => rows.get(country))).toEqual([
    { x: 'AD', max_population: 20430 },
    { x: 'AE', max_population: 2956587 },
    { x: 'ZM', max_population: 1267440 },
    { x: 'ZW', max_population: 1542813 },
  ]);
});

test('the count in a polygon', async () => {
  const rows = await analyze.get({
    dataset,
    x: 'country_code',
    'y.my_count.func': 'COUNT',
    'geofilter.polygon': '(50.0,0.0),(50.0,10.0),(40.0,10.0),(40.0,0.0)',
  });
  expect(
    Object.fromEntries(rows.map(({ x, my_count }: { x: string; my_count: number }) => [x, my_count])),
  ).toEqual({
    AD: 7,
    AT: 16,
    BE: 11,
    CH: 342,
    DE: 676,
    ES: 261,
    FR: 1468,
    IT: 511,
    LI: 11,
    LU: 17,
    MC: 3,
  });
});

test('135,233 cities by country, in three series, take tens of milliseconds', async () => {
  const query = {
    dataset: 'geonames-cities-1000',
    x: 'country_code',
    'y.n.func': 'COUNT',
    'y.avg.func': 'AVG',
    'y.avg.expr': 'population',
    'y.max.func': 'MAX',
    'y.max.expr': 'population',
  };
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    const rows: { n: number }[] = await analyze.get(query);
    best = Math.min(best, performance.now() - start);
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(135_000);
  }
  // Measured at 20 ms; a machine with other work to do may need a few times that.
  expect(best).toBeLessThan(200);
});
