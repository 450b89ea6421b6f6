/** `#now(...)` and what date literals stand for, at a given moment in a given time zone. */
import { describe, expect, test } from 'vitest';
import { instantOf } from '../../../src/portal/query/now.ts';
import { dateBounds, periodOf } from '../../../src/portal/query/period.ts';
import { parseQuery, QuerySyntaxError } from '../../../src/portal/query/query.ts';
import type { Clock } from '../../../src/portal/query/query-context.ts';

/** A Wednesday. */
const now = new Date('2026-07-15T10:20:30.456Z');
const utc: Clock = { now, timezone: 'UTC' };

function valueIn(text: string) {
  const node = parseQuery(`field>${text}`);
  if (node?.kind !== 'clause' || node.value.kind === 'range') throw new Error(`${text} is no value.`);
  return node.value;
}

function instant(settings: string, context: Clock = utc): string | null {
  const value = valueIn(`#now(${settings})`);
  if (value.kind !== 'now') throw new Error(`${settings} are no settings.`);
  return instantOf(value, context).toISO();
}

describe('#now', () => {
  test.each([
    ['', '2026-07-15T10:20:30.456Z'],
    ['years=-1', '2025-07-15T10:20:30.456Z'],
    ['years=-1,hours=-1', '2025-07-15T09:20:30.456Z'],
    ['months=+3', '2026-10-15T10:20:30.456Z'],
    ['weeks=2', '2026-07-29T10:20:30.456Z'],
    ['days=-15', '2026-06-30T10:20:30.456Z'],
    ['minutes=40', '2026-07-15T11:00:30.456Z'],
    ['seconds=30', '2026-07-15T10:21:00.456Z'],
    ['microseconds=544999', '2026-07-15T10:20:31.000Z'],
    ['microseconds=-456999', '2026-07-15T10:20:30.000Z'],
  ])('plural settings add: %s', (settings, expected) => {
    expect(instant(settings)).toBe(expected);
  });

  test.each([
    ['year=2001', '2001-07-15T10:20:30.456Z'],
    ['month=2', '2026-02-15T10:20:30.456Z'],
    ['day=1', '2026-07-01T10:20:30.456Z'],
    ['day=31,month=2', '2026-02-28T10:20:30.456Z'],
    ['year=2024,month=2,day=31', '2024-02-29T10:20:30.456Z'],
    ['hour=0,minute=0,second=0,microsecond=0', '2026-07-15T00:00:00.000Z'],
    ['microsecond=999999', '2026-07-15T10:20:30.999Z'],
  ])('singular settings set: %s', (settings, expected) => {
    expect(instant(settings)).toBe(expected);
  });

  test.each([
    ['weekday=2', '2026-07-15'],
    ['weekday=3', '2026-07-16'],
    ['weekday=1', '2026-07-21'],
    ['weekday=MO', '2026-07-20'],
    ['weekday=MO(1)', '2026-07-20'],
    ['weekday=MO(2)', '2026-07-27'],
    ['weekday=MO(-1)', '2026-07-13'],
    ['weekday=WE(-1)', '2026-07-15'],
    ['weekday=WE(-2)', '2026-07-08'],
    ['weekday=TH(-2)', '2026-07-02'],
    // The documentation's: the Tuesday before last.
    ['weeks=-2,weekday=1', '2026-07-07'],
  ])('goes on to a day of the week: %s', (settings, day) => {
    expect(instant(settings)).toBe(`${day}T10:20:30.456Z`);
  });

  test('sets first, then adds, and goes on to the day of the week at last, in whatever order they are written', () => {
    for (const settings of ['day=1,days=-1,weekday=0', 'weekday=0,days=-1,day=1']) {
      expect(instant(settings)).toBe('2026-07-06T10:20:30.456Z');
    }
    expect(instant('days=1,days=2')).toBe('2026-07-17T10:20:30.456Z');
  });

  test('is in the time zone of the request', () => {
    const tokyo = { now, timezone: 'Asia/Tokyo' };
    expect(instant('hour=0,minute=0,second=0,microsecond=0', tokyo)).toBe('2026-07-15T00:00:00.000+09:00');
    // A day on the clock, though the night has an hour more.
    const autumn = { now: new Date('2026-10-24T22:30:00Z'), timezone: 'Europe/Paris' };
    expect(instant('days=1', autumn)).toBe('2026-10-26T00:30:00.000+01:00');
    expect(instant('hours=24', autumn)).toBe('2026-10-25T23:30:00.000+01:00');
  });

  test.each([
    'years=300000',
    'days=-9007199254740991',
    'years=300000,weekday=1',
    'weekday=MO(9007199254740991)',
  ])('beyond the calendar is no date: %s', (settings) => {
    expect(instant(settings)).toBeNull();
    expect(periodOf(valueIn(`#now(${settings})`), utc)).toBeNull();
  });

  test.each(['years', 'days', 'microseconds'])('takes no %s without end', (unit) => {
    for (const count of ['9007199254740992', `-${'9'.repeat(400)}`]) {
      expect(() => parseQuery(`field>#now(${unit}=${count})`)).toThrow(/from -9007199254740991 to/);
    }
    expect(() => parseQuery(`field>#now(weekday=MO(${'9'.repeat(400)}))`)).toThrow(QuerySyntaxError);
  });
});

describe('a date', () => {
  const bounds = (text: string, timezone = 'UTC') => {
    const period = periodOf(valueIn(text), { now, timezone });
    return period && [period.start.toUTC().toISO(), period.end.toUTC().toISO()];
  };

  test.each([
    ['2024', '2024-01-01', '2025-01-01'],
    ['2024/02', '2024-02-01', '2024-03-01'],
    ['2024-2', '2024-02-01', '2024-03-01'],
    ['2024-12', '2024-12-01', '2025-01-01'],
    ['2024/02/29', '2024-02-29', '2024-03-01'],
    ['2024-2-9', '2024-02-09', '2024-02-10'],
    ['"2024-12-31"', '2024-12-31', '2025-01-01'],
    ['0001', '0001-01-01', '0002-01-01'],
  ])('of any precision is a period: %s', (text, start, end) => {
    expect(bounds(text)).toEqual([`${start}T00:00:00.000Z`, `${end}T00:00:00.000Z`]);
  });

  test.each([
    ['2024-02-29T10:11:12Z', '2024-02-29T10:11:12.000Z', '2024-02-29T10:11:12.001Z'],
    ['2024-02-29T10:11:12.345+02:00', '2024-02-29T08:11:12.345Z', '2024-02-29T08:11:12.346Z'],
    ['2024-02-29T10:11', '2024-02-29T10:11:00.000Z', '2024-02-29T10:11:00.001Z'],
  ])('with a time is an instant: %s', (text, start, end) => {
    expect(bounds(text)).toEqual([start, end]);
  });

  test('begins and ends in the time zone of the request', () => {
    expect(bounds('2024-06-01', 'Asia/Kolkata')).toEqual([
      '2024-05-31T18:30:00.000Z',
      '2024-06-01T18:30:00.000Z',
    ]);
    expect(bounds('2024-03-31', 'Europe/Paris')).toEqual([
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T22:00:00.000Z',
    ]);
    expect(bounds('2024-10', 'Europe/Paris')).toEqual([
      '2024-09-30T22:00:00.000Z',
      '2024-10-31T23:00:00.000Z',
    ]);
    expect(bounds('2024-06-01T12:00', 'America/New_York')?.[0]).toBe('2024-06-01T16:00:00.000Z');
    // Where the clock was put forward at midnight: the day begins at one, and ends at midnight.
    expect(bounds('2018-11-04', 'America/Sao_Paulo')).toEqual([
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ]);
  });

  test.each([
    '20',
    '202',
    '20240',
    '2024-13',
    '2024-00',
    '2024-02-30',
    '2024-2-',
    '2024-W10',
    '2024-060',
    '10:30',
    'yesterday',
    '"2024-01-01T"',
    '2024-01-01T25:00',
    '-2024',
    '"2024 01"',
  ])('%s is none', (text) => {
    expect(bounds(text)).toBeNull();
  });
});

describe('the bounds of a period among dates of any precision', () => {
  const bounds = (text: string, timezone = 'UTC') => {
    const period = periodOf(valueIn(text), { now, timezone });
    return period && Object.values(dateBounds(period)).join(' ');
  };

  test.each([
    ['2024', '2024 2025'],
    ['2024-01', '2024 2024-02'],
    ['2024-02', '2024-02 2024-03'],
    ['2024-12', '2024-12 2025'],
    ['2024-01-01', '2024 2024-01-02'],
    ['2024-02-01', '2024-02 2024-02-02'],
    ['2024-01-31', '2024-01-31 2024-02'],
    ['2024-12-31', '2024-12-31 2025'],
    ['9999', '9999 ~'],
    ['2024-02-29T10:00:00Z', '2024-02-29 2024-03'],
  ])('%s', (text, expected) => {
    expect(bounds(text)).toBe(expected);
  });

  test('of an instant are those of its day in the time zone', () => {
    expect(bounds('2024-02-29T22:00:00Z', 'Asia/Tokyo')).toBe('2024-03 2024-03-02');
  });
});
