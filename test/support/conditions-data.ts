/** A small dataset with the fields that random conditions test, and what a condition means of one of its records. */

import type { Condition } from '../../src/ods/query/condition.ts';
import type { DatasetDefinition } from '../../src/portal/dataset-definition.ts';
import { metasOf } from '../portal/fixtures/metas.ts';
import { WORDS } from './random-condition.ts';

interface Row {
  number: number;
  name?: string;
  kind?: string;
  count?: number;
  size?: number;
  day?: string;
  time?: string;
  place?: [latitude: number, longitude: number];
}

const wordAt = (index: number) => WORDS[index % WORDS.length] ?? '';

/** Every ninth value or so is absent, of each field in other records. */
export const ROWS: readonly Row[] = Array.from({ length: 80 }, (_, number) => {
  const has = (field: number) => (number * 5 + field) % 9 !== 0;
  const dayAt = (index: number) =>
    `${2019 + (index % 3)}-0${1 + (index % 4)}-${String(1 + ((index * 11) % 28)).padStart(2, '0')}`;
  return {
    number,
    ...(has(1) && { name: number % 3 === 0 ? wordAt(number) : `${wordAt(number)} ${wordAt(number + 2)}` }),
    ...(has(2) && { kind: [wordAt(number), wordAt(number * 3 + 1)].slice(0, 1 + (number % 2)).join(';') }),
    ...(has(3) && { count: (number % 8) - 3 }),
    ...(has(4) && { size: ((number * 7) % 20) / 2 - 3 }),
    ...(has(5) && { day: dayAt(number) }),
    ...(has(6) && { time: `${dayAt(number + 1)}T${number % 2 === 0 ? '00:00:00' : '23:59:59'}Z` }),
    ...(has(7) && { place: [(number % 9) - 3, ((number * 4) % 11) - 4] satisfies [number, number] }),
  };
});

export const datasets: readonly DatasetDefinition[] = [
  {
    datasetid: 'conditions',
    metas: metasOf('Conditions'),
    visibility: 'domain',
    fields: [
      { name: 'number', label: 'Number', type: 'int', annotations: [{ name: 'id' }] },
      { name: 'name', label: 'Name', type: 'text' },
      { name: 'kind', label: 'Kind', type: 'text', annotations: [{ name: 'multivalued', args: [';'] }] },
      { name: 'count', label: 'Count', type: 'int' },
      { name: 'size', label: 'Size', type: 'double' },
      { name: 'day', label: 'Day', type: 'date' },
      { name: 'time', label: 'Time', type: 'datetime' },
      { name: 'place', label: 'Place', type: 'geo_point_2d' },
    ],
    records: () => ROWS.map((row) => ({ ...row })),
  },
];

/** True if a condition in the long form holds for a record. */
export function holds(condition: Condition, row: Row): boolean {
  const { all, any, not, equals, isNull, near, within, startsWith, search, geometryType } = condition;
  if (all) return all.every((part) => holds(part, row));
  if (any) return any.some((part) => holds(part, row));
  if (not) return !holds(not, row);
  if (isNull) return valuesOf(row, isNull).length === 0 && !(isNull === 'place' && row.place);
  if (equals) return isAny(row, equals.field, equals.value);
  if (condition.in) {
    const { field, values } = condition.in;
    return values.some((value) => isAny(row, field, value));
  }
  if (startsWith)
    return valuesOf(row, startsWith.field).some((value) => String(value).startsWith(startsWith.text));
  if (search) return isFound(row, search.fields, search.text);
  if (geometryType) return geometryType.text === 'point' && row.place !== undefined;
  if (near) return row.place !== undefined && metersBetween(row.place, near) <= near.meters;
  if (within) return row.place !== undefined && isInBox(row.place, within.polygon);
  return compares(condition, row);
}

/** The values of a field: several of `kind`, none if it is absent. */
function valuesOf(row: Row, field: string): (string | number)[] {
  const value = Object.entries(row).find(([name]) => name === field)?.[1];
  if (value === undefined || Array.isArray(value)) return [];
  return field === 'kind' ? String(value).split(';') : [value];
}

const isDate = (field: string) => field === 'day' || field === 'time';

/** A date of any precision is the text with which all instants of its period begin. */
function isAny(row: Row, field: string, value: unknown): boolean {
  return valuesOf(row, field).some((own) =>
    isDate(field) ? String(own).startsWith(String(value)) : own === value,
  );
}

function compares({ greaterThan, atLeast, lessThan, atMost }: Condition, row: Row): boolean {
  const test = greaterThan ?? atLeast ?? lessThan ?? atMost;
  if (!test) throw new Error('There is no such test.');
  return valuesOf(row, test.field).some((own) => {
    const isWithin = isAny(row, test.field, test.value);
    const isAbove = !isWithin && own > test.value;
    if (greaterThan) return isAbove;
    if (atLeast) return isAbove || isWithin;
    return lessThan ? !isAbove && !isWithin : !isAbove;
  });
}

function isFound(row: Row, fields: readonly string[], text: string): boolean {
  const names = fields.includes('*') ? ['name', 'kind'] : fields;
  const words = names.flatMap((name) => wordsOf(valuesOf(row, name).join(' ')));
  return wordsOf(text).every((word) => words.some((own) => own.startsWith(word)));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

interface Point {
  latitude: number;
  longitude: number;
}

/** On a sphere. */
function metersBetween([latitude, longitude]: readonly [number, number], other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [a, b] = [radians(latitude), radians(other.latitude)];
  const across = Math.sin(radians(other.longitude - longitude) / 2) ** 2;
  const along = Math.sin((b - a) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(along + Math.cos(a) * Math.cos(b) * across));
}

function isInBox([latitude, longitude]: readonly [number, number], corners: readonly Point[]): boolean {
  const latitudes = corners.map((corner) => corner.latitude);
  const longitudes = corners.map((corner) => corner.longitude);
  return (
    latitude > Math.min(...latitudes) &&
    latitude < Math.max(...latitudes) &&
    longitude > Math.min(...longitudes) &&
    longitude < Math.max(...longitudes)
  );
}
