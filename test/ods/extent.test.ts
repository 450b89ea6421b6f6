import { expect, test } from 'vitest';
import { readExtent } from '../../src/ods/geo-clusters.ts';

const ring = [
  [2, 48],
  [3, 48],
  [3, 49.5],
  [2, 49.5],
  [2, 48],
];
const polygon = { type: 'Polygon', coordinates: [ring] };

test('the extent is a bare polygon, or one in a feature', () => {
  const box = { southWest: { latitude: 48, longitude: 2 }, northEast: { latitude: 49.5, longitude: 3 } };
  expect(readExtent(polygon)).toEqual(box);
  expect(readExtent({ type: 'Feature', geometry: polygon, properties: {} })).toEqual(box);
});

test.each([
  undefined,
  null,
  'POLYGON((2 48))',
  [2, 48, 3, 49],
  { type: 'Polygon', coordinates: [] },
  { type: 'Polygon', coordinates: [[]] },
  { type: 'Polygon', coordinates: [[[2, '48']]] },
  { type: 'Polygon', coordinates: [new Array(200_000).fill([2, 48])] },
])('what is no polygon of a box is no extent: %j', (json) => {
  expect(readExtent(json)).toBeNull();
});
