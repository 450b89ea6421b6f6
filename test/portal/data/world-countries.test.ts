import { bbox } from '@turf/bbox';
import type { MultiPolygon, Polygon } from 'geojson';
import { expect, it } from 'vitest';
import { countryShape } from '../../../src/portal/data/country-shape.ts';
import { worldCountries } from '../../../src/portal/data/world-countries.ts';
import type { FieldValue, RecordValues } from '../../../src/portal/dataset-definition.ts';

const records = new Map([...worldCountries.records()].map((record) => [record.name, record]));

function country(name: string): RecordValues {
  const record = records.get(name);
  if (record === undefined) throw new Error(`No ${name}.`);
  return record;
}

const isArea = (value: FieldValue | undefined): value is Polygon | MultiPolygon =>
  typeof value === 'object' && 'type' in value && (value.type === 'Polygon' || value.type === 'MultiPolygon');

function polygonsOf(name: string): Polygon['coordinates'][] {
  const shape = country(name).geo_shape;
  if (!isArea(shape)) throw new Error(`${name} has no outline.`);
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}

it('joins every country that has an ISO code, and Kosovo', () => {
  const unjoined = [...records.values()].filter((record) => record.country === undefined);
  expect(unjoined.map((record) => record.name).sort()).toEqual([
    'Ashmore and Cartier Is.',
    'Indian Ocean Ter.',
    'N. Cyprus',
    'Siachen Glacier',
    'Somaliland',
  ]);
  expect(country('Kosovo')).toMatchObject({ iso_alpha2: 'XK', country: 'Kosovo' });
});

it.each([
  ['France', 'FR', 'FRA', 'France', 'Paris', 'EUR'],
  ['Dem. Rep. Congo', 'CD', 'COD', 'Democratic Republic of the Congo', 'Kinshasa', 'CDF'],
  ['Congo', 'CG', 'COG', 'Republic of the Congo', 'Brazzaville', 'XAF'],
  ["Côte d'Ivoire", 'CI', 'CIV', 'Ivory Coast', 'Yamoussoukro', 'XOF'],
  ['South Korea', 'KR', 'KOR', 'South Korea', 'Seoul', 'KRW'],
  ['Antarctica', 'AQ', 'ATA', 'Antarctica', undefined, undefined],
])('joins %s', (name, iso_alpha2, iso_alpha3, joined, capital, currencies) => {
  expect(country(name)).toMatchObject({ iso_alpha2, iso_alpha3, country: joined });
  expect([country(name).capital, country(name).currencies]).toEqual([capital, currencies]);
});

it('gives each ISO code once: Natural Earth gives islands that of their country', () => {
  const codes = [...records.values()].flatMap((record) => record.iso_alpha2 ?? []);
  const shared = codes.filter((code, index) => codes.indexOf(code) !== index);
  expect(shared).toEqual([]);
});

it('lists languages by names that hold no separator', () => {
  const languages = country('Switzerland').languages;
  expect(languages).toBe('German,French,Italian');
  expect(country('Switzerland').details).toMatchObject({
    languages: [{ code: 'de' }, { code: 'fr' }, { code: 'it' }],
  });
});

it('computes areas that are near the known ones', () => {
  const known = { Russia: 17.0e6, Brazil: 8.51e6, Antarctica: 12.3e6, Switzerland: 41.3e3, Fiji: 18.3e3 };
  for (const [name, area] of Object.entries(known)) {
    expect(Math.abs(Number(country(name).area_km2) / area - 1)).toBeLessThan(0.03);
  }
});

it('draws closed rings within the map, none of them across it', () => {
  for (const name of records.keys()) {
    for (const ring of polygonsOf(String(name)).flat()) {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(ring.at(-1)).toEqual(ring[0]);
      // Along the lower edge of the map Antarctica may be as wide as the map is.
      const jumps = ring.filter(
        ([x = 0, y = 0], index) => y > -90 && Math.abs(x - (ring[index - 1]?.[0] ?? x)) > 180,
      );
      expect(jumps).toEqual([]);
      expect(ring.every(([x = 0, y = 0]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)).toBe(true);
    }
  }
});

it('cuts at the 180th meridian', () => {
  const boxes = polygonsOf('Russia').map((coordinates) => bbox({ type: 'Polygon', coordinates }));
  expect(boxes.some(([, , east]) => east === 180)).toBe(true);
  expect(boxes.some(([west]) => west === -180)).toBe(true);
  expect(boxes.every(([west, , east]) => east - west < 160)).toBe(true);
});

it('winds outer rings counterclockwise and centres on the largest polygon', () => {
  const square = (x: number, size: number) => [
    [x, 0],
    [x, size],
    [x + size, size],
    [x + size, 0],
    [x, 0],
  ];
  const { shape, centre } = countryShape({
    type: 'MultiPolygon',
    coordinates: [[square(10, 1)], [square(20, 2)]],
  });
  expect(shape.coordinates[0]).toEqual([square(10, 1).reverse()]);
  expect(centre).toEqual([1, 21]);
});
