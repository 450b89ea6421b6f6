/** The outlines of the countries, on which the maps show their places. */
import type { FeatureCollection, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';

const topology = atlas as unknown as Topology;

export const countries = feature(
  topology,
  topology.objects.countries ?? { type: 'GeometryCollection', geometries: [] },
);

/** The same for a flat map, on which a line from 180° east to 180° west would go around the world. */
export const flatCountries: FeatureCollection = {
  type: 'FeatureCollection',
  features: ('features' in countries ? countries.features : []).map((country) => {
    const { geometry } = country;
    if (geometry.type === 'Polygon')
      return { ...country, geometry: { ...geometry, coordinates: geometry.coordinates.map(unwound) } };
    if (geometry.type === 'MultiPolygon')
      return {
        ...country,
        geometry: { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(unwound)) },
      };
    return country;
  }),
};

/** A ring that goes on beyond 180° where it crosses it. */
function unwound(ring: readonly Position[]): Position[] {
  let before: number | undefined;
  return ring.map(([longitude = 0, latitude = 0]) => {
    let here = longitude;
    if (before !== undefined) here += 360 * Math.round((before - here) / 360);
    before = here;
    return [here, latitude];
  });
}
