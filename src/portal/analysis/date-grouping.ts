/** A date as the x of an analysis: by which of its parts records are grouped, and how SQL finds them. */
import { type Sql, sql } from '../store/sql.ts';
import type { TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';

/** In the order in which dates are compared: those that fold over have no year. */
export const dateParts = ['year', 'yearday', 'month', 'weekday', 'day', 'hour', 'minute'] as const;

export type DatePart = (typeof dateParts)[number];
export type DateParts = Partial<Record<DatePart, number>>;

export const precisions = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const;
export const periods = ['year', 'month', 'week', 'weekday', 'day', 'hour', 'minute'] as const;

export type Precision = (typeof precisions)[number];
export type Period = (typeof periods)[number];

export interface DateGrouping {
  parts: readonly DatePart[];
  /** Every day counts as the Monday of its week. */
  byWeek: boolean;
}

const clock = ['year', 'month', 'day', 'hour', 'minute'] as const;

/** The grouping of a date by precision and period; without any, by its day or what is coarser. */
export function groupingOf(
  precision: Precision | undefined,
  period: Period | undefined,
  finest: Precision,
): DateGrouping {
  const wanted = coarser(precision ?? 'day', finest);
  const level = wanted === 'week' ? 'day' : wanted;
  if (period === undefined || period === 'year') {
    return { parts: clock.slice(0, clock.indexOf(level) + 1), byWeek: wanted === 'week' };
  }
  return { parts: foldedParts(period, precision === undefined ? undefined : level), byWeek: false };
}

const coarser = (a: Precision, b: Precision): Precision =>
  precisions.indexOf(a) < precisions.indexOf(b) ? a : b;

/** What is left of a date within its period, down to the precision. */
function foldedParts(period: Exclude<Period, 'year'>, level: (typeof clock)[number] | undefined): DatePart[] {
  if (period === 'weekday') return ['weekday'];
  const finest = clock.indexOf(level ?? 'day');
  if (period === 'week') return ['weekday', ...clock.slice(3, finest + 1)];
  const start = clock.indexOf(period);
  const within = clock.slice(start + 1, finest + 1);
  if (within.length > 0) return within;
  // Nothing is finer: the months of all years by themselves, or whatever comes next where no precision is asked.
  return [level === period ? period : (clock[start + 1] ?? period)];
}

const directives: Record<DatePart, string> = {
  year: '%Y',
  yearday: '%j',
  month: '%m',
  weekday: '%u',
  day: '%d',
  hour: '%H',
  minute: '%M',
};

/** The parts of a date as one text, its numbers separated by `-`; NULL where there is no date. */
export function datePartsSql(field: TableField, { parts, byWeek }: DateGrouping, zone: Zone): Sql {
  const [column] = field.columns;
  const length = field.type === 'date' && !byWeek ? prefixLength(parts) : null;
  // A date without month or day is its first, as in `time()`.
  const whole = `substr(${column} || '-01-01', 1, 10)`;
  if (length !== null)
    return sql(length === 4 ? `substr(${column}, 1, 4)` : whole.replace('10)', `${length})`));
  const format = parts.map((part) => directives[part]).join('-');
  const week = byWeek ? `, 'weekday 0', '-6 days'` : '';
  if (field.type === 'date') return sql(`strftime(?, ${whole}${week})`, format);
  const local = zone.isUtc ? sql(`${column}`) : sql(`local_time(${column}, ?)`, zone.name);
  return sql(`strftime(?, ${local.text} / 1000.0, 'unixepoch'${week})`, format, ...local.values);
}

/** How much of `YYYY-MM-DD` holds exactly these parts; much faster to cut than to compute. */
function prefixLength(parts: readonly DatePart[]): number | null {
  return { year: 4, 'year-month': 7, 'year-month-day': 10 }[parts.join('-')] ?? null;
}

/** The text of `datePartsSql` as an answer has it. */
export function readDateParts(text: string, parts: readonly DatePart[]): DateParts {
  const numbers = text.split('-').map(Number);
  return Object.fromEntries(
    // SQLite counts Monday as 1, the API as 0.
    parts.map((part, index) => [part, (numbers[index] ?? 0) - (part === 'weekday' ? 1 : 0)]),
  );
}
