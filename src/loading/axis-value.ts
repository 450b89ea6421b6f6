/** Values on the axis of an analysis: text, numbers, and dates as their parts. */

/** From the largest to the smallest: a date without a year folds over, and is compared by what it has. */
export const DATE_PARTS = ['year', 'yearday', 'month', 'week', 'weekday', 'day', 'hour', 'minute'] as const;

export type DatePart = (typeof DATE_PARTS)[number];
export type DateParts = Partial<Record<DatePart, number>>;

/** A date's parts; null if the value is no date. */
export function datePartsOf(value: unknown): DateParts | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = new Map<string, unknown>(Object.entries(value));
  const parts: DateParts = {};
  for (const part of DATE_PARTS) {
    const number = given.get(part);
    if (typeof number === 'number') parts[part] = number;
  }
  return Object.keys(parts).length === 0 ? null : parts;
}

/** Orders two values of one axis or series; those without a value come last in both directions. */
export function compareValues(a: unknown, b: unknown, descending: boolean): number {
  const [isNullA, isNullB] = [a === null || a === undefined, b === null || b === undefined];
  if (isNullA || isNullB) return Number(isNullA) - Number(isNullB);
  return descending ? -compare(a, b) : compare(a, b);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [partsA, partsB] = [datePartsOf(a), datePartsOf(b)];
  if (partsA && partsB) return compareParts(partsA, partsB);
  const [textA, textB] = [String(a), String(b)];
  return textA < textB ? -1 : Number(textA > textB);
}

function compareParts(a: DateParts, b: DateParts): number {
  for (const part of DATE_PARTS) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number): string => String(value).padStart(2, '0');

/** A value as a chart's label: `FR`, `2021-03`, `2021-W05`, `Monday`, `March`, `14:00`. */
export function labelOf(value: unknown): string {
  const parts = datePartsOf(value);
  if (parts) return labelOfParts(parts);
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function labelOfParts({ year, yearday, month, week, weekday, day, hour, minute }: DateParts): string {
  const time = hour === undefined ? '' : `${two(hour)}:${two(minute ?? 0)}`;
  if (year !== undefined) {
    const rest = month !== undefined ? `-${two(month)}` : week !== undefined ? `-W${two(week)}` : '';
    const date = `${year}${rest}${day === undefined ? '' : `-${two(day)}`}`;
    return time === '' ? date : `${date} ${time}`;
  }
  if (weekday !== undefined)
    return [WEEKDAYS[weekday] ?? String(weekday), time].filter((part) => part).join(' ');
  if (month !== undefined)
    return [MONTHS[month - 1] ?? String(month), day].filter((part) => part !== undefined).join(' ');
  if (time !== '') return time;
  return String(week ?? day ?? minute ?? yearday ?? '');
}
