/** Places in filters and conditions, as the portal takes them. */
import { badInput } from '../errors.ts';

export interface GeoPoint {
  latitude: number;
  longitude: number;
}

/** `(latitude,longitude),…` as the portal takes a polygon. */
export function polygonText(points: readonly GeoPoint[], argument: string): string {
  if (points.length < 3) throw badInput(argument, `a polygon needs at least 3 points, not ${points.length}.`);
  return points.map(({ latitude, longitude }) => `(${latitude},${longitude})`).join(',');
}

/** A radius in metres: finite and more than zero. */
export function requireMeters(meters: number, argument: string): void {
  if (!(Number.isFinite(meters) && meters > 0))
    throw badInput(argument, `${meters} is not a radius in metres above 0.`);
}
