import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from './client.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

const path = '/api/records/1.0/search/';

describe('the geographic filters', () => {
  test('a distance orders the records and tells it to each', async () => {
    const { records } = await client.records('museums', { 'geofilter.distance': '48.8606,2.3376,1000' });
    expect(records.map((record) => record.fields.code)).toEqual(['m1', 'm6', 'm2']);
    expect(records[0]?.fields.dist).toMatch(/^0(\.\d+)?$/);
    expect(Number(records[2]?.fields.dist)).toBeCloseTo(808, -1.5);
  });

  test('a distance without a radius is that very place', async () => {
    expect(await client.museums({ 'geofilter.distance': '48.8606, 2.3376' })).toBe('m1 m6');
    expect(await client.museums({ 'geofilter.distance': '48.87,2.3376' })).toBe('');
  });

  test('distances can be sorted the other way', async () => {
    const around = { 'geofilter.distance': '48.8606,2.3376,1000' };
    expect(await client.museums({ ...around, sort: '-dist' })).toBe('m1 m6 m2');
    expect(await client.museums({ ...around, sort: 'dist' })).toBe('m2 m1 m6');
    expect(await client.museums({ ...around, sort: 'visitors' })).toBe('m1 m2 m6');
  });

  test('a polygon, and several filters at once', async () => {
    const spain = '(44,-10),(44,3),(36,3),(36,-10)';
    expect(await client.museums({ 'geofilter.polygon': spain })).toBe('m4');
    expect(await client.museums({ 'geofilter.polygon': `${spain},(44,-10)` })).toBe('m4');
    expect(await client.museums({ 'geofilter.polygon': spain, 'refine.place': 'France' })).toBe('');
  });

  test('a box', async () => {
    expect(await client.museums({ 'geofilter.bbox': '45,4,46,5' })).toBe('m3');
    expect(await client.museums({ 'geofilter.bbox': '-90,-180,90,180' })).toBe('m1 m2 m3 m4 m6');
  });

  test.each([
    ['distance', '48.86'],
    ['distance', 'a,b,c'],
    ['distance', '48.86,2.33,-5'],
    ['distance', '148.86,2.33,5'],
    ['distance', '1,2,3,4'],
    ['polygon', '(1,2)'],
    ['polygon', 'nonsense'],
    ['bbox', '1,2,3'],
    ['bbox', '46,4,45,5'],
  ])('a wrong %s (%s) is refused', async (name, value) => {
    const { status, error } = await client.fail(path, { dataset: 'museums', [`geofilter.${name}`]: value });
    expect(status).toBe(400);
    expect(error).toContain(`geofilter.${name}`);
  });
});

describe('sort', () => {
  test('numbers and dates descend without a sign and ascend with one; missing values last', async () => {
    expect(await client.museums({ sort: 'visitors' })).toBe('m1 m2 m4 m3 m6 m5');
    expect(await client.museums({ sort: '-visitors' })).toBe('m6 m3 m4 m2 m1 m5');
    expect(await client.museums({ sort: 'rating' })).toBe('m2 m1 m3 m5 m4 m6');
    expect(await client.museums({ sort: 'founded' })).toBe('m3 m2 m4 m1 m5 m6');
    expect(await client.museums({ sort: '-founded' })).toBe('m5 m1 m4 m2 m3 m6');
    expect(await client.museums({ sort: 'inspected' })).toBe('m2 m1 m3 m4 m5 m6');
    expect(await client.museums({ sort: '-inspected' })).toBe('m3 m1 m2 m4 m5 m6');
  });

  test('text goes the other way', async () => {
    expect(await client.museums({ sort: 'code' })).toBe('m1 m2 m3 m4 m5 m6');
    expect(await client.museums({ sort: '-code' })).toBe('m6 m5 m4 m3 m2 m1');
  });

  test('several, separated by commas or repeated', async () => {
    expect(await client.museums({ sort: 'kind,-visitors' })).toBe('m4 m2 m1 m5 m3 m6');
    expect(await client.museums({ sort: ['kind', '-visitors'] })).toBe('m4 m2 m1 m5 m3 m6');
  });

  test('of what cannot be sorted is ignored', async () => {
    const unsorted = await client.museums();
    for (const sort of ['nope', '-nope', 'point', 'dist', '-', ',']) {
      expect(await client.museums({ sort })).toBe(unsorted);
    }
    expect(await client.museums({ sort: 'nope,visitors' })).toBe('m1 m2 m4 m3 m6 m5');
  });

  test('is stable where values are equal, so that pages fit together', async () => {
    const ids = new Set<string>();
    for (const start of ['0', '4000', '8000']) {
      const { records } = await client.records('numbers', { sort: 'n', start, rows: '2000' });
      for (const { recordid } of records) ids.add(recordid);
    }
    expect(ids.size).toBe(6000);
  });
});

describe('rows, start, fields', () => {
  test('cut the page', async () => {
    expect(await client.museums({ rows: '2', start: '1' })).toBe('m2 m3');
    expect(await client.museums({ rows: '0' })).toBe('');
    expect(await client.museums({ start: '6' })).toBe('');
    expect((await client.records('museums', { rows: '0' })).nhits).toBe(6);
  });

  test('rows=-1 is all that can be had', async () => {
    expect(await client.museums({ rows: '-1' })).toBe('m1 m2 m3 m4 m5 m6');
    const { nhits, records } = await client.records('numbers', { rows: '-1', start: '5' });
    expect([nhits, records.length]).toEqual([10_050, 9_995]);
  });

  test.each([
    { rows: '10001' },
    { rows: '-2' },
    { rows: 'ten' },
    { rows: '1.5' },
    { start: '-1' },
    { start: 'x' },
    { start: '9999' },
    { start: '5000', rows: '5001' },
  ])('%o is refused', async (parameters) => {
    const { status, error } = await client.fail(path, { dataset: 'numbers', ...parameters });
    expect(status).toBe(400);
    expect(error).toMatch(/rows|start/);
  });

  test('the last record that can be reached', async () => {
    const { records } = await client.records('numbers', { start: '9999', rows: '1' });
    expect(records).toHaveLength(1);
  });

  test('fields gives only these, and a geometry only with its field', async () => {
    const { records } = await client.records('museums', { fields: 'name, nope ,code', rows: '1' });
    expect(records[0]?.fields).toEqual({ code: 'm1', name: 'Louvre' });
    expect(records[0]).not.toHaveProperty('geometry');
    const located = await client.records('museums', { fields: ['point', 'code'], rows: '1' });
    expect(Object.keys(located.records[0]?.fields ?? {})).toEqual(['code', 'point']);
    expect(located.records[0]).toHaveProperty('geometry');
  });
});

describe('formats', () => {
  test('geojson', async () => {
    const { headers, text } = await client.call(`${path}?dataset=museums&format=geojson&sort=code`);
    expect(headers.get('Content-Type')).toContain('geo+json');
    const { type, features } = JSON.parse(text);
    expect(type).toBe('FeatureCollection');
    expect(features[0]).toMatchObject({
      type: 'Feature',
      geometry: { type: 'Polygon' },
      properties: { code: 'm1' },
    });
    expect(features[1].geometry).toEqual({ type: 'Point', coordinates: [2.3266, 48.86] });
    expect(features[4].geometry).toBe(null);
  });

  test('csv', async () => {
    const ask = (more: string) => client.call(`${path}?dataset=museums&format=csv&rows=1${more}`);
    const { headers, text } = await ask('&fields=code,tags,rating,founded,inspected,point,photo,details');
    expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(text).toBe(
      'code;tags;rating;founded;inspected;point;photo;details\r\n' +
        'm1;art,history;4.7;1793-08-10;2024-03-30T23:30:00+00:00;48.8606,2.3376;louvre.png;' +
        '"{""rooms"":403,""wings"":[""Denon"",""Sully""]}"\r\n',
    );
    const labelled = await ask('&fields=code,name&use_labels_for_header=true&csv_separator=%2C');
    expect(labelled.text).toBe('Code,Name of the museum\r\nm1,Louvre\r\n');
    expect((await ask('&csv_separator=%22')).status).toBe(400);
    expect((await ask('&csv_separator=abc')).status).toBe(400);
  });

  test('csv quotes what needs it', async () => {
    const { text } = await client.call(`${path}?dataset=nasty&format=csv&rows=100`);
    expect(text).toContain('"it\'s ""quoted"""');
    expect(text).toContain('"semi;colon,comma"');
    expect(text).toContain('"line\nbreak"');
  });

  test('an unknown one is refused', async () => {
    const { status, error } = await client.fail(path, { dataset: 'museums', format: 'xls' });
    expect(status).toBe(400);
    expect(error).toContain('xls');
  });
});

describe('what is not there', () => {
  test('a dataset, a record, the name of the dataset', async () => {
    expect(await client.fail(path, { dataset: 'nope' })).toEqual({
      status: 404,
      error: 'Unknown dataset: nope',
    });
    expect((await client.fail('/api/datasets/1.0/nope/records/')).status).toBe(404);
    expect((await client.fail(path)).status).toBe(400);
    expect((await client.fail(path, { dataset: ['museums', 'nasty'] })).status).toBe(400);
    expect((await client.fail('/api/datasets/1.0/museums/records/abc/')).status).toBe(404);
    expect((await client.fail('/api/datasets/1.0/nope/records/abc/')).status).toBe(404);
  });

  test('a dataset without records, without fields, without places', async () => {
    expect(await client.records('empty')).toMatchObject({ nhits: 0, records: [] });
    expect((await client.records('numbers', { q: 'word' })).nhits).toBe(0);
    expect((await client.records('numbers', { 'geofilter.bbox': '-90,-180,90,180' })).nhits).toBe(0);
  });
});
