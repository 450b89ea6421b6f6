/** The first and last dates of an analysis: portals compute no minimum of dates, so they are found by other means. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

interface Point {
  x: unknown[];
  values: (number | null)[];
  first?: string | null;
  last?: string | null;
}

async function analyze(datasetId: string, args: string, selection: string) {
  graph.upstreamCalls();
  const { data, errors, extensions } = await graph.ask<
    { dataset: { a: { truncated: boolean; distinct: number; points: Point[] } | null } },
    never
  >(`{ dataset(datasetId: "${datasetId}") { a: analysis(${args}) { truncated ${selection} } } }`);
  const calls = graph.upstreamCalls().filter(({ path }) => path.includes('/records/'));
  return { ...(data?.dataset.a ?? { truncated: null, points: [] }), errors, calls, extensions };
}

/** The dates of all records that match, read one by one. */
async function datesOf(datasetId: string, field: string, group: string, filter = '') {
  const { data } = await graph.ask<
    { dataset: { records: { nodes: { date: string | null; group: string | null }[] } } },
    never
  >(
    `{ dataset(datasetId: "${datasetId}") { records(first: 10000${filter}) { nodes { date: value(field: "${field}") group: value(field: "${group}") } } } }`,
  );
  return data?.dataset.records.nodes ?? [];
}

const ENDS = (field: string) =>
  `{ name: "first", function: MIN, expression: "${field}" } { name: "last", function: MAX, expression: "${field}" }`;
const READ = 'first: date(series: "first") last: date(series: "last")';

test('of all records they are exact, for a call each', async () => {
  const where = 'filter: { where: { atLeast: { field: "mag", value: 5 } } }';
  const dates = (await datesOf('earthquakes', 'time', 'net', `, ${where}`)).map(({ date }) => date ?? '');
  const sorted = dates.toSorted();
  expect(sorted.length).toBeGreaterThan(10);
  const { points, calls, truncated } = await analyze(
    'earthquakes',
    `x: [], series: [${ENDS('time')}], ${where}, timezone: "Asia/Tokyo"`,
    `points { x values ${READ} }`,
  );
  expect(points).toEqual([{ x: [], values: [null, null], first: sorted[0], last: sorted.at(-1) }]);
  expect([calls.length, truncated]).toEqual([2, false]);
});

test('they stand beside numbers, and are asked for only if they are read', async () => {
  const args = `x: [], series: [{ name: "n", function: COUNT } ${ENDS('modification_date')}]`;
  const both = await analyze('doc-geonames-cities-5000', args, `points { values ${READ} }`);
  expect([both.errors, both.calls.length]).toEqual([[], 3]);
  expect(both.points[0]?.values).toEqual([expect.any(Number), null, null]);
  expect(both.points[0]?.first).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const one = await analyze('doc-geonames-cities-5000', args, 'points { values last: date(series: "last") }');
  expect([one.calls.length, one.points[0]?.last]).toEqual([2, both.points[0]?.last]);
  const none = await analyze('doc-geonames-cities-5000', args, 'points { values }');
  expect([none.calls.length, none.points]).toEqual([1, [{ values: both.points[0]?.values }]]);
  const unread = `x: [{ field: "country_code" }], series: [${ENDS('modification_date')}]`;
  const groups = await analyze('doc-geonames-cities-5000', unread, 'distinct points { x values }');
  expect([groups.calls.length, groups.points[0]]).toEqual([1, { x: ['AD'], values: [null, null] }]);
  expect(groups.points.length).toBeGreaterThan(200);
});

test('of groups they are one call for each field, and those of each record of the group', async () => {
  const filter = ', filter: { refine: [{ facet: "feature_code", values: ["PPLC"] }] }';
  const rows = await datesOf('doc-geonames-cities-5000', 'modification_date', 'country_code', filter);
  const byCountry = Map.groupBy(rows, ({ group }) => group);
  const expected = [...byCountry]
    .map(([country, some]) => {
      const sorted = some.map(({ date }) => date ?? '').toSorted();
      return { x: [country], first: sorted[0], last: sorted.at(-1) };
    })
    .toSorted((a, b) => (String(a.x[0]) < String(b.x[0]) ? -1 : 1));
  const args = `x: [{ field: "country_code" }]${filter}`;
  const { points, calls, truncated } = await analyze(
    'doc-geonames-cities-5000',
    `${args}, series: [${ENDS('modification_date')}]`,
    `points { x ${READ} }`,
  );
  expect(expected.length).toBeGreaterThan(50);
  expect(points).toEqual(expected);
  expect([calls.length, truncated]).toEqual([1, false]);
  const numbered = await analyze(
    'doc-geonames-cities-5000',
    `${args}, series: [${ENDS('modification_date')} { name: "n", function: COUNT }], orderBy: { field: "last", direction: DESC }, first: 3`,
    `distinct points { x values ${READ} }`,
  );
  const latest = expected.map(({ last }) => last ?? '').toSorted();
  expect(numbered.points.map(({ last }) => last)).toEqual(latest.toReversed().slice(0, 3));
  expect(numbered.calls).toHaveLength(2);
  const cut = await analyze(
    'doc-geonames-cities-5000',
    `${args}, series: [${ENDS('modification_date')}], orderBy: { field: "first", direction: ASC }, first: 2`,
    'points { first: date(series: "first") }',
  );
  const earliest = expected.map(({ first }) => first ?? '').toSorted();
  expect(cut.points.map(({ first }) => first)).toEqual(earliest.slice(0, 2));
  expect(numbered.points.every(({ values: [, , n] }) => (n ?? 0) > 0)).toBe(true);
});

test('of groups by dates they are found as well, each axis as fine as it was asked for', async () => {
  const rows = await datesOf('bird-strikes', 'flight_date', 'wildlife_size');
  const dates = rows.map(({ date }) => date ?? '').toSorted();
  const args = (x: string) => `x: [${x}], series: [{ name: "n", function: COUNT } ${ENDS('flight_date')}]`;
  const byYear = await analyze(
    'bird-strikes',
    args('{ field: "flight_date", precision: YEAR }'),
    `points { x ${READ} }`,
  );
  expect(byYear.calls).toHaveLength(2);
  expect(byYear.points).toEqual(
    [...Map.groupBy(dates, (date) => Number(date.slice(0, 4)))].map(([year, some]) => ({
      x: [{ year }],
      first: some[0],
      last: some.at(-1),
    })),
  );
  const byMonth = await analyze(
    'bird-strikes',
    args('{ field: "wildlife_size" }, { field: "flight_date", periodic: MONTH_OF_YEAR }'),
    `points { x ${READ} }`,
  );
  expect(byMonth.points).toHaveLength(36);
  const month = (place: unknown) =>
    typeof place === 'object' && place && 'month' in place ? place.month : null;
  for (const { x, first, last } of byMonth.points) {
    const some = rows
      .filter(({ group, date }) => group === x[0] && Number(date?.slice(5, 7)) === month(x[1]))
      .map(({ date }) => date)
      .toSorted();
    expect([first, last]).toEqual([some[0], some.at(-1)]);
  }
});

test('an instant of a group is told to the minute, in UTC', async () => {
  const filter = ', filter: { where: { atLeast: { field: "mag", value: 4 } } }';
  const rows = await datesOf('earthquakes', 'time', 'net', filter);
  const { points } = await analyze(
    'earthquakes',
    `x: [{ field: "net" }], series: [${ENDS('time')}], timezone: "Asia/Tokyo"${filter}`,
    `points { x ${READ} }`,
  );
  expect(points.length).toBeGreaterThan(1);
  for (const { x, first, last } of points) {
    const ofGroup = rows.filter(({ group }) => group === x[0]);
    const minutes = ofGroup.map(({ date }) => `${date?.slice(0, 16)}:00+00:00`).toSorted();
    expect([first, last]).toEqual([minutes[0], minutes.at(-1)]);
  }
});

test.each([
  ['x: [], series: [{ name: "n", function: COUNT }]', 'n: date(series: "n")', 'series', 'value(series: "n")'],
  [
    `x: [], series: [${ENDS('time')}]`,
    'n: value(series: "first")',
    'series',
    'read by date(series: "first")',
  ],
  [
    `x: [], series: [${ENDS('time')}], orderBy: { field: "last", direction: ASC }`,
    'x',
    'series',
    'read by date(series: "last")',
  ],
  [
    `x: [{ field: "time", precision: WEEK }], series: [${ENDS('time')}]`,
    READ,
    'series',
    'not in those of "time"',
  ],
  [
    `x: [{ field: "time", precision: DAY }], series: [${ENDS('time')}], timezone: "Asia/Tokyo"`,
    READ,
    'timezone',
    'one zone for both',
  ],
  [
    'x: [], series: [{ name: "first", function: MIN, expression: "time", cumulative: true }]',
    'x',
    'series[0].cumulative',
    'do not add up',
  ],
  [
    `x: [{ field: "net" }], series: [${ENDS('time')}], timezone: "Asia/Tokyo", filter: { where: { atLeast: { field: "time", value: "2020" } } }`,
    READ,
    'timezone',
    'one zone for both',
  ],
  [
    'x: [], series: [{ name: "mean", function: AVG, expression: "time" }]',
    'x',
    'series[0].expression',
    'is a date, and no number',
  ],
  [
    `x: [{ field: "net" }], series: [${ENDS('time')}], having: [{ series: "first", atLeast: 1 }]`,
    READ,
    'having[0].series',
    '"first" is a date, and having compares numbers.',
  ],
])('%s, read by %s, is refused by %s', async (args, read, argument, message) => {
  const { errors, calls } = await analyze('earthquakes', args, `points { ${read} }`);
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toContain(message);
  expect(calls).toEqual([]);
});
