/** Turns the value of a field into those of its columns and other tables. */
import type { SQLInputValue } from 'node:sqlite';
import type { Geometry } from 'geojson';
import type { FieldDefinition, FieldValue } from '../dataset-definition.ts';
import type { TableField } from './table.ts';

/** The values of the field's columns, in their order. */
export function encode(field: FieldDefinition, value: FieldValue | undefined): SQLInputValue[] {
  switch (field.type) {
    case 'text':
    case 'date':
      return [value === undefined ? null : String(value)];
    case 'int':
    case 'double':
      return [encodeNumber(field, value)];
    case 'datetime':
      return [encodeInstant(field, value)];
    case 'geo_point_2d':
      return value === undefined ? [null, null] : encodePoint(field, value);
    default:
      return [value === undefined ? null : JSON.stringify(value)];
  }
}

function encodeNumber(field: FieldDefinition, value: FieldValue | undefined): number | null {
  if (value === undefined || Number.isNaN(value)) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(field, value, 'a number');
  if (field.type === 'int' && !Number.isSafeInteger(value)) throw misfit(field, value, 'an integer');
  return value;
}

function encodeInstant(field: FieldDefinition, value: FieldValue | undefined): number | null {
  if (value === undefined) return null;
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw misfit(field, value, 'a date and time');
  return instant;
}

function encodePoint(field: FieldDefinition, value: FieldValue): [number, number] {
  const [latitude, longitude] = Array.isArray(value) ? value.map(Number) : [];
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) throw misfit(field, value, 'a point');
  return [latitude, longitude];
}

const isWithin = (degrees: number | undefined, limit: number): degrees is number =>
  degrees !== undefined && Math.abs(degrees) <= limit;

function misfit(field: FieldDefinition, value: unknown, expected: string): Error {
  return new Error(`Field "${field.name}": ${JSON.stringify(value)} is not ${expected}.`);
}

/** A text as the full text has it: a letter and its mark, written as two characters, become the one that means both. */
export const normalized = (text: string): string => text.normalize('NFC');

/** The values of a multivalued or hierarchical field one by one. A path comes with all its ancestors. */
export function listValues(field: TableField, joined: string): ReadonlySet<string> {
  const listed = new Set<string>();
  for (const part of field.multivalued === undefined ? [joined] : joined.split(field.multivalued)) {
    const value = part.trim();
    if (value === '') continue;
    if (field.hierarchical !== undefined) addAncestors(listed, value, field.hierarchical);
    listed.add(value);
  }
  return listed;
}

function addAncestors(listed: Set<string>, path: string, separator: string): void {
  for (let at = path.indexOf(separator); at > 0; at = path.indexOf(separator, at + separator.length)) {
    listed.add(path.slice(0, at));
  }
}

/** The value of a geo field as a GeoJSON geometry; null if it is not one. */
export function geometryOf(field: FieldDefinition, value: FieldValue): Geometry | null {
  if (field.type === 'geo_point_2d') {
    const [latitude, longitude] = encodePoint(field, value);
    return { type: 'Point', coordinates: [longitude, latitude] };
  }
  return field.type === 'geo_shape' && isGeometry(value) ? value : null;
}

const isGeometry = (value: FieldValue): value is Geometry =>
  typeof value === 'object' && 'type' in value && ('coordinates' in value || 'geometries' in value);
