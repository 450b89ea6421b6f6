/** GeoJSON from outside, checked: a geometry, or the one in a feature. */
import type { Geometry } from 'geojson';
import { z } from 'zod';

const position = z.array(z.number()).min(2).max(4);
const line = z.array(position).min(2);
const polygon = z.array(z.array(position).min(4));

const simple = [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position) }),
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line) }),
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon) }),
] as const;

const geometry = z.union([
  ...simple,
  z.object({ type: z.literal('GeometryCollection'), geometries: z.array(z.union(simple)) }),
]);

const feature = z.object({ type: z.literal('Feature'), geometry });

/** The geometry, null for anything else. */
export function readGeometry(value: unknown): Geometry | null {
  const found = geometry.safeParse(value);
  if (found.success) return found.data;
  return feature.safeParse(value).data?.geometry ?? null;
}
