/** Places of every kind of shape, for the geographic conditions. */
import type { Geometry } from 'geojson';
import type { DatasetDefinition, RecordValues } from '../../../src/portal/dataset-definition.ts';
import { metasOf } from '../fixtures/metas.ts';

const square = (west: number, south: number, size: number): [number, number][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

const shapes: Record<string, Geometry> = {
  point: { type: 'Point', coordinates: [10, 50] },
  points: {
    type: 'MultiPoint',
    coordinates: [
      [10, 51],
      [30, 51],
    ],
  },
  line: {
    type: 'LineString',
    coordinates: [
      [0, 40],
      [10, 40],
    ],
  },
  lines: {
    type: 'MultiLineString',
    coordinates: [
      [
        [0, 30],
        [1, 30],
      ],
      [
        [9, 30],
        [10, 30],
      ],
    ],
  },
  square: { type: 'Polygon', coordinates: [square(20, 40, 2)] },
  ring: { type: 'Polygon', coordinates: [square(40, 40, 6), square(42, 42, 2)] },
  squares: { type: 'MultiPolygon', coordinates: [[square(20, 20, 1)], [square(25, 20, 1)]] },
  mix: {
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [60, 10] },
      {
        type: 'LineString',
        coordinates: [
          [62, 10],
          [64, 10],
        ],
      },
    ],
  },
};

/** More positions than a function takes arguments, a tenth of a degree east of latitude and longitude 0. */
const many = Array.from({ length: 600_000 }, (_, index) => [0.1, index % 2]);

/** Places near the edges of the map. */
const spots: Record<string, [latitude: number, longitude: number]> = {
  paris: [48.8566, 2.3522],
  versailles: [48.8049, 2.1204],
  london: [51.5074, -0.1278],
  fiji: [-17.7134, 178.065],
  samoa: [-13.759, -172.1046],
  pole: [90, 0],
  alert: [82.5, -62.3],
  origin: [0, 0],
};

const dataset = (
  datasetid: string,
  fields: DatasetDefinition['fields'],
  records: RecordValues[],
): DatasetDefinition => ({
  datasetid,
  metas: metasOf(datasetid),
  fields: [{ name: 'name', label: 'name', type: 'text' }, ...fields],
  visibility: 'domain',
  records: () => [...records, { name: 'nowhere' }],
});

export const datasets: readonly DatasetDefinition[] = [
  dataset(
    'shapes',
    [{ name: 'shape', label: 'shape', type: 'geo_shape' }],
    Object.entries(shapes).map(([name, shape]) => ({ name, shape })),
  ),
  dataset(
    'spots',
    [{ name: 'at', label: 'at', type: 'geo_point_2d' }],
    Object.entries(spots).map(([name, at]) => ({ name, at })),
  ),
  dataset(
    'large',
    [{ name: 'shape', label: 'shape', type: 'geo_shape' }],
    [
      { name: 'many points', shape: { type: 'MultiPoint', coordinates: many } },
      { name: 'long line', shape: { type: 'LineString', coordinates: many } },
    ],
  ),
  dataset(
    'border',
    [{ name: 'shape', label: 'shape', type: 'geo_shape' }],
    [
      { name: 'south of it', shape: { type: 'Polygon', coordinates: [square(-123, 25, 24)] } },
      { name: 'in the far east', shape: { type: 'Polygon', coordinates: [square(178.5, -18, 1)] } },
    ],
  ),
  dataset(
    'both',
    [
      { name: 'shape', label: 'shape', type: 'geo_shape' },
      { name: 'at', label: 'at', type: 'geo_point_2d' },
      { name: 'other', label: 'other', type: 'geo_point_2d' },
    ],
    [
      { name: 'a', at: [1, 1], other: [50, 50] },
      { name: 'b', at: [2, 2], shape: { type: 'Point', coordinates: [50, 50] } },
      { name: 'c', other: [1, 1] },
    ],
  ),
];
