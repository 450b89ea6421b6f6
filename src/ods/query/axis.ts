/** The axes of an analysis: `x`, `precision`, `periodic`. */
import { badInput } from '../errors.ts';
import { type Field, type FieldSet, isFacet } from '../field.ts';
import type { Parameter } from '../parameter.ts';
import { shown } from '../text.ts';

export type DatePrecision = 'YEAR' | 'MONTH' | 'WEEK' | 'DAY' | 'HOUR' | 'MINUTE';
export type DatePeriod = 'YEAR' | 'MONTH_OF_YEAR' | 'MONTH' | 'WEEK' | 'WEEKDAY' | 'DAY' | 'HOUR' | 'MINUTE';

export interface Axis {
  field: string;
  precision?: DatePrecision | null | undefined;
  periodic?: DatePeriod | null | undefined;
}

/** Checks the axes against the dataset's fields and makes their parameters. */
export function axisParameters(axes: readonly Axis[], fields: FieldSet, argument: string): Parameter[] {
  const names = new Set<string>();
  for (const [index, axis] of axes.entries()) {
    const at = `${argument}[${index}]`;
    const field = fields.requireSuch(axis.field, `${at}.field`, 'a facet, number or date', isAxisField);
    if (names.has(axis.field)) throw badInput(`${at}.field`, `${shown(axis.field)} is an axis already.`);
    names.add(axis.field);
    if (isMonthOfYear(axis) && axis.precision)
      throw badInput(`${at}.precision`, 'goes without periodic: MONTH_OF_YEAR, which says all of it.');
    for (const setting of ['precision', 'periodic'] as const) {
      if (axis[setting] && !isDate(field)) {
        throw badInput(
          `${at}.${setting}`,
          `${shown(axis.field)} is of type ${shown(field.rawType)}; ${setting} is for dates.`,
        );
      }
    }
  }
  return [...axes.map((axis): Parameter => ['x', nameOf(axis)]), ...dateParameters(axes, argument)];
}

/** True if the axis is one part of its date, which the API asks for by the name of the axis. */
export function isMonthOfYear({ periodic }: Axis): boolean {
  return periodic === 'MONTH_OF_YEAR';
}

/** No `periodic` of the API gives the months of a year; the official charts ask for that part of the date. */
function nameOf(axis: Axis): string {
  return isMonthOfYear(axis) ? `${axis.field}.month` : axis.field;
}

/** The API has one precision for all axes of a call, so that no two may differ. */
function dateParameters(axes: readonly Axis[], argument: string): Parameter[] {
  const set = axes.filter(({ precision, periodic }) => precision || periodic);
  const [first] = set;
  const differs = set.some(
    ({ precision, periodic }) => precision !== first?.precision || periodic !== first?.periodic,
  );
  if (differs)
    throw badInput(
      argument,
      'the axes must have the same precision and periodic: the portal has one for all.',
    );
  return (['precision', 'periodic'] as const).flatMap((setting): Parameter[] => {
    const value = first?.[setting];
    return value && value !== 'MONTH_OF_YEAR' ? [[setting, value.toLowerCase()]] : [];
  });
}

export function isDate({ type }: Field): boolean {
  return type === 'DATE' || type === 'DATETIME';
}

/** Text must be a facet to be an axis: the documentation says so, and portals answer nothing otherwise. */
function isAxisField(field: Field): boolean {
  return (
    field.type === 'INT' ||
    field.type === 'DOUBLE' ||
    isDate(field) ||
    (field.type === 'TEXT' && isFacet(field))
  );
}
