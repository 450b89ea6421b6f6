/** What a date literal stands for: a year, a month, a day, or an instant. */
import { DateTime } from 'luxon';
import type { Literal, Now } from './ast.ts';
import type { QueryContext } from './context.ts';
import { instantOf } from './now.ts';

const PARTIAL_DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;

/** From `start` up to `end`, the end not included; an instant has a length of one millisecond. */
export interface Period {
  start: DateTime;
  end: DateTime;
  unit: 'year' | 'month' | 'day' | 'instant';
}

/** The period that a value means in the request's time zone; null for what is no date. */
export function periodOf(value: Literal | Now, context: QueryContext): Period | null {
  if (value.kind === 'now') return instant(instantOf(value, context));
  const text = value.text.trim();
  const [whole, year, month, day] = PARTIAL_DATE.exec(text) ?? [];
  if (whole === undefined) return instant(DateTime.fromISO(text, { zone: context.timezone }));
  const unit = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  const start = DateTime.fromObject(
    { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) },
    { zone: context.timezone },
  );
  return start.isValid ? { start, end: start.plus({ [unit]: 1 }), unit } : null;
}

function instant(start: DateTime): Period | null {
  return start.isValid ? { start, end: start.plus({ millisecond: 1 }), unit: 'instant' } : null;
}

const FORMATS = { year: 'yyyy', month: 'yyyy-MM', day: 'yyyy-MM-dd' } as const;

/** The period as bounds for a column of date texts: an instant counts as its day. */
export function dateBounds({ start, end, unit }: Period): { start: string; end: string } {
  if (unit !== 'instant') return { start: start.toFormat(FORMATS[unit]), end: end.toFormat(FORMATS[unit]) };
  return { start: start.toFormat(FORMATS.day), end: start.plus({ day: 1 }).toFormat(FORMATS.day) };
}
