/** `#now(...)`: the present moment, moved by its settings. */
import { DateTime } from 'luxon';
import type { Now } from './ast.ts';
import type { Clock } from './query-context.ts';

/**
 * The instant that `#now` means, in the request's time zone. In whatever order they are written, singular settings
 * first set their part of the date (a day that the month lacks is its last), plural ones then add to it, and
 * `weekday` at last moves on to that day of the week, to today if it is that day. Invalid beyond the calendar.
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

/** Instants are kept in milliseconds. */
function inMilliseconds({ microseconds = 0, ...deltas }: Now['add']): object {
  return { ...deltas, milliseconds: Math.trunc(microseconds / 1000) };
}

function daysUntil({ day, nth }: { day: number; nth: number }, today: number): number {
  return nth > 0 ? (nth - 1) * 7 + ((day - today + 7) % 7) : (nth + 1) * 7 - ((today - day + 7) % 7);
}
