/** Polygons across the 180th meridian: a portal's plane ends there, so each is asked for as the two parts that it has. */
import { badInput } from '../errors.ts';
import type { GeoPoint } from './geo.ts';

/** The polygon itself, or its parts on both sides of the 180th meridian. */
export function partsOfPolygon(points: readonly GeoPoint[], argument: string): (readonly GeoPoint[])[] {
  if (!points.some((point, index) => isJump(point, following(points, index)))) return [points];
  const ring = unrolled(points, argument);
  const longitudes = ring.map(({ longitude }) => longitude);
  const [west, east] = [
    longitudes.reduce((a, b) => Math.min(a, b)),
    longitudes.reduce((a, b) => Math.max(a, b)),
  ];
  if (east <= 180) return [ring];
  if (east - west > 360) throw badInput(argument, 'the polygon is wider than the globe.');
  return divided(ring, argument);
}

const following = (points: readonly GeoPoint[], index: number): GeoPoint | undefined =>
  points[(index + 1) % points.length];

/** No edge is longer than half the globe: it takes the short way. From -180 to 180 it is the whole globe that is meant. */
function isJump(from: GeoPoint, to: GeoPoint | undefined): boolean {
  const width = Math.abs((to?.longitude ?? from.longitude) - from.longitude);
  return width > 180 && width < 360;
}

/** The corners with longitudes that go on beyond 180, the westernmost between -180 and 180. */
function unrolled(points: readonly GeoPoint[], argument: string): GeoPoint[] {
  let turns = 0;
  let least = Number.POSITIVE_INFINITY;
  const ring = points.map(({ latitude, longitude }, index) => {
    const before = points[index - 1]?.longitude ?? longitude;
    if (longitude - before > 180) turns -= 1;
    else if (before - longitude > 180) turns += 1;
    least = Math.min(least, longitude + 360 * turns);
    return { latitude, longitude: longitude + 360 * turns };
  });
  const [first, last] = [ring[0]?.longitude ?? 0, ring.at(-1)?.longitude ?? 0];
  if (Math.abs(first - last) > 180) {
    throw badInput(
      argument,
      'the polygon goes around a pole, which no portal takes; give withinBox, or near with a radius.',
    );
  }
  const shift = least >= 180 ? -360 : least < -180 ? 360 : 0;
  return ring.map(({ latitude, longitude }) => ({ latitude, longitude: longitude + shift }));
}

/** Cuts a ring where it crosses 180 degrees; what lies east of it is given from -180 on. */
function divided(ring: readonly GeoPoint[], argument: string): GeoPoint[][] {
  const west: GeoPoint[] = [];
  const east: GeoPoint[] = [];
  let crossings = 0;
  for (const [index, from] of ring.entries()) {
    const to = following(ring, index) ?? from;
    if (from.longitude <= 180) west.push(from);
    else east.push({ ...from, longitude: from.longitude - 360 });
    if (from.longitude > 180 === to.longitude > 180) continue;
    crossings += 1;
    const part = (180 - from.longitude) / (to.longitude - from.longitude);
    const latitude = from.latitude + part * (to.latitude - from.latitude);
    west.push({ latitude, longitude: 180 });
    east.push({ latitude, longitude: -180 });
  }
  if (crossings > 2) {
    throw badInput(
      argument,
      'the polygon crosses the 180th meridian more than once there and back; give its parts as several within tests, joined by any.',
    );
  }
  return [west, east].map(withoutRepeated).filter(({ length }) => length >= 3);
}

function withoutRepeated(ring: readonly GeoPoint[]): GeoPoint[] {
  return ring.filter(({ latitude, longitude }, index) => {
    const next = following(ring, index);
    return latitude !== next?.latitude || longitude !== next.longitude;
  });
}
