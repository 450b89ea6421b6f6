/** Places in filters and conditions, as the portal takes them. */
import { badInput } from '../errors.ts';
import { partsOfPolygon } from './antimeridian.ts';

export interface GeoPoint {
  latitude: number;
  longitude: number;
}

/** `(latitude,longitude),…` as the portal takes a polygon; two of them for one across the 180th meridian. */
export function polygonTexts(points: readonly GeoPoint[], argument: string): string[] {
  if (points.length < 3) throw badInput(argument, `a polygon needs at least 3 points, not ${points.length}.`);
  return partsOfPolygon(points, argument).map((part) =>
    part.map(({ latitude, longitude }) => `(${latitude},${longitude})`).join(','),
  );
}

/** True of a radius in metres: finite and more than zero. */
export function isRadius(meters: number): boolean {
  return Number.isFinite(meters) && meters > 0;
}

export function requireMeters(meters: number, argument: string): void {
  if (!isRadius(meters)) throw badInput(argument, `${meters} is not a radius in metres above 0.`);
}
