/** What is chosen of the groups of an analysis here, since the API has no way: how many, which, and how many of each. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

interface Analysed {
  distinct: number;
  points: { x: unknown[]; values: number[] }[];
}

async function analyze(args: string, selection = 'distinct points { x values }') {
  const { data, errors, extensions } = await graph.ask<{ dataset: { a: Analysed } }, never>(
    `{ dataset(datasetId: "doc-geonames-cities-5000") { a: analysis(${args}) { ${selection} } } }`,
  );
  return { ...(data?.dataset?.a ?? { distinct: Number.NaN, points: [] }), errors, extensions };
}

const BY_COUNTRY = 'x: [{ field: "country_code" }], series: [{ name: "n", function: COUNT }]';
const LARGEST = 'orderBy: { field: "n", direction: DESC }';

test('distinct is the number of all groups, whatever is shown of them, for one call', async () => {
  const all = await analyze(BY_COUNTRY);
  expect(all.distinct).toBe(all.points.length);
  graph.upstreamCalls();
  const few = await analyze(`${BY_COUNTRY}, ${LARGEST}, first: 3`);
  expect(few.distinct).toBe(all.distinct);
  expect(few.points.map(({ values }) => values[0])).toEqual(
    all.points
      .map(({ values }) => values[0] ?? 0)
      .toSorted((a, b) => b - a)
      .slice(0, 3),
  );
  expect(graph.upstreamCalls().filter(({ path }) => path.includes('analyze'))).toHaveLength(1);
  // Whoever does not ask has the portal cut the points.
  await analyze(`${BY_COUNTRY}, ${LARGEST}, first: 3`, 'points { x values }');
  const [, cut] = graph.upstreamCalls();
  expect(cut?.parameters.get('maxpoints')).toBe('3');
});

test('the first 0 are none, and not all as the portal means it', async () => {
  const none = await analyze(`${BY_COUNTRY}, first: 0`);
  expect([none.errors, none.points]).toEqual([[], []]);
  expect((await analyze(`${BY_COUNTRY}, first: 0`, 'points { x values }')).points).toEqual([]);
  const twoAxes = 'x: [{ field: "country_code" }, { field: "feature_code" }]';
  const each = await analyze(`${twoAxes}, series: [{ name: "n", function: COUNT }], firstPerGroup: 0`);
  expect([each.points, each.distinct > 0]).toEqual([[], true]);
});

test('having keeps the groups whose series are so', async () => {
  const all = await analyze(BY_COUNTRY);
  const wanted = all.points.filter(({ values: [n = 0] }) => n >= 1000 && n < 3000);
  const kept = await analyze(`${BY_COUNTRY}, having: [{ series: "n", atLeast: 1000, lessThan: 3000 }]`);
  expect(kept.points).toEqual(wanted);
  expect(kept.distinct).toBe(wanted.length);
  expect(wanted.length).toBeGreaterThan(1);
  const first = await analyze(
    `${BY_COUNTRY}, ${LARGEST}, having: [{ series: "n", atLeast: 1000 }, { series: "n", lessThan: 3000 }], first: 1`,
  );
  expect(first.points[0]?.values[0]).toBe(Math.max(...wanted.map(({ values: [n = 0] }) => n)));
});

test('the largest city of each country is one call', async () => {
  const args =
    'x: [{ field: "country_code" }, { field: "feature_code" }], series: [{ name: "n", function: COUNT }]';
  const all = await analyze(args);
  const best = await analyze(`${args}, ${LARGEST}, firstPerGroup: 1`);
  const countries = new Set(all.points.map(({ x }) => x[0]));
  expect(best.points.map(({ x }) => x[0]).toSorted()).toEqual([...countries].toSorted());
  for (const { x, values } of best.points) {
    const ofCountry = all.points.filter((point) => point.x[0] === x[0]);
    expect(values[0]).toBe(Math.max(...ofCountry.map((point) => point.values[0] ?? 0)));
  }
});

test('STDDEV is the deviation of a population, and not of a sample', async () => {
  const few = 'filter: { refine: [{ facet: "country_code", values: ["AD"] }] }';
  const { points } = await analyze(
    `x: [], ${few}, series: [
      { name: "deviation", function: STDDEV, expression: "population" }
      { name: "n", function: COUNT, expression: "population" }
      { name: "mean", function: AVG, expression: "population" }
      { name: "squares", function: SUMSQUARES, expression: "population" }
    ]`,
  );
  const [deviation, n = 0, mean = 0, squares = 0] = points[0]?.values ?? [];
  // Few enough for a division by n - 1 to show.
  expect(n).toBeLessThan(20);
  expect(deviation).toBeCloseTo(Math.sqrt(squares / n - mean ** 2), 3);
});

test('MEDIAN is the quantile of 50 percent, and one series with it', async () => {
  const { points } = await analyze(
    `x: [], series: [
      { name: "median", function: MEDIAN, expression: "population" }
      { name: "half", function: QUANTILES, expression: "population" }
    ]`,
  );
  const [median, half] = points[0]?.values ?? [];
  expect(median).toBe(half);
  expect(median).toBeGreaterThan(0);
  const [call] = graph.upstreamCalls().slice(-1);
  expect([...(call?.parameters.keys() ?? [])].filter((name) => name.endsWith('.func'))).toHaveLength(1);
});

test.each([
  [`${BY_COUNTRY}, having: [{ series: "m", atLeast: 1 }]`, 'having[0].series', 'there are n.'],
  [`${BY_COUNTRY}, having: [{ series: "n" }]`, 'having[0]', 'at least one of equals'],
  [`${BY_COUNTRY}, firstPerGroup: 1`, 'firstPerGroup', 'two or more axes'],
  [`${BY_COUNTRY}, first: -1`, 'first', 'must be 0 or more, and is -1.'],
  [`${BY_COUNTRY}, firstPerGroup: -2`, 'firstPerGroup', 'must be 0 or more, and is -2.'],
  [
    'x: [{ field: "modification_date" }], series: [{ name: "n", function: COUNT }], fillGaps: true, having: [{ series: "n", atLeast: 1 }]',
    'fillGaps',
    'give one of them',
  ],
])('%s is refused by %s', async (args, argument, message) => {
  const { errors } = await analyze(args);
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toContain(message);
});

test('an error of the portal names a series as its caller does', async () => {
  const { errors } = await analyze(
    'x: [], series: [{ name: "mine", function: AVG, expression: "modification_date * 2" }]',
  );
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toContain('series "mine"');
  expect(errors[0]?.message).not.toMatch(/y\.s\d/);
});
