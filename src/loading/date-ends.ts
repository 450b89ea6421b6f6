/**
 * The first and the last dates of groups: MIN and MAX of a date field, which portals compute of numbers only. Each is
 * found in what they can do: of all records by a search that is sorted by the date, of groups by an analysis with the
 * date as one more axis.
 */
import type { AnalysisRow } from '../ods/analysis.ts';
import type { AxisValue } from '../ods/axis-value.ts';
import { badInput } from '../ods/errors.ts';
import { type Field, type FieldSet, findAnnotation } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type Axis, axisParameters, type DatePrecision, isDate } from '../ods/query/axis.ts';
import { dateFieldOf, type Series } from '../ods/query/series.ts';
import { shown } from '../ods/text.ts';
import type { SeriesRequest } from './series-plan.ts';

/** A series that is a first or a last date. */
export interface DateEnd {
  name: string;
  end: 'MIN' | 'MAX';
  field: Field;
}

/** A group of records with its dates. */
export interface DatedGroup {
  x: AxisValue[];
  /** By the names of the series: ISO texts. */
  dates: Map<string, string>;
}

export interface DateEnds {
  groups: DatedGroup[];
  truncated: boolean;
}

/** Those of the series that are dates, in their order. */
export function dateEndsOf(series: readonly Series[], fields: FieldSet): DateEnd[] {
  return series.flatMap((one): DateEnd[] => {
    const field = dateFieldOf(one, fields);
    return field ? [{ name: one.name, end: one.function === 'MIN' ? 'MIN' : 'MAX', field }] : [];
  });
}

/** What must be known of a question to find the dates of its groups. */
export interface GroupedDates {
  datasetId: string;
  fields: FieldSet;
  axes: readonly Axis[];
  filter: readonly Parameter[];
  /** The zone's parameter, if the filter depends on it. */
  zone: readonly Parameter[];
}

/** The analysis that has the dates of each group, as one more axis. */
export function datesRequest({ name }: Field, question: GroupedDates): SeriesRequest {
  const { datasetId, fields, axes, filter, zone } = question;
  const field = fields.require(name, 'series');
  const date = { field: name, precision: precisionOf(field) };
  return {
    datasetId,
    parameters: [...filter, ...zone, ...axisParameters([...axes, date], fields, 'x')],
    axes: [...axes.map((axis) => axis.field), name],
    series: [{ name: 'count', function: 'COUNT' }],
  };
}

/** Refuses what the portal cannot group: its precision is one for all axes, and so is its time zone. */
export function checkGroupedDates(ends: readonly DateEnd[], question: GroupedDates): void {
  const { axes, fields, zone } = question;
  const date = axes.find((axis) => isDateField(axis.field, fields));
  const [end] = ends;
  if (date && end) {
    throw badInput(
      'series',
      `${end.name} is a date of each group, which needs axes that are no dates: the portal has one precision for all, and ${shown(date.field)} is one. The first and last dates of all records need x: [].`,
    );
  }
  const instant = ends.find(({ field }) => field.type === 'DATETIME');
  if (instant && zone.length > 0) {
    throw badInput(
      'timezone',
      `does not go with ${instant.name}, the first or last instant of each group, if the filter depends on where days begin: the portal has one zone for both.`,
    );
  }
}

function isDateField(name: string, fields: FieldSet): boolean {
  const field = fields.get(name);
  return field !== undefined && isDate(field);
}

const PRECISIONS: ReadonlyMap<string, DatePrecision> = new Map([
  ['year', 'YEAR'],
  ['month', 'MONTH'],
  ['day', 'DAY'],
  ['hour', 'HOUR'],
  ['minute', 'MINUTE'],
]);

/** The finest that an axis can be: that of the field, if it says so. */
function precisionOf(field: Field): DatePrecision {
  const own = findAnnotation(field, 'timeserie_precision')?.args[0];
  return PRECISIONS.get(own ?? '') ?? (field.type === 'DATE' ? 'DAY' : 'MINUTE');
}

/** The groups of an analysis whose last axis is the date, with the first and the last date of each. */
export function reduceDates(rows: readonly AnalysisRow[], ends: readonly DateEnd[]): DatedGroup[] {
  const groups = new Map<string, DatedGroup>();
  for (const row of rows) {
    const x = row.x.slice(0, -1);
    const key = groupKey(x);
    const group = groups.get(key) ?? { x, dates: new Map<string, string>() };
    groups.set(key, group);
    for (const { name, end, field } of ends) {
      const text = dateText(row.x.at(-1), field);
      const known = group.dates.get(name);
      if (text !== null && (known === undefined || (end === 'MIN' ? text < known : text > known)))
        group.dates.set(name, text);
    }
  }
  return [...groups.values()];
}

/** The place of a group as a key. */
export function groupKey(x: readonly AxisValue[]): string {
  return JSON.stringify(x);
}

/** The parts of a date as the portal writes it in a record: `2019`, `2019-03`, `2019-03-05`; instants in full. */
function dateText(value: AxisValue | undefined, { type }: Field): string | null {
  if (typeof value !== 'object' || value === null || value.year === undefined) return null;
  const { year, month, day, hour, minute } = value;
  const two = (part: number) => String(part).padStart(2, '0');
  const fourDigits = String(year).padStart(4, '0');
  if (type === 'DATETIME')
    return `${fourDigits}-${two(month ?? 1)}-${two(day ?? 1)}T${two(hour ?? 0)}:${two(minute ?? 0)}:00+00:00`;
  return [fourDigits, ...[month, day].flatMap((part) => (part === undefined ? [] : [two(part)]))].join('-');
}
