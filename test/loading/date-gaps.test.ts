import { expect, test } from 'vitest';
import type { AnalysisPoint } from '../../src/loading/analysis-point.ts';
import { labelOf } from '../../src/loading/axis-value.ts';
import { fillDateGaps } from '../../src/loading/date-gaps.ts';
import type { Axis } from '../../src/ods/query/axis.ts';
import type { Series } from '../../src/ods/query/series.ts';

const SERIES: Series[] = [
  { name: 'n', function: 'COUNT' },
  { name: 'max', function: 'MAX', expression: 'x' },
  { name: 'all', function: 'COUNT', cumulative: true },
];
const names = SERIES.map(({ name }) => name);
const point = (x: object, ...values: number[]): AnalysisPoint => ({ x: [x], values, names });
const labels = (points: AnalysisPoint[]) => points.map(({ x }) => labelOf(x[0]));
const fill = (points: AnalysisPoint[], precision: Axis['precision']) =>
  fillDateGaps(points, SERIES, { field: 'd', precision });

test('months over the turn of a year: a count of 0, no maximum, a sum that stays', () => {
  const filled = fill(
    [point({ year: 2021, month: 2 }, 1, 9, 4), point({ year: 2020, month: 11 }, 3, 7, 3)],
    'MONTH',
  );
  expect(labels(filled)).toEqual(['2020-11', '2020-12', '2021-01', '2021-02']);
  expect(filled.map(({ values }) => values)).toEqual([
    [3, 7, 3],
    [0, null, 3],
    [0, null, 3],
    [1, 9, 4],
  ]);
});

test.each<[Axis['precision'], object, object, string[]]>([
  ['YEAR', { year: 1999 }, { year: 2001 }, ['1999', '2000', '2001']],
  [
    'DAY',
    { year: 2024, month: 2, day: 28 },
    { year: 2024, month: 3, day: 1 },
    ['2024-02-28', '2024-02-29', '2024-03-01'],
  ],
  ['WEEK', { year: 2020, week: 52 }, { year: 2021, week: 1 }, ['2020-W52', '2020-W53', '2021-W01']],
  [
    'HOUR',
    { year: 2021, month: 1, day: 31, hour: 22 },
    { year: 2021, month: 2, day: 1, hour: 0 },
    ['2021-01-31 22:00', '2021-01-31 23:00', '2021-02-01 00:00'],
  ],
  [
    'MINUTE',
    { year: 2021, month: 1, day: 1, hour: 0, minute: 58 },
    { year: 2021, month: 1, day: 1, hour: 1, minute: 0 },
    ['2021-01-01 00:58', '2021-01-01 00:59', '2021-01-01 01:00'],
  ],
])('%s by %s', (precision, from, to, expected) => {
  expect(labels(fill([point(from, 1, 1, 1), point(to, 1, 1, 2)], precision))).toEqual(expected);
});

test('nothing to fill is nothing filled, and minutes over years are refused', () => {
  expect(fill([], 'DAY')).toEqual([]);
  const [from, to] = [
    { year: 2000, month: 1, day: 1, hour: 0, minute: 0 },
    { year: 2001, month: 1, day: 1, hour: 0, minute: 0 },
  ];
  expect(() => fill([point(from, 1, 1, 1), point(to, 1, 1, 1)], 'MINUTE')).toThrow(/fillGaps: .*coarser/);
});
