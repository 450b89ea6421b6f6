import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { docGeonamesCities5000 } from '../../../src/portal/data/doc-geonames-cities-5000.ts';
import { geonamesCities1000 } from '../../../src/portal/data/geonames-cities-1000.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../recorded/record_lookup/doc_geonames_paris.json', import.meta.url), 'utf8'),
);

it.each([docGeonamesCities5000, geonamesCities1000])(
  'has Paris as recorded ($datasetid)',
  ({ records, fields }) => {
    const paris = [...records()].find((record) => record.geonameid === recorded.fields.geonameid);
    // The recorded one was changed in GeoNames after this dump was made: only its date tells.
    expect(paris).toEqual({ ...recorded.fields, modification_date: '2020-01-30' });
    expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(recorded.fields).sort());
  },
);

it("answers the documentation's example of the largest population by country", () => {
  const largest = new Map<unknown, number>();
  for (const { country_code, population } of docGeonamesCities5000.records()) {
    largest.set(country_code, Math.max(largest.get(country_code) ?? 0, Number(population)));
  }
  expect(['AD', 'AE', 'ZM', 'ZW'].map((code) => largest.get(code))).toEqual([
    20430, 2956587, 1267440, 1542813,
  ]);
});

it('leaves out an unknown elevation', () => {
  const elevations = [...geonamesCities1000.records()].map((record) => record.dem);
  expect(elevations).not.toContain(-9999);
  expect(elevations.filter((elevation) => elevation === undefined)).toHaveLength(264);
});
