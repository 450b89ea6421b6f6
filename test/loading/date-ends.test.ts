import { describe, expect, test } from 'vitest';
import { groupKey } from '../../src/loading/date-axis.ts';
import { checkGroupedDates, dateEndsOf, datesRequest, reduceDates } from '../../src/loading/date-ends.ts';
import { loadGroupedDateEnds } from '../../src/loading/date-ends-loader.ts';
import type { SeriesRequest } from '../../src/loading/series-plan.ts';
import type { AnalysisRow } from '../../src/ods/analysis.ts';
import { FieldSet, readFields } from '../../src/ods/field.ts';
import type { Axis } from '../../src/ods/query/axis.ts';

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

const QUESTION = { datasetId: 'd', fields: FIELDS, axes: [{ field: 'kind' }], filter: [], zone: [] };

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
    const groups = reduceDates(rows, dateEndsOf(series(field), FIELDS), QUESTION, ['kind', field]);
    expect(groups.map(({ x, dates: found }) => [x, [...found.values()].toSorted()])).toEqual([
      [['a'], texts],
      [['b'], [expect.any(String), expect.any(String)]],
      [['c'], []],
    ]);
  });

  test('are asked for as finely as the field is, once for each field', async () => {
    const asked: SeriesRequest[] = [];
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
      QUESTION,
      dateEndsOf(series('day', 'month', 'year', 'at'), FIELDS),
    );
    const places = asked.map(({ parameters }) => parameters.map(([, place]) => place).join(' '));
    expect(places).toEqual([
      'kind day.year day.month day.day',
      'kind month.year month.month',
      'kind year.year',
      'kind at.year at.month at.day at.hour at.minute',
    ]);
    expect(asked.every(({ axes }) => axes.length === 2)).toBe(true);
    // What one of the answers leaves out makes the whole incomplete.
    expect(truncated).toBe(true);
  });

  test.each<[Axis, string, unknown]>([
    [{ field: 'day', precision: 'YEAR' }, 'day.year day.month day.day', { year: 2019 }],
    [{ field: 'day' }, 'day.year day.month day.day', { year: 2019, month: 3, day: 5 }],
    [{ field: 'day', periodic: 'MONTH_OF_YEAR' }, 'day.month day.year day.day', { month: 3 }],
    [
      { field: 'day', periodic: 'YEAR', precision: 'MONTH' },
      'day.year day.month day.day',
      { year: 2019, month: 3 },
    ],
  ])('are found in groups of the same date, %j, by its parts', (axis, places, group) => {
    const question = { ...QUESTION, axes: [axis] };
    const [end, ...others] = dateEndsOf(series('day'), FIELDS);
    if (!end) throw new Error('There is no series.');
    const { parameters, axes } = datesRequest(end.field, question);
    expect([parameters.map(([, place]) => place).join(' '), axes]).toEqual([places, ['day']]);
    const rows = [row({ day: 5, month: 3, year: 2019 })];
    expect(reduceDates(rows, [end, ...others], question, axes)).toEqual([
      {
        x: [group],
        dates: new Map([
          ['first day', '2019-03-05'],
          ['last day', '2019-03-05'],
        ]),
      },
    ]);
    expect(groupKey([{ day: 5, month: 3 }, 'a'])).toBe(groupKey([{ month: 3, day: 5 }, 'a']));
  });

  test('are refused in groups without a name, and in a zone for instants only', () => {
    const zone: [string, string][] = [['timezone', 'Asia/Tokyo']];
    expect(() => checkGroupedDates(dateEndsOf(series('day'), FIELDS), { ...QUESTION, zone })).not.toThrow();
    expect(() => checkGroupedDates(dateEndsOf(series('at'), FIELDS), { ...QUESTION, zone })).toThrow(
      /one zone/,
    );
    for (const axis of [
      { precision: 'WEEK' },
      { periodic: 'MONTH', precision: 'DAY' },
      { periodic: 'HOUR' },
    ] as const) {
      const axes = [{ field: 'kind' }, { field: 'day', ...axis }];
      expect(() => checkGroupedDates(dateEndsOf(series('at'), FIELDS), { ...QUESTION, axes })).toThrow(
        /not in those of "day"/,
      );
    }
  });
});
