/** GeoJSON as it is shown: what the library takes, and most of it in less time. */
import { GraphQLScalarType } from 'graphql';
import { GeoJSONResolver } from 'graphql-scalars';

const { serialize, ...config } = GeoJSONResolver.toConfig();

/**
 * The library writes the ends of each ring as JSON to compare them. A map has a hundred shapes and more, so those of the
 * usual kinds are looked at here; all others, and all that are wrong, are left to the library.
 */
export const GeoJSON: GraphQLScalarType<unknown> = new GraphQLScalarType({
  ...config,
  serialize: (value) => (isUsualShape(value) ? value : serialize(value)),
});

function isUsualShape(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'bbox' in value) return false;
  if (!('type' in value) || !('coordinates' in value)) return false;
  const { type, coordinates } = value;
  if (type === 'Point') return isPosition(coordinates);
  if (type === 'Polygon') return isPolygon(coordinates);
  return type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.every(isPolygon);
}

function isPolygon(rings: unknown): boolean {
  return Array.isArray(rings) && rings.every(isRing);
}

function isRing(ring: unknown): boolean {
  if (!Array.isArray(ring) || ring.length < 4 || !ring.every(isPosition)) return false;
  const [first, last] = [ring.at(0), ring.at(-1)];
  return first !== undefined && last !== undefined && isSame(first, last);
}

/** A place, longitude first; with a height if it has three numbers. */
function isPosition(position: unknown): position is number[] {
  if (!Array.isArray(position) || position.length < 2 || position.length > 3) return false;
  const [longitude, latitude] = position;
  if (typeof longitude !== 'number' || !(longitude >= -180 && longitude <= 180)) return false;
  if (typeof latitude !== 'number' || !(latitude >= -90 && latitude <= 90)) return false;
  return position.length === 2 || Number.isFinite(position[2]);
}

function isSame(first: readonly number[], last: readonly number[]): boolean {
  return first.length === last.length && first[0] === last[0] && first[1] === last[1] && first[2] === last[2];
}
