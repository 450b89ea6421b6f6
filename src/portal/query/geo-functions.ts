/** Geographic functions that SQLite does not have: distances on the sphere, and what lies in a polygon. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import booleanIntersects from '@turf/boolean-intersects';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson';
import { areaOfNumber } from './areas.ts';
import { EARTH_RADIUS } from './geo-box.ts';
import { registerGeoDigest } from './geo-digest.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres along a great circle (haversine, on a sphere of the earth's mean radius). */
export function greatCircle(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const height = Math.sin(radians(lat2 - lat1) / 2) ** 2;
  const width = Math.sin(radians(lon2 - lon1) / 2) ** 2;
  const chord = height + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * width;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Registers `geo_distance`, `geo_point_in`, `geo_shape_distance` and `geo_shape_intersects`. */
export function registerGeoFunctions(database: DatabaseSync): void {
  registerGeoDigest(database);
  const shape = parsedOnce();
  const register = (name: string, call: (...values: SQLInputValue[]) => number | null) =>
    database.function(name, { deterministic: true, varargs: true }, (...values) =>
      values.includes(null) ? null : call(...values),
    );
  register('geo_distance', (...values) => {
    const [lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0] = values.map(Number);
    return greatCircle(lat1, lon1, lat2, lon2);
  });
  register('geo_point_in', (latitude, longitude, area) =>
    booleanPointInPolygon([Number(longitude), Number(latitude)], areaOfNumber(Number(area))) ? 1 : 0,
  );
  register('geo_shape_intersects', (json, area) =>
    booleanIntersects(shape(json), areaOfNumber(Number(area))) ? 1 : 0,
  );
  register('geo_shape_distance', (json, latitude, longitude) =>
    shapeDistance(shape(json), Number(latitude), Number(longitude)),
  );
}

/** Parses a shape once if several conditions ask for it in turn. */
function parsedOnce(): (json: SQLInputValue | undefined) => Geometry {
  let text: SQLInputValue | undefined;
  let geometry: Geometry;
  return (json) => {
    if (json !== text) {
      geometry = JSON.parse(String(json));
      text = json;
    }
    return geometry;
  };
}

/** Metres to the nearest part of a shape: 0 inside an area, null if the shape is empty. */
function shapeDistance(geometry: Geometry, latitude: number, longitude: number): number | null {
  const nearest = least(distancesTo(geometry, [longitude, latitude]));
  return Number.isFinite(nearest) ? nearest : null;
}

/** Not `Math.min(...distances)`: a shape may have more positions than a call takes arguments. */
const least = (distances: number[]): number =>
  distances.reduce((nearest, distance) => Math.min(nearest, distance), Number.POSITIVE_INFINITY);

function distancesTo(geometry: Geometry, point: Position): number[] {
  switch (geometry.type) {
    case 'Point':
      return [distanceBetween(point, geometry.coordinates)];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => distanceBetween(point, position));
    case 'LineString':
      return [distanceToLine(geometry.coordinates, point)];
    case 'MultiLineString':
      return geometry.coordinates.map((line) => distanceToLine(line, point));
    case 'Polygon':
    case 'MultiPolygon':
      if (booleanPointInPolygon(point, geometry)) return [0];
      return ringsOf(geometry).map((ring) => distanceToLine(ring, point));
    case 'GeometryCollection':
      return geometry.geometries.flatMap((part) => distancesTo(part, point));
  }
}

function distanceBetween([lon1 = 0, lat1 = 0]: Position, [lon2 = 0, lat2 = 0]: Position): number {
  return greatCircle(lat1, lon1, lat2, lon2);
}

const ringsOf = (area: Polygon | MultiPolygon): Position[][] =>
  area.type === 'Polygon' ? area.coordinates : area.coordinates.flat();

function distanceToLine(line: Position[], point: Position): number {
  return least(line.slice(1).map((end, index) => distanceToSegment(line[index] ?? end, end, point)));
}

/**
 * Metres to the nearest place between two positions. A line in GeoJSON is straight in degrees (RFC 7946, 3.1.1): a
 * great circle would leave the 49th parallel by a hundred kilometres.
 */
function distanceToSegment([lon1 = 0, lat1 = 0]: Position, [lon2 = 0, lat2 = 0]: Position, point: Position) {
  const [longitude = 0, latitude = 0] = point;
  // The shorter way may cross the 180th meridian.
  const lon = longitude + 360 * Math.round((lon1 - longitude) / 360);
  const narrowing = Math.cos(radians(latitude));
  const [x, y] = [(lon2 - lon1) * narrowing, lat2 - lat1];
  const length = x * x + y * y;
  const along = length === 0 ? 0 : ((lon - lon1) * narrowing * x + (latitude - lat1) * y) / length;
  const part = Math.min(1, Math.max(0, along));
  return greatCircle(latitude, longitude, lat1 + part * (lat2 - lat1), lon1 + part * (lon2 - lon1));
}
