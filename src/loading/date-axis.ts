/**
 * Date axes by their parts: `x=date.year&x=date.month`, as the official charts ask for them. So each axis of a call has
 * its own fineness, where `precision` is one for all of them.
 */
import { type AxisValue, DATE_PARTS, type DatePart, type DateParts } from '../ods/axis-value.ts';
import { type Field, findAnnotation } from '../ods/field.ts';
import { type Axis, isMonthOfYear } from '../ods/query/axis.ts';

const CLOCK = ['year', 'month', 'day', 'hour', 'minute'] as const satisfies readonly DatePart[];

const LEVELS: readonly string[] = CLOCK;

/** The parts of a date axis; null if it has none that portals know by name: weeks, and days of a month. */
export function partsOf(axis: Axis, field: Field): readonly DatePart[] | null {
  if (isMonthOfYear(axis)) return ['month'];
  if (axis.periodic === 'WEEKDAY') return ['weekday'];
  if (axis.periodic && axis.periodic !== 'YEAR') return null;
  const level = LEVELS.indexOf((axis.precision ?? 'DAY').toLowerCase());
  return level < 0 ? null : finestParts(field).slice(0, level + 1);
}

/** The parts of a date as fine as it is. */
export function finestParts(field: Field): readonly DatePart[] {
  const own = LEVELS.indexOf(findAnnotation(field, 'timeserie_precision')?.args[0] ?? '');
  const level = own < 0 ? LEVELS.indexOf(field.type === 'DATE' ? 'day' : 'minute') : own;
  return CLOCK.slice(0, level + 1);
}

/** Only these parts of a place on an axis. */
export function placeOf(value: AxisValue | undefined, parts: readonly DatePart[]): AxisValue {
  if (typeof value !== 'object' || value === null) return value ?? null;
  const place: DateParts = {};
  for (const part of parts) {
    const number = value[part];
    if (number !== undefined) place[part] = number;
  }
  return place;
}

/** The place of a group as a key, in whichever order the portal writes the parts of a date. */
export function groupKey(x: readonly AxisValue[]): string {
  return JSON.stringify(x.map((value) => placeOf(value, DATE_PARTS)));
}
