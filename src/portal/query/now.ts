/** Computes `#now(...)`. */
import { DateTime } from 'luxon';
import type { Now } from './ast.ts';
import type { Clock } from './query-context.ts';

/**
 * The instant that `#now` means, in the request's time zone. Its settings apply in this order: singular ones set a part
 * of the date (a day that the month does not have becomes its last day), plural ones add to it, and `weekday` moves on
 * to that day of the week, which may be the same day. The result is invalid if it is beyond the calendar.
 */
export function instantOf({ set, add, weekday }: Now, { now, timezone }: Clock): DateTime {
  const moved = setParts(DateTime.fromJSDate(now, { zone: timezone }), set).plus(inMilliseconds(add));
  return weekday === null ? moved : moved.plus({ days: daysUntil(weekday, moved.weekday - 1) });
}

function setParts(date: DateTime, { day, microsecond, ...parts }: Now['set']): DateTime {
  const inMonth = date.set({
    ...parts,
    ...(microsecond === undefined ? {} : { millisecond: Math.floor(microsecond / 1000) }),
  });
  return day === undefined ? inMonth : inMonth.set({ day: Math.min(day, inMonth.daysInMonth ?? day) });
}

/** Instants have milliseconds, not microseconds. */
function inMilliseconds({ microseconds = 0, ...deltas }: Now['add']): object {
  return { ...deltas, milliseconds: Math.trunc(microseconds / 1000) };
}

function daysUntil({ day, nth }: { day: number; nth: number }, today: number): number {
  return nth > 0 ? (nth - 1) * 7 + ((day - today + 7) % 7) : (nth + 1) * 7 - ((today - day + 7) % 7);
}
