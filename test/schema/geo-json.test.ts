import fc from 'fast-check';
import { GeoJSONResolver } from 'graphql-scalars';
import { expect, test } from 'vitest';
import { GeoJSON } from '../../src/schema/geo-json.ts';

const coordinate = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -90, max: 90, noNaN: true }) },
  fc.constantFrom(180, -180.5, 91, -0, null, '7', Number.NaN),
);
const position = fc.array(coordinate, { minLength: 2, maxLength: 3 });
/** Most are closed. */
const ring = fc
  .tuple(fc.array(position, { minLength: 3, maxLength: 5 }), fc.integer({ min: 0, max: 9 }))
  .map(([positions, chance]) => (chance === 0 ? positions : [...positions, positions[0]?.slice()]));
const polygon = fc.array(ring, { maxLength: 3 });
const coordinates = fc.oneof(
  position,
  fc.array(position, { maxLength: 5 }),
  polygon,
  fc.array(polygon, { maxLength: 3 }),
  fc.anything(),
);
const geometry = fc.record(
  {
    type: fc.constantFrom(
      'Point',
      'MultiPoint',
      'LineString',
      'Polygon',
      'MultiPolygon',
      'GeometryCollection',
      'Feature',
      7,
    ),
    coordinates,
    bbox: fc.oneof(fc.constant(undefined), fc.array(coordinate, { maxLength: 6 })),
    properties: fc.constant({ name: 'x' }),
  },
  { requiredKeys: ['type', 'coordinates'] },
);

function outcomeOf(serialize: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return serialize(value);
  } catch (error) {
    return String(error);
  }
}

test('shows what the library does, and refuses the same in the same words', () => {
  let shown = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: geometry }, fc.anything()), (value) => {
      const outcome = outcomeOf(GeoJSON.serialize, value);
      expect(outcome).toEqual(outcomeOf(GeoJSONResolver.serialize, value));
      if (outcome === value) shown += 1;
    }),
    { numRuns: 3000 },
  );
  // Neither outcome is rare.
  expect(shown).toBeGreaterThan(100);
  expect(shown).toBeLessThan(2900);
});

test.each([
  ['a point', { type: 'Point', coordinates: [2.35, 48.85] }],
  ['a point with a height', { type: 'Point', coordinates: [2.35, 48.85, 35] }],
  [
    'a polygon',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ],
  [
    'polygons',
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [-0, 0],
          ],
        ],
        [],
      ],
    },
  ],
])('shows %s as it is', (_, value) => {
  expect(GeoJSON.serialize(value)).toBe(value);
});
