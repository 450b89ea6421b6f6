import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOfPolygon } from '../../../src/ods/query/antimeridian.ts';
import type { GeoPoint } from '../../../src/ods/query/geo.ts';

const at = (latitude: number, longitude: number): GeoPoint => ({ latitude, longitude });

/** The area on the plane of longitude and latitude. */
function areaOf(ring: readonly GeoPoint[]): number {
  const sum = ring.reduce((total, from, index) => {
    const to = ring[(index + 1) % ring.length] ?? from;
    return total + from.longitude * to.latitude - to.longitude * from.latitude;
  }, 0);
  return Math.abs(sum) / 2;
}

test('what does not cross the meridian stays as it is, the whole globe too', () => {
  const ring = [at(0, 170), at(10, 180), at(0, 180)];
  expect(partsOfPolygon(ring, 'within')).toEqual([ring]);
  const globe = [at(-60, -180), at(60, -180), at(60, 180), at(-60, 180)];
  expect(partsOfPolygon(globe, 'within')).toEqual([globe]);
});

test('what only touches it from one side is one part', () => {
  expect(partsOfPolygon([at(0, 170), at(10, -180), at(-10, -180)], 'within')).toEqual([
    [at(0, 170), at(10, 180), at(-10, 180)],
  ]);
  expect(partsOfPolygon([at(0, -170), at(10, 180), at(-10, 180)], 'within')).toEqual([
    [at(0, -170), at(10, -180), at(-10, -180)],
  ]);
});

test('a corner may lie on the meridian', () => {
  const [west, east] = partsOfPolygon([at(0, 170), at(10, 180), at(0, -170), at(-10, 180)], 'within');
  expect(west).toEqual([at(0, 170), at(10, 180), at(-10, 180)]);
  expect(east).toEqual(expect.arrayContaining([at(0, -170), at(10, -180), at(-10, -180)]));
});

test('both parts together are the same polygon moved away from the meridian, whichever way it winds', () => {
  // A star around a centre crosses each line through the centre twice.
  const star = fc.record({
    radii: fc.array(fc.double({ min: 5, max: 40, noNaN: true }), { minLength: 3, maxLength: 12 }),
    centre: fc.double({ min: -180, max: 180, noNaN: true }),
    reversed: fc.boolean(),
  });
  fc.assert(
    fc.property(star, ({ radii, centre, reversed }) => {
      const moved = radii.map((radius, index) => {
        const angle = (2 * Math.PI * index) / radii.length;
        return at(radius * Math.sin(angle), centre + radius * Math.cos(angle));
      });
      const ring = moved.map(({ latitude, longitude }) =>
        at(latitude, longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude),
      );
      let parts: (readonly GeoPoint[])[];
      try {
        parts = partsOfPolygon(reversed ? ring.toReversed() : ring, 'within');
      } catch (error) {
        // A star may be cut more than twice by a line that misses its centre.
        expect(String(error)).toContain('more than once');
        return;
      }
      for (const { longitude } of parts.flat()) expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      expect(parts.map(areaOf).reduce((a, b) => a + b, 0)).toBeCloseTo(areaOf(moved), 6);
    }),
  );
});
