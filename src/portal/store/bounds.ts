/** Boxes around geometries, in degrees. */
import { bbox } from '@turf/bbox';
import type { Geometry } from 'geojson';

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The smallest box around a geometry; null if it is empty. */
export function boundsOf(geometry: Geometry): Bounds | null {
  const [west, south, east, north] = bbox(geometry);
  return Number.isFinite(west) ? { west, south, east, north } : null;
}

/** The smallest box around both. */
export function union(a: Bounds | null, b: Bounds): Bounds {
  if (a === null) return b;
  return {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
}
