/** How values on the axis of an analysis are ordered and labelled. */
import { type AxisValue, DATE_PARTS, type DateParts } from '../ods/axis-value.ts';

/** Orders two values of one axis or series; those without a value come last in both directions. */
export function compareValues(
  a: AxisValue | undefined,
  b: AxisValue | undefined,
  descending: boolean,
): number {
  if (a === null || a === undefined || b === null || b === undefined)
    return Number(a === null || a === undefined) - Number(b === null || b === undefined);
  return descending ? -compare(a, b) : compare(a, b);
}

function compare(a: NonNullable<AxisValue>, b: NonNullable<AxisValue>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'object' && typeof b === 'object') return compareParts(a, b);
  const textA = String(a);
  const textB = String(b);
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
export function labelOf(value: AxisValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? labelOfParts(value) : String(value);
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
