/** What a date literal stands for: a year, a month, a day, or an instant. */
import { DateTime } from 'luxon';
import type { Literal, Now } from './ast.ts';
import { instantOf } from './now.ts';
import type { Clock } from './query-context.ts';

const PARTIAL_DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;
/** Without this, an hour alone or the number of a week would be dates as well. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T/;

/** From `start` up to `end`, the end not included; an instant has a length of one millisecond. */
export interface Period {
  start: DateTime;
  end: DateTime;
  isInstant: boolean;
}

/** The period that a value means in the request's time zone; null for what is no date. */
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
  // Where the clock is put forward at midnight, the day begins at one, and the next one at midnight again.
  return { start, end: start.plus(length).startOf('day'), isInstant: false };
}

function instant(start: DateTime): Period | null {
  return start.isValid ? { start, end: start.plus({ millisecond: 1 }), isInstant: true } : null;
}

/** The period as bounds for a column of date texts, where an instant counts as its day. */
export function dateBounds({ start, end, isInstant }: Period): { start: string; end: string } {
  return { start: dateText(start), end: dateText(isInstant ? start.plus({ day: 1 }) : end) };
}

/**
 * A bound that sorts rightly among dates of any precision: a date stands for its first day (`2017` for 2017-01-01),
 * so the bound drops a first day and a first month as well.
 */
function dateText(date: DateTime): string {
  if (date.year > 9999) return AFTER_ALL;
  return (date.toISODate() ?? '').replace(/(-01)+$/, '');
}

/** Years of five digits would sort before those of four. */
const AFTER_ALL = '~';
