import { describe, expect, test } from 'vitest';
import { checkGroupedDates, dateEndsOf, reduceDates } from '../../src/loading/date-ends.ts';
import { loadGroupedDateEnds } from '../../src/loading/date-ends-loader.ts';
import type { SeriesRequest } from '../../src/loading/series-plan.ts';
import type { AnalysisRow } from '../../src/ods/analysis.ts';
import { FieldSet, readFields } from '../../src/ods/field.ts';

const annotated = (precision: string) => [{ name: 'timeserie_precision', args: [precision] }];
const FIELDS = new FieldSet(
  'dataset "d"',
  readFields([
    { name: 'kind', type: 'text', annotations: [{ name: 'facet' }] },
    { name: 'size', type: 'int' },
    { name: 'day', type: 'date' },
    { name: 'month', type: 'date', annotations: annotated('month') },
    { name: 'year', type: 'date', annotations: annotated('year') },
    { name: 'at', type: 'datetime' },
  ]),
);

const series = (...fields: string[]) =>
  fields.flatMap((expression) => [
    { name: `first ${expression}`, function: 'MIN', expression } as const,
    { name: `last ${expression}`, function: 'MAX', expression: ` ${expression} ` } as const,
  ]);
const row = (...x: AnalysisRow['x']): AnalysisRow => ({ x, series: {} });

describe('the first and last dates of groups', () => {
  test('are MIN and MAX of a date field, and of nothing else', () => {
    expect(dateEndsOf(series('day', 'size', 'at', 'nope'), FIELDS).map(({ name }) => name)).toEqual([
      'first day',
      'last day',
      'first at',
      'last at',
    ]);
    expect(dateEndsOf([{ name: 'n', function: 'COUNT', expression: 'day' }], FIELDS)).toEqual([]);
  });

  test.each([
    ['year', [{ year: 987 }, { year: 2019 }], ['0987', '2019']],
    [
      'month',
      [
        { year: 2019, month: 11 },
        { year: 2019, month: 2 },
      ],
      ['2019-02', '2019-11'],
    ],
    [
      'day',
      [
        { year: 2019, month: 1, day: 31 },
        { year: 2018, month: 12, day: 1 },
      ],
      ['2018-12-01', '2019-01-31'],
    ],
    [
      'at',
      [
        { year: 2019, month: 1, day: 31, hour: 9, minute: 5 },
        { year: 2019, month: 1, day: 31, hour: 10, minute: 0 },
      ],
      ['2019-01-31T09:05:00+00:00', '2019-01-31T10:00:00+00:00'],
    ],
  ])('of %s are written as its records are', (field, dates, texts) => {
    const rows = [...dates.map((date) => row('a', date)), row('b', dates[0] ?? null), row('c', null)];
    const groups = reduceDates(rows, dateEndsOf(series(field), FIELDS));
    expect(groups.map(({ x, dates: found }) => [x, [...found.values()].toSorted()])).toEqual([
      [['a'], texts],
      [['b'], [expect.any(String), expect.any(String)]],
      [['c'], []],
    ]);
  });

  test('are asked for as finely as the field is, once for each field', async () => {
    const asked: SeriesRequest[] = [];
    const question = { datasetId: 'd', fields: FIELDS, axes: [{ field: 'kind' }], filter: [], zone: [] };
    const { truncated } = await loadGroupedDateEnds(
      {
        records: () => {
          throw new Error('No records are needed.');
        },
        analyse: async (request) => {
          asked.push(request);
          return { answer: { rows: [], truncated: asked.length === 2 }, names: ['s0'] };
        },
      },
      question,
      dateEndsOf(series('day', 'month', 'year', 'at'), FIELDS),
    );
    expect(asked.map(({ parameters }) => Object.fromEntries(parameters).precision)).toEqual([
      'day',
      'month',
      'year',
      'minute',
    ]);
    expect(asked.every(({ axes }) => axes.length === 2)).toBe(true);
    // What one of the answers leaves out makes the whole incomplete.
    expect(truncated).toBe(true);
  });

  test('are refused in groups of dates, and in a zone for instants only', () => {
    const question = { datasetId: 'd', fields: FIELDS, axes: [{ field: 'kind' }], filter: [] };
    const zone: [string, string][] = [['timezone', 'Asia/Tokyo']];
    expect(() => checkGroupedDates(dateEndsOf(series('day'), FIELDS), { ...question, zone })).not.toThrow();
    expect(() => checkGroupedDates(dateEndsOf(series('at'), FIELDS), { ...question, zone })).toThrow(
      /one zone/,
    );
    const axes = [{ field: 'kind' }, { field: 'day' }];
    expect(() =>
      checkGroupedDates(dateEndsOf(series('at'), FIELDS), { ...question, axes, zone: [] }),
    ).toThrow(/"day" is one/);
  });
});
