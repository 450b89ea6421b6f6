/** Groups records by parts of a date, such as the year and the month, and writes the SQL for it. */
import { type Sql, sql } from '../store/sql.ts';
import type { TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';

/** In the order in which groups are compared. */
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

/** The grouping for a precision and a period. The default precision is the day, or the field's own if it is coarser. */
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

/** The parts of a date within its period, down to the precision. */
function foldedParts(period: Exclude<Period, 'year'>, level: (typeof clock)[number] | undefined): DatePart[] {
  if (period === 'weekday') return ['weekday'];
  const finest = clock.indexOf(level ?? 'day');
  if (period === 'week') return ['weekday', ...clock.slice(3, finest + 1)];
  const start = clock.indexOf(period);
  const within = clock.slice(start + 1, finest + 1);
  if (within.length > 0) return within;
  // The precision is not finer than the period: group by the period itself, or by the next part if none is asked for.
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

/** SQL for the parts of a date as one text of numbers with `-` between them; NULL if there is no date. */
export function datePartsSql(field: TableField, { parts, byWeek }: DateGrouping, zone: Zone): Sql {
  const [column] = field.columns;
  const length = field.type === 'date' && !byWeek ? prefixLength(parts) : null;
  // A date without a month or a day stands for its first day, as in `time()`.
  const whole = `substr(${column} || '-01-01', 1, 10)`;
  if (length !== null)
    return sql(length === 4 ? `substr(${column}, 1, 4)` : whole.replace('10)', `${length})`));
  const format = parts.map((part) => directives[part]).join('-');
  const week = byWeek ? `, 'weekday 0', '-6 days'` : '';
  if (field.type === 'date') return sql(`strftime(?, ${whole}${week})`, format);
  const local = zone.isUtc ? sql(`${column}`) : sql(`local_time(${column}, ?)`, zone.name);
  return sql(`strftime(?, ${local.text} / 1000.0, 'unixepoch'${week})`, format, ...local.values);
}

/** The length of the prefix of `YYYY-MM-DD` that holds exactly these parts; null if none does. Cutting is fast. */
function prefixLength(parts: readonly DatePart[]): number | null {
  return { year: 4, 'year-month': 7, 'year-month-day': 10 }[parts.join('-')] ?? null;
}

/** Reads the text that `datePartsSql` makes. */
export function readDateParts(text: string, parts: readonly DatePart[]): DateParts {
  const numbers = text.split('-').map(Number);
  return Object.fromEntries(
    // SQLite counts Monday as 1, the API as 0.
    parts.map((part, index) => [part, (numbers[index] ?? 0) - (part === 'weekday' ? 1 : 0)]),
  );
}
