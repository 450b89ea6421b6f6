/**
 * The first and the last dates of groups: MIN and MAX of a date field, which portals compute of numbers only. Each is
 * found in what they can do: of all records by a search that is sorted by the date, of groups by an analysis with the
 * date as one more axis.
 */
import type { AnalysisRow } from '../ods/analysis.ts';
import type { AxisValue } from '../ods/axis-value.ts';
import { badInput } from '../ods/errors.ts';
import type { Field, FieldSet } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { type Axis, isDate } from '../ods/query/axis.ts';
import { dateFieldOf, type Series } from '../ods/query/series.ts';
import { shown } from '../ods/text.ts';
import { finestParts, groupKey, partsOf, placeOf } from './date-axis.ts';
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
  /** The zone's parameter, if the groups depend on it. */
  zone: readonly Parameter[];
}

/** The analysis that has the dates of each group, as one more axis or as more parts of one. */
export function datesRequest({ name }: Field, question: GroupedDates): SeriesRequest {
  const { datasetId, fields, axes, filter, zone } = question;
  const names = [...new Set([...axes.map((axis) => fields.require(axis.field, 'x').name), name])];
  const places = names.flatMap((field): Parameter[] => {
    const definition = fields.require(field, 'x');
    const own = axes.filter((axis) => fields.get(axis.field) === definition);
    const asked = new Set(own.flatMap((axis) => partsOf(axis, definition) ?? []));
    const parts = field === name ? new Set([...asked, ...finestParts(definition)]) : asked;
    return isDate(definition) ? [...parts].map((part) => ['x', `${field}.${part}`]) : [['x', field]];
  });
  return {
    datasetId,
    parameters: [...filter, ...zone, ...places],
    axes: names,
    series: [{ name: 'count', function: 'COUNT' }],
  };
}

/** Refuses groups that portals have no name for, and instants in another zone than UTC. */
export function checkGroupedDates(ends: readonly DateEnd[], { axes, fields, zone }: GroupedDates): void {
  const [end] = ends;
  const nameless = axes.find((axis) => {
    const field = fields.get(axis.field);
    return field && isDate(field) && partsOf(axis, field) === null;
  });
  if (nameless && end) {
    throw badInput(
      'series',
      `${shown(end.name)} is a date, which is found in groups by year, month, day, hour, minute, WEEKDAY or MONTH_OF_YEAR, and not in those of ${shown(nameless.field)}.`,
    );
  }
  const instant = ends.find(({ field }) => field.type === 'DATETIME');
  if (instant && zone.length > 0) {
    throw badInput(
      'timezone',
      `does not go with ${shown(instant.name)}, the first or last instant of each group, if the filter or an axis depends on where days begin: the portal has one zone for both.`,
    );
  }
}

/** The groups of an analysis that `datesRequest` asked for, with the first and the last date of each. */
export function reduceDates(
  rows: readonly AnalysisRow[],
  ends: readonly DateEnd[],
  { axes, fields }: GroupedDates,
  names: readonly string[],
): DatedGroup[] {
  const groups = new Map<string, DatedGroup>();
  const places = axes.map((axis) => {
    const field = fields.require(axis.field, 'x');
    return { index: names.indexOf(field.name), parts: partsOf(axis, field) ?? [] };
  });
  for (const row of rows) {
    const x = places.map(({ index, parts }) => placeOf(row.x[index], parts));
    const key = groupKey(x);
    const group = groups.get(key) ?? { x, dates: new Map<string, string>() };
    groups.set(key, group);
    for (const { name, end, field } of ends) {
      const text = dateText(row.x[names.indexOf(field.name)], field);
      const known = group.dates.get(name);
      if (text !== null && (known === undefined || (end === 'MIN' ? text < known : text > known)))
        group.dates.set(name, text);
    }
  }
  return [...groups.values()];
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
