/** Boxes of latitudes and longitudes, in degrees. */

export interface GeoBox {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** The mean radius of the earth, in metres. */
export const EARTH_RADIUS = 6_371_008.8;

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const radians = (angle: number): number => (angle * Math.PI) / 180;

/** The box itself, or its two parts if it crosses the 180th meridian. */
export function splitAtAntimeridian(box: GeoBox): GeoBox[] {
  return box.west <= box.east
    ? [box]
    : [
        { ...box, east: 180 },
        { ...box, west: -180 },
      ];
}

/** Boxes that hold a circle on the sphere. If the circle reaches over a pole, they have all longitudes. */
export function boxesAround(center: { latitude: number; longitude: number }, meters: number): GeoBox[] {
  // A little larger than the circle, so that rounding loses nothing on its edge.
  const angle = (meters / EARTH_RADIUS) * (1 + 1e-9) + 1e-9;
  const [south, north] = [center.latitude - degrees(angle), center.latitude + degrees(angle)];
  const band = { south: Math.max(-90, south), north: Math.min(90, north) };
  if (south <= -90 || north >= 90) return [{ ...band, west: -180, east: 180 }];
  const width = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(radians(center.latitude)))));
  const [west, east] = [center.longitude - width, center.longitude + width];
  return splitAtAntimeridian({
    ...band,
    west: west < -180 ? west + 360 : west,
    east: east > 180 ? east - 360 : east,
  });
}
