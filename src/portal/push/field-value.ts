/** Reads pushed values as the values of their fields. */
import type { GeoJSON } from 'geojson';
import { DateTime } from 'luxon';
import type { FieldDefinition, FieldValue } from '../dataset-definition.ts';
import { readGeometry } from './geometry.ts';
import { isNestedDeeper } from './json.ts';

/** A value does not fit its field. The message says what is expected. */
export class MisfitError extends Error {
  override readonly name = 'MisfitError';
}

/** Levels of a JSON value. The value itself is level 1. */
const deepest = 100;

/** In characters: more than any date needs. */
const longestDate = 100;

const misfit = (expected: string): MisfitError => new MisfitError(`${expected} is expected`);

/** The value of a field other than a file; null if there is none. In a field that is not text, `''` is no value. */
export function readValue(field: FieldDefinition, value: unknown): FieldValue | null {
  if (value === null || value === undefined) return null;
  if (field.type !== 'text' && typeof value === 'string' && value.trim() === '') return null;
  switch (field.type) {
    case 'text':
      return readText(field, value);
    case 'int':
      return readInteger(value);
    case 'double':
      return readNumber(value);
    case 'date':
      return readDate(value);
    case 'datetime':
      return readInstant(value);
    case 'geo_point_2d':
      return readPoint(value);
    case 'geo_shape':
      return readShape(value);
    default:
      return readBlob(value);
  }
}

function readText(field: FieldDefinition, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const multivalued = field.annotations?.find((annotation) => annotation.name === 'multivalued');
  if (multivalued !== undefined && Array.isArray(value)) {
    return value
      .map((item) => readText({ ...field, annotations: [] }, item))
      .join(String(multivalued.args?.[0] ?? ','));
  }
  throw misfit('a text');
}

function readNumber(value: unknown): number {
  const isNumeral = typeof value === 'string' && /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value.trim());
  const number = typeof value === 'number' || isNumeral ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) throw misfit('a number');
  return number;
}

function readInteger(value: unknown): number {
  const number = readNumber(value);
  if (!Number.isSafeInteger(number)) throw misfit('an integer');
  return number;
}

/** If the value is an instant, its day as it is written. */
function readDate(value: unknown): string {
  const text = typeof value === 'string' && value.length <= longestDate ? value.trim() : '';
  const [, date = ''] = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ].*)?$/.exec(text) ?? [];
  const isValid = DateTime.fromISO(date === text ? date : text.replace(' ', 'T')).isValid;
  if (date === '' || !isValid) throw misfit('a date (YYYY-MM-DD)');
  return date;
}

/** An instant without an offset is in UTC. */
function readInstant(value: unknown): string {
  const isShort = typeof value === 'string' && value.length <= longestDate;
  const text = isShort ? value.trim().replace(/^(\S{10}) (?=\d)/, '$1T') : '';
  const instant = DateTime.fromISO(text, { zone: 'utc' });
  if (!/^\d{4}-/.test(text) || !instant.isValid) throw misfit('a date and time (ISO 8601)');
  return instant.toISO();
}

function readPoint(value: unknown): readonly [number, number] {
  const [latitude, longitude, ...rest] = coordinatesOf(value);
  const isWithin = (degrees: number | undefined, limit: number): degrees is number =>
    degrees !== undefined && Math.abs(degrees) <= limit;
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180) || rest.length > 0) {
    throw misfit('a point ([latitude, longitude] or "latitude,longitude")');
  }
  return [latitude, longitude];
}

/** Latitude and longitude, in any of the forms that clients send. */
function coordinatesOf(value: unknown): number[] {
  const parts = typeof value === 'string' ? value.split(',', 3) : value;
  if (Array.isArray(parts)) return parts.slice(0, 3).map(toDegrees);
  if (typeof parts !== 'object' || parts === null) return [];
  const shape = readGeometry(parts);
  if (shape?.type === 'Point') return shape.coordinates.slice(0, 2).reverse();
  const named: { lat?: unknown; lon?: unknown; lng?: unknown } = parts;
  return [toDegrees(named.lat), toDegrees(named.lon ?? named.lng)];
}

function toDegrees(value: unknown): number {
  try {
    return readNumber(value);
  } catch {
    return Number.NaN;
  }
}

function readShape(value: unknown): GeoJSON {
  const shape = readGeometry(typeof value === 'string' ? parseJson(value) : value);
  if (shape === null) throw misfit('a GeoJSON geometry');
  return shape;
}

function readBlob(value: unknown): object {
  const blob = typeof value === 'string' ? parseJson(value) : value;
  if (typeof blob !== 'object' || blob === null) throw misfit('a JSON object or array');
  if (isDeeper(blob, deepest)) throw misfit(`JSON of at most ${deepest} levels`);
  return blob;
}

/** JSON is written by recursion, so a value that is nested too deeply would fill the stack of a search. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function parseJson(text: string): unknown {
  if (isNestedDeeper(text, deepest)) throw misfit(`JSON of at most ${deepest} levels`);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
