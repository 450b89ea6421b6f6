/** Checks GeoJSON from outside. */
import type { Geometry, Position } from 'geojson';

type Check<T> = (value: unknown) => value is T;

/** Stops at the first item that does not fit: a list may have a million items. */
const listOf =
  <T>(check: Check<T>, least = 0): Check<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.length >= least && value.every(check);

const isNumber: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const isPosition: Check<Position> = (value): value is Position =>
  listOf(isNumber, 2)(value) && value.length <= 4;

const isPositions = listOf(isPosition);
const isLine = listOf(isPosition, 2);
const isLines = listOf(isLine);
const isPolygon = listOf(listOf(isPosition, 4));
const isPolygons = listOf(isPolygon);

/** A geometry, or that of a feature; null if the value is neither. */
export function readGeometry(value: unknown): Geometry | null {
  if (!isObject(value)) return null;
  if (value.type === 'Feature') {
    return isObject(value.geometry) && value.geometry.type !== 'Feature'
      ? readGeometry(value.geometry)
      : null;
  }
  if (value.type === 'GeometryCollection') return readCollection(value.geometries);
  return readSimple(value.type, value.coordinates);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

type SimpleGeometry = Exclude<Geometry, { type: 'GeometryCollection' }>;

function readSimple(type: unknown, coordinates: unknown): SimpleGeometry | null {
  switch (type) {
    case 'Point':
      return isPosition(coordinates) ? { type, coordinates } : null;
    case 'MultiPoint':
      return isPositions(coordinates) ? { type, coordinates } : null;
    case 'LineString':
      return isLine(coordinates) ? { type, coordinates } : null;
    case 'MultiLineString':
      return isLines(coordinates) ? { type, coordinates } : null;
    case 'Polygon':
      return isPolygon(coordinates) ? { type, coordinates } : null;
    case 'MultiPolygon':
      return isPolygons(coordinates) ? { type, coordinates } : null;
    default:
      return null;
  }
}

/** A collection within a collection is refused. */
function readCollection(values: unknown): Geometry | null {
  if (!Array.isArray(values)) return null;
  const geometries: SimpleGeometry[] = [];
  for (const value of values) {
    const geometry = isObject(value) ? readSimple(value.type, value.coordinates) : null;
    if (geometry === null) return null;
    geometries.push(geometry);
  }
  return { type: 'GeometryCollection', geometries };
}
