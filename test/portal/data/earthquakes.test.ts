import { expect, it } from 'vitest';
import { earthquakes } from '../../../src/portal/data/earthquakes.ts';
import { earthquakesSignificant } from '../../../src/portal/data/earthquakes-significant.ts';

it('reads an event of the feed', () => {
  const event = [...earthquakes.records()].find((record) => record.id === 'ak18384056');
  expect(event).toMatchObject({
    time: '2018-02-07T00:56:19.027Z',
    mag: 3.8,
    mag_type: 'ml',
    place: '300km SE of Kodiak, Alaska',
    sources: 'ak',
    types: 'geoserve,origin,phase-data',
  });
  // What the feed says is null is absent.
  expect(event).not.toHaveProperty('felt');
});

it('keeps the strong ones for those who may see them', () => {
  const all = [...earthquakes.records()];
  const strong = [...earthquakesSignificant.records()];
  expect(strong).toEqual(all.filter((record) => Number(record.mag) >= 5));
});
