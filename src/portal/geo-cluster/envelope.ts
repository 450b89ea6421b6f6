/** The smallest convex shape around places: a point, a line or a polygon in GeoJSON. */
import { convex } from '@turf/convex';
import type { Geometry, Position } from 'geojson';
import type { Place } from './places.ts';

export function envelope(places: readonly Place[]): Geometry {
  const positions = distinct(places);
  const [first = [], ...others] = positions;
  if (others.length === 0) return { type: 'Point', coordinates: first };
  const hull = convex({ type: 'MultiPoint', coordinates: positions })?.geometry;
  if (hull !== undefined && areaOf(hull.coordinates[0] ?? []) > 0) return hull;
  return { type: 'LineString', coordinates: ends(positions) };
}

function distinct(places: readonly Place[]): Position[] {
  const positions = new Map<string, Position>();
  for (const { latitude, longitude } of places) {
    positions.set(`${latitude},${longitude}`, [longitude, latitude]);
  }
  return [...positions.values()];
}

/** Twice the area. It is 0 if all places lie on one line; the library makes a flat polygon of them. */
function areaOf(ring: readonly Position[]): number {
  const terms = ring.map(([x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    return x * nextY - nextX * y;
  });
  return Math.abs(terms.reduce((sum, term) => sum + term, 0));
}

/** The first and the last of places that lie on one line. */
function ends(positions: readonly Position[]): Position[] {
  const sorted = positions.toSorted(([ax = 0, ay = 0], [bx = 0, by = 0]) => ax - bx || ay - by);
  return [...sorted.slice(0, 1), ...sorted.slice(-1)];
}
