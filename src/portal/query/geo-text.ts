/** Points and polygons as a request writes them. */
import type { LatLon, Point } from './ast.ts';

const NUMBER = String.raw`\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*`;
const POINT = new RegExp(`^${NUMBER},${NUMBER}$`);
/** One corner of a polygon, and the comma or the end of the text after it. */
const CORNER = new RegExp(String.raw`\s*\(${NUMBER},${NUMBER}\)\s*(,|$)`, 'y');

/** `latitude,longitude`; null for anything else. */
export function parsePoint(text: string): Point | null {
  const [, latitude, longitude] = POINT.exec(text) ?? [];
  return latitude === undefined ? null : pointOf(Number(latitude), Number(longitude));
}

/**
 * At least three corners, `(latitude,longitude),…`, with or without parentheses around all of them; null for anything
 * else. The first need not come again at the end.
 */
export function parsePolygon(polygon: string): LatLon[] | null {
  const text = withoutOuterParentheses(polygon.trim());
  const corners: LatLon[] = [];
  CORNER.lastIndex = 0;
  for (;;) {
    // One regular expression for all corners would fill the stack.
    const [, latitude, longitude, comma] = CORNER.exec(text) ?? [];
    const corner = pointOf(Number(latitude), Number(longitude));
    if (corner === null) return null;
    corners.push([corner.latitude, corner.longitude]);
    if (comma === '') return corners.length < 3 ? null : corners;
  }
}

function withoutOuterParentheses(text: string): string {
  const inner = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() : '';
  return inner.startsWith('(') && inner.endsWith(')') ? inner : text;
}

function pointOf(latitude: number, longitude: number): Point | null {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
