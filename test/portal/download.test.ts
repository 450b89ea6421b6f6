/** `/api/records/1.0/download/`: what comes in each format, and which records. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ApiRecord, Client, encode, startFixtures } from './client.ts';
import { nastyStrings } from './fixtures/datasets.ts';

type Parameters = Record<string, string | string[]>;

const path = '/api/records/1.0/download/';
const cities = new Client(inject('portalUrl'));

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

async function text(parameters: Parameters, from = client): Promise<string> {
  const answer = await from.call(`${path}?${encode(parameters)}`);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.text;
}

const json = async (dataset: string, parameters: Parameters = {}): Promise<ApiRecord[]> =>
  JSON.parse(await text({ dataset, format: 'json', ...parameters }));

/** The codes of the museums that come, in their order. */
async function codes(parameters: Parameters): Promise<string> {
  const records = await json('museums', parameters);
  return records.map((record) => record.fields.code).join(' ');
}

const rows = (csv: string, delimiter = ';'): string[][] => parse(csv, { delimiter });

describe('csv, the usual format', () => {
  test('has a header of names, and every value as text', async () => {
    const csv = await text({ dataset: 'museums', sort: 'code' });
    const [header = [], first = [], , , , fifth = []] = rows(csv);
    const record = (cells: string[]) =>
      Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
    expect(header.join(' ')).toBe(
      'code name place tags kind visitors rating founded inspected point outline photo details',
    );
    expect(record(first)).toMatchObject({
      code: 'm1',
      tags: 'art,history',
      visitors: '8900000',
      rating: '4.7',
      founded: '1793-08-10',
      inspected: '2024-03-30T23:30:00Z',
      point: '48.8606,2.3376',
      photo: 'louvre.png',
    });
    expect(JSON.parse(record(first).outline ?? '')).toMatchObject({ type: 'Polygon' });
    expect(JSON.parse(record(first).details ?? '')).toEqual({ rooms: 403, wings: ['Denon', 'Sully'] });
    expect(record(fifth)).toMatchObject({ code: 'm5', visitors: '', point: '', inspected: '' });
    expect(csv.split('\r\n')).toHaveLength(8);
  });

  test('is the same when asked for by its name', async () => {
    expect(await text({ dataset: 'museums', format: 'csv' })).toBe(await text({ dataset: 'museums' }));
  });

  test.each([[','], ['\t'], ['|']])('takes the separator %j', async (separator) => {
    const csv = await text({ dataset: 'nasty', csv_separator: separator });
    expect(rows(csv, separator)).toEqual([['value'], ...nastyStrings.map((value) => [value])]);
    const wide = await text({ dataset: 'museums', fields: 'code,tags', csv_separator: separator, rows: '1' });
    expect(rows(wide, separator)).toEqual([
      ['code', 'tags'],
      ['m1', 'art,history'],
    ]);
  });

  test('has labels in its header on demand', async () => {
    const labelled = { dataset: 'museums', fields: 'code,name', rows: '1', use_labels_for_header: 'true' };
    expect(rows(await text(labelled))[0]).toEqual(['Code', 'Name of the museum']);
    expect(rows(await text({ ...labelled, use_labels_for_header: 'false' }))[0]).toEqual(['code', 'name']);
  });

  test('of nothing is a header', async () => {
    expect(await text({ dataset: 'nasty', q: 'nowhere' })).toBe('value\r\n');
  });

  test.each([['""'], [';;'], ['"'], ['\n']])('refuses the separator %j', async (separator) => {
    const { status, error } = await client.fail(path, { dataset: 'nasty', csv_separator: separator });
    expect({ status, error }).toEqual({ status: 400, error: expect.stringContaining('csv_separator') });
  });
});

describe('json', () => {
  test('is a bare array of what a search gives, but with instants that end in Z', async () => {
    const { records } = await client.records('museums', { rows: '100' });
    const downloaded = await json('museums');
    const withOffset = (record: ApiRecord): ApiRecord =>
      JSON.parse(JSON.stringify(record).replaceAll(/(\d\d:\d\d:\d\d(?:\.\d+)?)Z"/g, '$1+00:00"'));
    expect(downloaded.map(withOffset)).toEqual(records);
    expect(downloaded[1]?.fields.inspected).toBe('2024-03-31T00:30:00.123Z');
    expect(downloaded[1]?.record_timestamp).toBe('2024-03-10T12:00:00Z');
  });

  test('keeps every string as it is', async () => {
    const records = await json('nasty');
    expect(records.map((record) => record.fields.value)).toEqual(nastyStrings);
  });

  test('of nothing is an empty array', async () => {
    expect(await text({ dataset: 'museums', format: 'json', q: 'nowhere' })).toBe('[]');
    expect(await text({ dataset: 'empty', format: 'json' })).toBe('[]');
  });

  test('may be indented', async () => {
    const pretty = await text({ dataset: 'museums', format: 'json', pretty_print: 'true' });
    expect(pretty).toContain('\n  "datasetid": "museums"');
    expect(JSON.parse(pretty)).toEqual(await json('museums'));
  });

  test('has the keys of the recorded download, and its instants, in another time zone', async () => {
    const file = new URL('../recorded/download/bristol_luftdaten_timezone.json', import.meta.url);
    const recorded: ApiRecord = JSON.parse(readFileSync(file, 'utf8'));
    const [ours] = await json('museums', { timezone: 'Europe/London', rows: '1' });
    expect(Object.keys(ours ?? {})).toEqual(Object.keys(recorded));
    expect(ours?.geometry).toEqual({ type: 'Point', coordinates: [2.3376, 48.8606] });
    // A `Z` in winter, as the recorded value of January has it.
    expect(ours?.fields.inspected).toBe('2024-03-30T23:30:00Z');
    expect(recorded.fields.date).toMatch(/Z$/);
    // Any other offset in full, as the recorded timestamp of May.
    const [, paris] = await json('museums', { timezone: 'Europe/Paris', sort: 'code' });
    expect(paris?.fields.inspected).toMatch(/\.123\+01:00$/);
    expect(recorded.record_timestamp).toMatch(/\.\d{3}\+01:00$/);
  });
});

describe('geojson', () => {
  test('is a collection of features: the shape, or else the point, and the other values', async () => {
    const { type, features } = JSON.parse(
      await text({ dataset: 'museums', format: 'geojson', sort: 'code' }),
    );
    expect(type).toBe('FeatureCollection');
    expect(features).toHaveLength(6);
    expect(features[0]).toMatchObject({
      type: 'Feature',
      geometry: { type: 'Polygon' },
      properties: { code: 'm1', point: [48.8606, 2.3376] },
    });
    expect(features[0].properties).not.toHaveProperty('outline');
    expect(features[1].geometry).toEqual({ type: 'Point', coordinates: [2.3266, 48.86] });
    expect(features[4].geometry).toBeNull();
  });
});

describe('jsonp and geojsonp', () => {
  test.each(['json', 'geojson'])('call a function with the %s', async (format) => {
    const plain = await text({ dataset: 'museums', format });
    const call = await text({ dataset: 'museums', format: `${format}p`, callback: 'app.on[0]' });
    expect(call).toBe(`app.on[0](${plain});`);
  });

  test.each([
    [{}, /Missing.*callback/],
    [{ callback: 'alert(1)//' }, /callback/],
  ])('refuse the callback of %j', async (parameters, message) => {
    const { status, error } = await client.fail(path, { dataset: 'museums', format: 'jsonp', ...parameters });
    expect(status).toBe(400);
    expect(error).toMatch(message);
  });
});

describe('the answer', () => {
  test.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
    ['geojson', 'application/geo+json; charset=utf-8'],
  ])('of %s is a file of that name and type', async (format, type) => {
    const { headers } = await client.call(`${path}?dataset=museums&format=${format}`);
    expect(headers.get('Content-Type')).toBe(type);
    expect(headers.get('Content-Disposition')).toBe(`attachment; filename="museums.${format}"`);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
  });

  test('of a script is no file', async () => {
    const { headers } = await client.call(`${path}?dataset=museums&format=jsonp&callback=f`);
    expect(headers.get('Content-Type')).toBe('application/javascript; charset=utf-8');
    expect(headers.has('Content-Disposition')).toBe(false);
  });

  test('costs one call of the quota', async () => {
    const remaining = async () =>
      Number((await client.call(`${path}?dataset=numbers`)).headers.get('X-RateLimit-Remaining'));
    expect(await remaining()).toBe((await remaining()) + 1);
  });

  test('to a POST with a form is the same', async () => {
    const form = new URLSearchParams({ dataset: 'museums', format: 'json', q: 'kind:art' });
    const posted = await client.call(path, { method: 'POST', body: form });
    expect(posted.text).toBe(await text({ dataset: 'museums', format: 'json', q: 'kind:art' }));
  });

  test('to a HEAD has no body', async () => {
    const { status, headers, text: body } = await client.call(`${path}?dataset=museums`, { method: 'HEAD' });
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  });

  test.each([
    '/api/datasets/1.0/museums/records/download/',
    '/api/datasets/1.0/museums/records/download',
    '/explore/dataset/museums/download/',
    '/explore/dataset/museums/download',
  ])('at %s is the same', async (alias) => {
    const { status, text: body } = await client.call(`${alias}?format=json&q=kind:art`);
    expect(status).toBe(200);
    expect(body).toBe(await text({ dataset: 'museums', format: 'json', q: 'kind:art' }));
  });
});

describe('the records', () => {
  test.each<[string, Parameters, string]>([
    ['a query', { q: 'musee OR prado' }, 'm2 m3 m4'],
    ['several queries', { q: ['kind:art', 'visitors>3500000'] }, 'm1 m2'],
    ['named queries, as links to a portal carry them', { 'q.mine': 'kind:art', rq: 'rating:5' }, 'm2'],
    ['refine', { 'refine.place': 'France/Paris' }, 'm1 m2 m6'],
    [
      'a disjunctive refine',
      { 'refine.tags': ['art', 'science'], 'disjunctive.tags': 'true' },
      'm1 m2 m3 m4 m6',
    ],
    ['exclude', { 'exclude.kind': 'art' }, 'm3 m5 m6'],
    ['a circle, the nearest first', { 'geofilter.distance': '48.86,2.3266,2000' }, 'm2 m1 m6'],
    ['a polygon', { 'geofilter.polygon': '(45,4),(46,4),(46,5),(45,5)' }, 'm3'],
    ['a box', { 'geofilter.bbox': '40,-4,46,5' }, 'm3 m4'],
    [
      'the time zone of a refined day',
      { 'refine.inspected': '2024/03/31', timezone: 'Europe/Paris' },
      'm1 m2',
    ],
  ])('are those of %s', async (_, parameters, expected) => {
    expect(await codes(parameters)).toBe(expected);
  });

  test('are sorted as in a search: numbers from the largest, text from A', async () => {
    for (const sort of ['visitors', '-visitors', 'name', '-name', 'kind,-visitors', 'founded', 'nope']) {
      expect(await codes({ sort })).toBe(await client.museums({ sort }));
    }
  });

  test('start where they are told to, and end there', async () => {
    expect(await codes({ rows: '2', start: '3' })).toBe('m4 m5');
    expect(await codes({ rows: '-1', start: '4' })).toBe('m5 m6');
    expect(await codes({ rows: '0' })).toBe('');
    expect(await codes({ start: '7' })).toBe('');
  });

  test('have the fields that are asked for, and a geometry only with the point', async () => {
    const [first] = await json('museums', { fields: 'name, code,nope' });
    expect(first).not.toHaveProperty('geometry');
    expect(first?.fields).toEqual({ code: 'm1', name: 'Louvre' });
    const [located] = await json('museums', { fields: 'point' });
    expect(located).toHaveProperty('geometry');
  });

  test('of a restricted dataset are for those who may see it', async () => {
    for (const alias of [`${path}?dataset=secret&`, '/explore/dataset/secret/download/?']) {
      const refused = await client.call(`${alias}format=json`);
      expect(refused.status).toBe(404);
      expect(refused.headers.has('Content-Disposition')).toBe(false);
      expect(refused.text).toBe(
        (await client.call(`${alias}format=json`.replace('secret', 'nosuch'))).text.replace(
          'nosuch',
          'secret',
        ),
      );
      const { status, text: body } = await client.call(`${alias}format=json&apikey=demo-key`);
      expect(status).toBe(200);
      expect(body).toContain('xyzzy');
    }
  });

  test.each<[Parameters, RegExp]>([
    [{ dataset: 'museums', format: 'xls' }, /format.*"?xls.*csv, json, jsonp, geojson/],
    [{ dataset: 'museums', rows: '-2' }, /rows/],
    [{ dataset: 'museums', rows: 'all' }, /rows/],
    [{ dataset: 'museums', start: '-1' }, /start/],
    [{ dataset: 'museums', start: '1e3' }, /start/],
    [{ dataset: 'museums', q: 'kind:(' }, /position/],
    [{ dataset: 'museums', timezone: 'Mars/Olympus' }, /timezone/],
    [{ dataset: 'museums', 'geofilter.distance': 'here' }, /geofilter/],
    [{}, /dataset/],
  ])('of %j are a 400 that names what is wrong', async (parameters, message) => {
    const { status, error } = await client.fail(path, parameters);
    expect(status).toBe(400);
    expect(error).toMatch(message);
  });
});

describe('beyond the 10,000 of a search', () => {
  test('all 135,233 cities come', async () => {
    const csv = await text({ dataset: 'geonames-cities-1000', fields: 'geonameid' }, cities);
    const ids = csv.trimEnd().split('\r\n').slice(1);
    expect(ids).toHaveLength(135_233);
    expect(new Set(ids).size).toBe(135_233);
  });

  test('rows and start go as far', async () => {
    const all = { dataset: 'numbers', format: 'json', sort: '-n' };
    const records: ApiRecord[] = JSON.parse(await text(all));
    expect(records).toHaveLength(10_050);
    expect(JSON.parse(await text({ ...all, start: '10040' }))).toEqual(records.slice(10_040));
    expect(JSON.parse(await text({ ...all, rows: '10049' }))).toEqual(records.slice(0, 10_049));
    expect(JSON.parse(await text({ ...all, start: '10030', rows: '5' }))).toEqual(
      records.slice(10_030, 10_035),
    );
  });
});
