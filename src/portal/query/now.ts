/** `#now(...)`: the present moment, moved by its settings. */
import { DateTime } from 'luxon';
import type { Now, NowSetting } from './ast.ts';
import type { QueryContext } from './context.ts';
import { QuerySyntaxError } from './query.ts';

const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'microsecond'] as const;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * The instant that `#now` means: singular settings set a part of the date (`year=2001`), plural ones add to it
 * (`weeks=-2`), and then `weekday` moves on to that day of the week: 0 is Monday, `MO(2)` the second Monday from
 * there on, `FR(-1)` the last Friday up to there.
 */
export function instantOf({ settings }: Now, { now, timezone }: QueryContext): DateTime {
  const start = DateTime.fromJSDate(now, { zone: timezone });
  const set = settings.reduce(applyAbsolute, start);
  const added = settings.reduce(applyRelative, set);
  const weekday = settings.find(({ name }) => name === 'weekday');
  return weekday ? moveToWeekday(added, weekday) : added;
}

function applyAbsolute(date: DateTime, setting: NowSetting): DateTime {
  if (setting.name === 'weekday' || 'day' in setting) return date;
  const { name, value } = setting;
  switch (name) {
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
      return valid(date.set({ [name]: value }), name, value);
    case 'microsecond':
      return valid(date.set({ millisecond: Math.floor(value / 1000) }), name, value);
    default:
      if (UNITS.some((unit) => name === `${unit}s`)) return date;
      throw new QuerySyntaxError(
        `#now has no setting "${name}"; it has ${UNITS.flatMap((unit) => (unit === 'week' ? [] : [unit])).join(', ')}, weekday, and ${UNITS.map((unit) => `${unit}s`).join(', ')}.`,
        0,
      );
  }
}

function applyRelative(date: DateTime, setting: NowSetting): DateTime {
  if ('day' in setting) return date;
  const { name, value } = setting;
  if (name === 'microseconds')
    return valid(date.plus({ milliseconds: Math.trunc(value / 1000) }), name, value);
  const isUnit = UNITS.some((unit) => name === `${unit}s`);
  return isUnit ? valid(date.plus({ [name]: value }), name, value) : date;
}

function moveToWeekday(date: DateTime, setting: NowSetting): DateTime {
  const [target, nth] = 'day' in setting ? [DAYS.indexOf(setting.day), setting.nth] : [setting.value, 1];
  if (!(target >= 0 && target <= 6) || nth === 0) {
    throw new QuerySyntaxError('#now takes a weekday from 0 (Monday) to 6, or such as MO(2) or FR(-1).', 0);
  }
  const today = date.weekday - 1;
  const weeks = (Math.abs(nth) - 1) * 7;
  const days = nth > 0 ? weeks + ((7 - today + target) % 7) : -(weeks + ((7 + today - target) % 7));
  return date.plus({ days });
}

function valid(date: DateTime, name: string, value: number): DateTime {
  if (date.isValid) return date;
  throw new QuerySyntaxError(`#now cannot have ${name}=${value}.`, 0);
}
