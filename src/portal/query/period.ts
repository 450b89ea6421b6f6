/** The period that a date means: a year, a month, a day or an instant. */
import { DateTime } from 'luxon';
import type { Literal, Now } from './ast.ts';
import { instantOf } from './now.ts';
import type { Clock } from './query-context.ts';

const PARTIAL_DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;
/** Luxon alone would also read an hour or the number of a week as a date. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T/;

/** From `start` up to but not including `end`. An instant is one millisecond long. */
export interface Period {
  start: DateTime;
  end: DateTime;
  isInstant: boolean;
}

/** The period that a value means in the request's time zone; null if the value is not a date. */
export function periodOf(value: Literal | Now, clock: Clock): Period | null {
  if (value.kind === 'now') return instant(instantOf(value, clock));
  const text = value.text.trim();
  const zone = clock.timezone;
  if (TIMESTAMP.test(text)) return instant(DateTime.fromISO(text, { zone }));
  const [, year, month, day] = PARTIAL_DATE.exec(text) ?? [];
  if (year === undefined) return null;
  const start = DateTime.fromObject(
    { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) },
    { zone },
  );
  if (!start.isValid) return null;
  const length = day !== undefined ? { day: 1 } : month !== undefined ? { month: 1 } : { year: 1 };
  // A day begins at one o'clock if the clock is put forward at midnight; the next day begins at midnight again.
  return { start, end: start.plus(length).startOf('day'), isInstant: false };
}

function instant(start: DateTime): Period | null {
  return start.isValid ? { start, end: start.plus({ millisecond: 1 }), isInstant: true } : null;
}

/** The bounds of the period in a column of date texts. An instant counts as its day. */
export function dateBounds({ start, end, isInstant }: Period): { start: string; end: string } {
  return { start: dateText(start), end: dateText(isInstant ? start.plus({ day: 1 }) : end) };
}

/**
 * A bound among dates of any precision. A date without a day or a month stands for its first day (`2017` for
 * 2017-01-01), so the bound drops `-01` at its end as well.
 */
function dateText(date: DateTime): string {
  if (date.year > 9999) return AFTER_ALL;
  return (date.toISODate() ?? '').replace(/(-01)+$/, '');
}

/** A year of five digits would sort before one of four. */
const AFTER_ALL = '~';
