import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { type ApiRecord, Client } from './client.ts';

const client = new Client(inject('portalUrl'));
const cities = 'doc-geonames-cities-5000';

describe('the examples of the documentation', () => {
  test('Paris is as it was recorded, key by key', async () => {
    const file = new URL('../recorded/record_lookup/doc_geonames_paris.json', import.meta.url);
    const recorded: ApiRecord = JSON.parse(readFileSync(file, 'utf8'));
    const { records } = await client.records(cities, { q: 'geonameid:2988507' });
    const { text } = await client.call(`/api/datasets/1.0/${cities}/records/${records[0]?.recordid}/`);
    const paris: ApiRecord = JSON.parse(text);
    expect(Object.keys(paris).sort()).toEqual(Object.keys(recorded).sort());
    expect(Object.keys(paris.fields).sort()).toEqual(Object.keys(recorded.fields).sort());
    expect(paris.geometry).toEqual(recorded.geometry);
    const { modification_date: _date, alternatenames: _names, ...fields } = recorded.fields;
    expect(paris.fields).toMatchObject(fields);
  });

  test('the cities of a polygon by country', async () => {
    const { facet_groups: groups } = await client.records(cities, {
      'geofilter.polygon': '(50.0,0.0),(50.0,10.0),(40.0,10.0),(40.0,0.0)',
      facet: 'country_code',
      'facetsort.country_code': 'alphanum',
      rows: '0',
    });
    const counts = groups?.[0]?.facets.map(({ name, count }) => `${name} ${count}`).join(', ');
    expect(counts).toBe('AD 7, AT 16, BE 11, CH 342, DE 676, ES 261, FR 1468, IT 511, LI 11, LU 17, MC 3');
  });

  test('the largest cities of a country', async () => {
    const { nhits, records } = await client.records(cities, {
      q: 'population>=100000',
      'refine.country_code': 'FR',
      sort: 'population',
      rows: '3',
      fields: 'name',
    });
    expect(nhits).toBeGreaterThan(30);
    expect(records[0]?.fields).toEqual({ name: 'Paris' });
  });

  test('all of them', async () => {
    expect((await client.records(cities, { rows: '0' })).nhits).toBe(49_729);
    expect((await client.records('geonames-cities-1000', { rows: '0' })).nhits).toBe(135_233);
  });
});

test('every shipped dataset answers with its first records and all its facets', async () => {
  const { datasets } = await client.datasets({ rows: '-1', apikey: 'demo-key' });
  expect(datasets.length).toBeGreaterThanOrEqual(7);
  for (const { datasetid, metas } of datasets) {
    const { nhits, records } = await client.records(datasetid, { rows: '3', apikey: 'demo-key' });
    expect(nhits).toBe(metas.records_count);
    expect(records.length).toBe(Math.min(3, nhits));
  }
});
