import type { GeoPoint as GeoPointSource } from '../ods/query/geo.ts';
import { annotateType } from './annotations.ts';
import { builder } from './builder.ts';

export const GeoPoint = builder.objectRef<GeoPointSource>('GeoPoint').implement({
  description: 'A place. Its coordinates have names, so that their order cannot be mistaken.',
  extensions: annotateType({ shareable: true }),
  fields: (t) => ({
    latitude: t.exposeFloat('latitude', { description: 'Degrees north of the equator, -90 to 90.' }),
    longitude: t.exposeFloat('longitude', { description: 'Degrees east of Greenwich, -180 to 180.' }),
  }),
});

export const GeoPointInput = builder.inputType('GeoPointInput', {
  description: 'A place.',
  fields: (t) => ({
    latitude: t.field({
      type: 'Latitude',
      required: true,
      description: 'Degrees north of the equator, -90 to 90.',
    }),
    longitude: t.field({
      type: 'Longitude',
      required: true,
      description: 'Degrees east of Greenwich, -180 to 180.',
    }),
  }),
});

export const NearInput = builder.inputType('NearInput', {
  description: 'A circle.',
  fields: (t) => ({
    latitude: t.field({
      type: 'Latitude',
      required: true,
      description: 'Latitude of the centre, in degrees.',
    }),
    longitude: t.field({
      type: 'Longitude',
      required: true,
      description: 'Longitude of the centre, in degrees.',
    }),
    meters: t.float({ required: true, description: 'Radius in metres, above 0.' }),
  }),
});

export const BoundingBoxInput = builder.inputType('BoundingBoxInput', {
  description:
    'A box between two corners. If its western side is east of its eastern side, the box crosses the 180th meridian.',
  fields: (t) => ({
    southWest: t.field({ type: GeoPointInput, required: true, description: 'The south-western corner.' }),
    northEast: t.field({ type: GeoPointInput, required: true, description: 'The north-eastern corner.' }),
  }),
});
