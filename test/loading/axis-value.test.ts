import { expect, test } from 'vitest';
import { compareValues, labelOf } from '../../src/loading/axis-value.ts';

test.each([
  ['FR', 'FR'],
  [7.5, '7.5'],
  [null, ''],
  [{ year: 2021 }, '2021'],
  [{ year: 2021, month: 3 }, '2021-03'],
  [{ year: 2021, week: 5 }, '2021-W05'],
  [{ year: 2021, month: 3, day: 4 }, '2021-03-04'],
  [{ year: 2021, month: 3, day: 4, hour: 5 }, '2021-03-04 05:00'],
  [{ year: 2021, month: 3, day: 4, hour: 5, minute: 6 }, '2021-03-04 05:06'],
  [{ weekday: 0 }, 'Monday'],
  [{ weekday: 6, hour: 7 }, 'Sunday 07:00'],
  [{ month: 12 }, 'December'],
  [{ hour: 9 }, '09:00'],
  [{ day: 31 }, '31'],
])('the label of %j is %s', (value, label) => {
  expect(labelOf(value)).toBe(label);
});

test('values are ordered by their kind, what has none last in both directions', () => {
  expect([3, null, 10, 2].toSorted((a, b) => compareValues(a, b, false))).toEqual([2, 3, 10, null]);
  expect([3, null, 10, 2].toSorted((a, b) => compareValues(a, b, true))).toEqual([10, 3, 2, null]);
  expect(['b', 'a', 'C'].toSorted((a, b) => compareValues(a, b, false))).toEqual(['C', 'a', 'b']);
  const dates = [
    { year: 2021, month: 10 },
    { year: 2021, month: 9 },
    { year: 2020, month: 12 },
  ];
  expect(dates.toSorted((a, b) => compareValues(a, b, false))).toEqual([dates[2], dates[1], dates[0]]);
});
