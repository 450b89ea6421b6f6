import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { AxisInput, OrderBy, SeriesInput } from '../graphql/graphql.ts';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const Analyze = graphql(`
  query Analyze(
    $datasetId: ID! = "doc-geonames-cities-5000"
    $x: [AxisInput!]!
    $series: [SeriesInput!]!
    $filter: RecordFilter
    $orderBy: OrderBy
    $first: Int
    $fillGaps: Boolean
    $timezone: TimeZone
  ) {
    dataset(datasetId: $datasetId) {
      analysis(
        x: $x
        series: $series
        filter: $filter
        orderBy: $orderBy
        first: $first
        fillGaps: $fillGaps
        timezone: $timezone
      ) {
        truncated
        points { x label values }
      }
    }
  }
`);

const COUNT: SeriesInput = { name: 'count', function: 'COUNT' };
const byCountry: AxisInput[] = [{ field: 'country_code' }];

type Variables = Omit<Parameters<typeof analyze>[0], never>;

async function analyze(variables: {
  datasetId?: string;
  x: AxisInput[];
  series: SeriesInput[];
  filter?: {
    where?: { greaterThan: { field: string; value: number } };
    within?: { latitude: number; longitude: number }[];
    refine?: { facet: string; values: string[] }[];
  };
  orderBy?: OrderBy;
  first?: number;
  fillGaps?: boolean;
  timezone?: string;
}) {
  const { data, errors } = await graph.ask(Analyze, variables);
  expect(errors).toEqual([]);
  return data?.dataset?.analysis ?? { truncated: false, points: [] };
}

async function valuesByLabel(variables: Variables): Promise<Map<string, (number | null)[]>> {
  const { points } = await analyze(variables);
  return new Map(points.map(({ label, values }) => [label, values]));
}

describe('the documentation’s examples', () => {
  test('the mean of an expression by country', async () => {
    const means = await valuesByLabel({
      x: byCountry,
      series: [{ name: 'mean', function: 'AVG', expression: 'sqrt(population)*2' }],
    });
    const expected = {
      AD: 189.14616030045894,
      AE: 849.7322922436006,
      ZM: 389.98380339301144,
      ZW: 438.7610954217565,
    };
    for (const [country, mean] of Object.entries(expected))
      expect(means.get(country)?.[0]).toBeCloseTo(mean, 10);
  });

  test('the largest population by country', async () => {
    const largest = await valuesByLabel({
      x: byCountry,
      series: [{ name: 'max', function: 'MAX', expression: 'population' }],
    });
    const expected = { AD: 20_430, AE: 2_956_587, ZM: 1_267_440, ZW: 1_542_813 };
    for (const [country, max] of Object.entries(expected)) expect(largest.get(country)).toEqual([max]);
  });

  test('how many in a polygon by country', async () => {
    const within = [
      { latitude: 50, longitude: 0 },
      { latitude: 50, longitude: 10 },
      { latitude: 40, longitude: 10 },
      { latitude: 40, longitude: 0 },
    ];
    const { points } = await analyze({ x: byCountry, series: [COUNT], filter: { within } });
    expect(points.map(({ label, values: [count] }) => `${label} ${count}`)).toEqual([
      'AD 7',
      'AT 16',
      'BE 11',
      'CH 342',
      'DE 676',
      'ES 261',
      'FR 1468',
      'IT 511',
      'LI 11',
      'LU 17',
      'MC 3',
    ]);
  });
});

describe('order and cut', () => {
  const population: SeriesInput = { name: 'people', function: 'SUM', expression: 'population' };

  test.each([
    ['people', 'DESC', 'CN'],
    ['country_code', 'ASC', 'AD'],
    ['country_code', 'DESC', 'ZW'],
  ] as const)('by %s %s the first is %s, cut or not', async (field, direction, first) => {
    const orderBy = { field, direction };
    const whole = await analyze({ x: byCountry, series: [population], orderBy });
    const cut = await analyze({ x: byCountry, series: [population], orderBy, first: 5 });
    expect(whole.points[0]?.label).toBe(first);
    expect(cut.points).toEqual(whole.points.slice(0, 5));
    // It says that the portal cut what was asked, and `first` asks for no more.
    expect([whole.truncated, cut.truncated]).toEqual([false, false]);
  });

  test('ascending by a series, and by a number on the axis', async () => {
    const { points } = await analyze({
      x: byCountry,
      series: [population],
      orderBy: { field: 'people', direction: 'ASC' },
      first: 10,
    });
    const values = points.map(({ values: [value] }) => value ?? Number.NaN);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    const numbers = await analyze({ datasetId: 'earthquakes', x: [{ field: 'tsunami' }], series: [COUNT] });
    expect(numbers.points.map(({ x }) => x)).toEqual([[0], [1]]);
  });
});

describe('dates', () => {
  test('years, months and weekdays, as parts and as labels', async () => {
    const of = async (x: AxisInput) =>
      (await analyze({ datasetId: 'bird-strikes', x: [{ ...x, field: 'flight_date' }], series: [COUNT] }))
        .points;
    const years = await of({ field: '', precision: 'YEAR' });
    expect(years[0]).toMatchObject({
      x: [{ year: expect.any(Number) }],
      label: expect.stringMatching(/^\d{4}$/),
    });
    const months = await of({ field: '', precision: 'MONTH' });
    expect(months[0]?.label).toMatch(/^\d{4}-\d{2}$/);
    const weekdays = await of({ field: '', periodic: 'WEEKDAY' });
    expect(weekdays.map(({ label }) => label)).toEqual([
      'Monday',
      'Tuesday',
      'Wednesday',
      'Thursday',
      'Friday',
      'Saturday',
      'Sunday',
    ]);
    const total = (points: typeof years) =>
      points.reduce((sum, { values: [count] }) => sum + Number(count), 0);
    expect(new Set([total(years), total(months), total(weekdays)]).size).toBe(1);
    const ofYear = await of({ field: '', periodic: 'MONTH_OF_YEAR' });
    expect(ofYear.map(({ x }) => x)).toEqual(
      Array.from({ length: 12 }, (_, month) => [{ month: month + 1 }]),
    );
    expect([ofYear[0]?.label, ofYear[11]?.label]).toEqual(['January', 'December']);
    const january = months.filter(({ label }) => label.endsWith('-01'));
    expect(ofYear[0]?.values).toEqual([total(january)]);
    expect(total(ofYear)).toBe(total(months));
  });

  test('a month of the year is sorted, cut and grouped as any axis', async () => {
    const x = [{ field: 'flight_date', periodic: 'MONTH_OF_YEAR' as const }];
    const of = (rest: object) => analyze({ datasetId: 'bird-strikes', x, series: [COUNT], ...rest });
    const last = await of({ orderBy: { field: 'flight_date', direction: 'DESC' }, first: 2 });
    expect(last.points.map(({ label }) => label)).toEqual(['December', 'November']);
    const counts = (await of({})).points.map(({ values: [count] }) => Number(count));
    const most = await of({ orderBy: { field: 'count', direction: 'DESC' }, first: 2 });
    expect(most.points.map(({ values: [count] }) => count)).toEqual(
      counts.toSorted((a, b) => b - a).slice(0, 2),
    );
    const sizes = await of({ x: [{ field: 'wildlife_size' }, ...x] });
    expect(sizes.points[0]?.x).toEqual([expect.any(String), { month: 1 }]);
  });

  test('fillGaps adds the hours without a quake: counts are 0, other series null', async () => {
    const series: SeriesInput[] = [
      COUNT,
      { name: 'mag', function: 'MAX', expression: 'mag' },
      { ...COUNT, name: 'sum', cumulative: true },
    ];
    const question = {
      datasetId: 'earthquakes',
      x: [{ field: 'time', precision: 'HOUR' as const }],
      series,
      filter: { where: { greaterThan: { field: 'mag', value: 4.5 } } },
    };
    const [bare, filled] = [await analyze(question), await analyze({ ...question, fillGaps: true })];
    expect(filled.points.length).toBeGreaterThan(bare.points.length);
    const hours = filled.points.map(({ label }) => Date.parse(`${label.replace(' ', 'T')}:00Z`));
    expect(new Set(hours.slice(1).map((hour, index) => hour - Number(hours[index])))).toEqual(
      new Set([3_600_000]),
    );
    const empty = filled.points.filter(({ values: [count] }) => count === 0);
    expect(empty).toHaveLength(filled.points.length - bare.points.length);
    expect(empty.every(({ values: [, mag] }) => mag === null)).toBe(true);
    const sums = filled.points.map(({ values: [, , sum] }) => Number(sum));
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
  });

  test('timezone moves the days of datetimes', async () => {
    const of = async (timezone: string) =>
      (await analyze({ datasetId: 'earthquakes', x: [{ field: 'time' }], series: [COUNT], timezone })).points;
    expect(await of('Pacific/Auckland')).not.toEqual(await of('America/Los_Angeles'));
  });
});

test('several axes: one value of x for each, in the order asked', async () => {
  const { points } = await analyze({
    x: [{ field: 'feature_code' }, { field: 'country_code' }],
    series: [COUNT],
    orderBy: { field: 'count', direction: 'DESC' },
    first: 3,
  });
  expect(points).toHaveLength(3);
  expect(points[0]?.x).toEqual([expect.stringMatching(/^PPL/), expect.stringMatching(/^[A-Z]{2}$/)]);
});

test('no axis aggregates everything', async () => {
  const { points } = await analyze({ x: [], series: [COUNT] });
  expect(points).toEqual([{ x: [], label: '', values: [49_729] }]);
});

test('analyses with the same axes and filter are one call, and each gets its own series', async () => {
  graph.upstreamCalls();
  const { data, errors, extensions } = await graph.ask(
    graphql(`
      query FiveSeries {
        dataset(datasetId: "doc-geonames-cities-5000") {
          a: analysis(x: [{ field: "country_code" }], series: [{ name: "n", function: COUNT }]) { points { label n: value(series: "n") } }
          b: analysis(x: [{ field: "country_code" }], series: [{ name: "n", function: MAX, expression: "population" }]) { points { value(series: "n") } }
          c: analysis(x: [{ field: "country_code" }], series: [{ name: "count", function: COUNT }], orderBy: { field: "count", direction: DESC }) { points { label value(series: "count") } }
          other: analysis(x: [{ field: "feature_code" }], series: [{ name: "n", function: COUNT }]) { points { label } }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  expect(graph.upstreamCalls().filter(({ path }) => path.includes('analyze'))).toHaveLength(2);
  expect(extensions.upstream.shared).toBeGreaterThanOrEqual(2);
  expect(data?.dataset?.a?.points[0]).toEqual({ label: 'AD', n: expect.any(Number) });
  expect(data?.dataset?.b?.points[0]).toEqual({ value: 20_430 });
  const counts = data?.dataset?.c?.points.map(({ value }) => Number(value)) ?? [];
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
});

test.each<[Partial<Variables>, string, RegExp]>([
  [{ x: [{ field: 'nope' }] }, 'x[0].field', /no field/],
  [{ x: [{ field: 'name' }] }, 'x[0].field', /country_code/],
  [{ x: [{ field: 'country_code', precision: 'YEAR' }] }, 'x[0].precision', /dates/],
  [{ x: [{ field: 'country_code', periodic: 'WEEKDAY' }] }, 'x[0].periodic', /dates/],
  [{ x: [{ field: 'country_code', periodic: 'MONTH_OF_YEAR' }] }, 'x[0].periodic', /dates/],
  [
    { x: [{ field: 'modification_date', periodic: 'MONTH_OF_YEAR', precision: 'MONTH' }] },
    'x[0].precision',
    /goes without/,
  ],
  [{ x: [...byCountry, ...byCountry] }, 'x[1].field', /already/],
  [{ series: [] }, 'series', /at least one/],
  [{ series: [COUNT, COUNT] }, 'series[1].name', /its own/],
  [{ series: [{ name: 'a', function: 'AVG' }] }, 'series[0].expression', /needs/],
  [{ series: [{ name: 'a', function: 'AVG', expression: 'sqrt(' }] }, 'series[0].expression', /position 5/],
  [{ series: [{ name: 'a', function: 'AVG', expression: 'nope*2' }] }, 'series[0].expression', /population/],
  [
    { series: [{ name: 'a', function: 'AVG', expression: 'name' }] },
    'series[0].expression',
    /"name" is not a number, or a date for time\(…\), of dataset/,
  ],
  [
    { series: [{ name: 'a', function: 'AVG', expression: ' modification_date' }] },
    'series[0].expression',
    /"modification_date" is a date, and no number; time\(modification_date\) is one/,
  ],
  [
    { series: [{ name: 'a', function: 'AVG', expression: 'foo(population)' }] },
    'series[0].expression',
    /hypot/,
  ],
  [
    { series: [{ name: 'a', function: 'AVG', expression: 'pow(population)' }] },
    'series[0].expression',
    /takes 2/,
  ],
  [{ orderBy: { field: 'nope', direction: 'ASC' } }, 'orderBy.field', /country_code, count/],
  [{ fillGaps: true }, 'fillGaps', /date/],
])('what cannot be is refused before a call is spent: %j', async (wrong, argument, message) => {
  graph.upstreamCalls();
  const { errors } = await graph.ask(Analyze, { x: byCountry, series: [COUNT], ...wrong });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toMatch(message);
  expect(graph.upstreamCalls().some(({ path }) => path.includes('analyze'))).toBe(false);
});

test('a series that was not asked for is refused before a call is spent', async () => {
  const { errors } = await graph.ask(
    '{ dataset(datasetId: "earthquakes") { analysis(x: [], series: [{ name: "n", function: COUNT }]) { points { value(series: "m") } } } }',
  );
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'series' });
  expect(errors[0]?.message).toContain('there are n');
});

test('COUNT takes a field of any type, and counts the records that have a value of it', async () => {
  const { points } = await analyze({
    x: [{ field: 'country_code' }],
    series: [
      { name: 'all', function: 'COUNT' },
      { name: 'named', function: 'COUNT', expression: 'alternatenames' },
      { name: 'placed', function: 'COUNT', expression: ' geo_point_2d ' },
    ],
    filter: { refine: [{ facet: 'country_code', values: ['FR'] }] },
  });
  const [all = 0, named = 0, placed] = points[0]?.values ?? [];
  expect([all, placed]).toEqual([1982, 1982]);
  expect(named).toBeGreaterThan(0);
  expect(named).toBeLessThan(1982);
});

test('facets and refinements take any field that exists, annotated or not', async () => {
  const { data, errors } = await graph.ask<
    { dataset: { records: { facets: { name: string; facets: { name: string; count: number }[] }[] } } },
    never
  >(`{ dataset(datasetId: "doc-geonames-cities-5000") {
    records(filter: { refine: [{ facet: "admin2_code", values: ["75"] }, { facet: "country_code", values: ["FR"] }] }) {
      facets(names: ["asciiname", "dem"]) { name facets(first: 1) { name count } }
    } } }`);
  expect(errors).toEqual([]);
  expect(data?.dataset.records.facets.map(({ name }) => name)).toEqual(['asciiname', 'dem']);
  expect(data?.dataset.records.facets[0]?.facets).toHaveLength(1);
  for (const name of ['nope', 'geo_point_2d']) {
    const refused = await graph.ask(
      `{ dataset(datasetId: "doc-geonames-cities-5000") { records { facets(names: ["${name}"]) { name } } } }`,
    );
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'names[0]' });
  }
});

describe('quantiles', () => {
  const quantile = (name: string, percent?: number): SeriesInput => ({
    name,
    function: 'QUANTILES',
    expression: 'population',
    ...(percent === undefined ? {} : { percent }),
  });

  test('are numbers, one for each series, and the median if none is named', async () => {
    const { points } = await analyze({
      x: byCountry,
      series: [
        quantile('median'),
        quantile('least', 0),
        quantile('upper', 99.5),
        quantile('most', 100),
        { name: 'max', function: 'MAX', expression: 'population' },
      ],
      orderBy: { field: 'median', direction: 'DESC' },
      first: 3,
    });
    expect(points).toHaveLength(3);
    for (const { values } of points) {
      const [median = 0, least = 0, upper = 0, most = 0, max] = values.map(Number);
      expect(most).toBe(max);
      expect(least).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(upper);
      expect(upper).toBeLessThanOrEqual(most);
    }
    const medians = points.map(({ values }) => Number(values[0]));
    expect(medians).toEqual(medians.toSorted((a, b) => b - a));
  });

  test.each([
    [{ percent: 101 }, 'series[0].percent'],
    [{ percent: -1 }, 'series[0].percent'],
    [{ cumulative: true }, 'series[0].cumulative'],
    [{ function: 'SUM' as const, percent: 50 }, 'series[0].percent'],
  ])('that mean nothing are refused: %o', async (wrong, argument) => {
    const { errors } = await graph.ask(Analyze, {
      x: byCountry,
      series: [{ ...quantile('q'), ...wrong }],
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});
