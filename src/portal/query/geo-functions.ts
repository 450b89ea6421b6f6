/** The SQL functions that SQLite lacks: distances on the sphere, and what lies in a polygon. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import booleanIntersects from '@turf/boolean-intersects';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import pointToPolygonDistance from '@turf/point-to-polygon-distance';
import type { Geometry, MultiPolygon, Polygon } from 'geojson';
import { EARTH_RADIUS } from './geo-box.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres along a great circle (haversine, on a sphere of the earth's mean radius). */
export function greatCircle(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const height = Math.sin(radians(lat2 - lat1) / 2) ** 2;
  const width = Math.sin(radians(lon2 - lon1) / 2) ** 2;
  const chord = height + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * width;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Makes `geo_distance`, `geo_point_in`, `geo_shape_distance` and `geo_shape_intersects` known to a database. */
export function registerGeoFunctions(database: DatabaseSync): void {
  const polygon = parsedOnce();
  const shape = parsedOnce();
  const register = (name: string, call: (...values: SQLInputValue[]) => number | null) =>
    database.function(name, { deterministic: true, varargs: true }, (...values) =>
      values.includes(null) ? null : call(...values),
    );
  register('geo_distance', (...values) => {
    const [lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0] = values.map(Number);
    return greatCircle(lat1, lon1, lat2, lon2);
  });
  register('geo_point_in', (latitude, longitude, ring) => {
    const area = polygon(ring);
    return isArea(area) && booleanPointInPolygon([Number(longitude), Number(latitude)], area) ? 1 : 0;
  });
  register('geo_shape_intersects', (json, ring) => (booleanIntersects(shape(json), polygon(ring)) ? 1 : 0));
  register('geo_shape_distance', (json, latitude, longitude) =>
    shapeDistance(shape(json), Number(latitude), Number(longitude)),
  );
}

/** A polygon comes with every row of a query: parsed for the first of them only. */
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

function isArea(geometry: Geometry): geometry is Polygon | MultiPolygon {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
}

/** 0 inside an area, else the way to its edge; of lines and points to the nearest vertex. */
function shapeDistance(geometry: Geometry, latitude: number, longitude: number): number {
  if (isArea(geometry)) {
    return Math.max(0, pointToPolygonDistance([longitude, latitude], geometry, { units: 'meters' }));
  }
  const distances = positions(geometry).map(([lon = 0, lat = 0]) =>
    greatCircle(latitude, longitude, lat, lon),
  );
  return Math.min(...distances);
}

function positions(geometry: Geometry): number[][] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'MultiPoint':
    case 'LineString':
      return geometry.coordinates;
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.flat();
    case 'MultiPolygon':
      return geometry.coordinates.flat(2);
    case 'GeometryCollection':
      return geometry.geometries.flatMap(positions);
  }
}
