import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from './client.ts';
import { nastyStrings } from './fixtures/datasets.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

const path = '/api/records/1.0/search/';

describe('the records', () => {
  test('show every type of field as the API does, and nothing where there is no value', async () => {
    const { records } = await client.records('museums', { rows: '6' });
    expect(records[0]).toEqual({
      datasetid: 'museums',
      recordid: expect.stringMatching(/^[0-9a-f]{40}$/),
      fields: {
        code: 'm1',
        name: 'Louvre',
        place: 'France/Paris',
        tags: 'art,history',
        kind: 'art',
        visitors: 8_900_000,
        rating: 4.7,
        founded: '1793-08-10',
        inspected: '2024-03-30T23:30:00+00:00',
        point: [48.8606, 2.3376],
        outline: expect.objectContaining({ type: 'Polygon' }),
        photo: expect.objectContaining({ filename: 'louvre.png', thumbnail: true }),
        details: { rooms: 403, wings: ['Denon', 'Sully'] },
      },
      geometry: { type: 'Point', coordinates: [2.3376, 48.8606] },
      record_timestamp: '2024-03-10T12:00:00+00:00',
    });
    expect(Object.keys(records[4]?.fields ?? {})).toEqual([
      'code',
      'name',
      'place',
      'kind',
      'rating',
      'founded',
    ]);
    expect(records[4]).not.toHaveProperty('geometry');
  });

  test('keep every string as it is', async () => {
    const { records } = await client.records('nasty', { rows: '100' });
    expect(records.map((record) => record.fields.value)).toEqual(nastyStrings);
  });

  test('come without an envelope when looked up by id, at any path of theirs', async () => {
    const { records } = await client.records('museums', { rows: '1' });
    const id = records[0]?.recordid;
    expect(await client.get(`/api/datasets/1.0/museums/records/${id}`)).toEqual(records[0]);
    expect(await client.get(`/api/datasets/1.0/museums/records/${id}/`)).toEqual(records[0]);
    expect(await client.museums({ 'refine.recordid': id ?? '' })).toBe('m1');
  });

  test('have ids that differ even where the values are equal', async () => {
    const { records } = await client.records('numbers', { rows: '10000' });
    expect(new Set(records.map((record) => record.recordid)).size).toBe(10_000);
  });
});

describe('the envelope', () => {
  test('has the defaults and no facets unless asked', async () => {
    const body = await client.records('museums', { q: '' });
    expect(Object.keys(body)).toEqual(['nhits', 'parameters', 'records']);
    expect(body.nhits).toBe(6);
    expect(JSON.stringify(body.parameters)).toBe(
      '{"dataset":"museums","rows":10,"start":0,"format":"json","timezone":"UTC"}',
    );
  });

  test('repeats the parameters as the recordings have them', async () => {
    const { parameters } = await client.records('museums', {
      q: ['musee', 'orsay'],
      rows: '2',
      start: '1',
      'refine.kind': 'art',
      'refine.tags': ['art', 'history'],
      'exclude.place': 'Spain',
      'disjunctive.tags': 'true',
      sort: 'visitors,-name',
      facet: ['kind', 'tags'],
      'facetsort.kind': 'alphanum',
      fields: 'code,name',
      'geofilter.distance': '48.86,2.33,1000',
      timezone: 'Europe/Paris',
    });
    expect(parameters).toEqual({
      dataset: 'museums',
      q: ['musee', 'orsay'],
      rows: 2,
      start: 1,
      refine: { kind: 'art', tags: ['art', 'history'] },
      exclude: { place: 'Spain' },
      disjunctive: { tags: true },
      sort: ['visitors', '-name'],
      facet: ['kind', 'tags'],
      facetsort: { kind: 'alphanum' },
      fields: ['code', 'name'],
      'geofilter.distance': ['48.86,2.33,1000'],
      format: 'json',
      timezone: 'Europe/Paris',
    });
  });

  test('is the same under the dataset', async () => {
    const body = await client.records('museums');
    expect(await client.get('/api/datasets/1.0/museums/records/')).toEqual(body);
    expect(await client.get('/api/datasets/1.0/museums/records')).toEqual(body);
  });
});

describe('q', () => {
  test('finds words by their beginning, whatever the accents', async () => {
    expect(await client.museums({ q: 'musee' })).toBe('m2 m3');
    expect(await client.museums({ q: 'MUSÉE conf' })).toBe('m3');
    expect(await client.museums({ q: 'nothing' })).toBe('');
  });

  test('is a conjunction of all that are given, under any of its names', async () => {
    expect(await client.museums({ q: ['musee', 'kind:art'] })).toBe('m2');
    expect(await client.museums({ q: 'musee OR prado', 'q.more': 'kind:art', sort: 'code' })).toBe('m2 m4');
    expect(await client.museums({ q: 'musee', rq: 'orsay' })).toBe('m2');
  });

  test('compares fields', async () => {
    expect(await client.museums({ q: 'visitors>3000000' })).toBe('m1 m2 m4');
    expect(await client.museums({ q: 'founded:[1800 TO 2000]' })).toBe('m2 m4');
    expect(await client.museums({ q: 'code:"m1" OR code:"m4"' })).toBe('m1 m4');
    expect(await client.museums({ q: '#null(point)' })).toBe('m5');
  });

  test('of relevance without a sort: the better match first', async () => {
    expect(await client.museums({ q: 'paris OR atlas' })).toMatch(/^m6 /);
    expect(await client.museums({ q: 'paris OR atlas', sort: 'rating' })).toBe('m2 m1 m6');
  });

  test('that is wrong says where', async () => {
    const { status, error } = await client.fail(path, { dataset: 'museums', q: 'kind:(art' });
    expect(status).toBe(400);
    expect(error).toMatch(/\d/);
  });
});

describe('refine and exclude', () => {
  test('text, number, date, instant', async () => {
    expect(await client.museums({ 'refine.kind': 'art' })).toBe('m1 m2 m4');
    expect(await client.museums({ 'refine.kind': 'Art' })).toBe('');
    expect(await client.museums({ 'refine.visitors': '0' })).toBe('m6');
    expect(await client.museums({ 'refine.visitors': 'many' })).toBe('');
    expect(await client.museums({ 'refine.rating': '5.0' })).toBe('m2');
    expect(await client.museums({ 'refine.founded': '1986' })).toBe('m2');
    expect(await client.museums({ 'refine.founded': '1986/12' })).toBe('m2');
    expect(await client.museums({ 'refine.founded': '1986-12-01' })).toBe('');
    expect(await client.museums({ 'refine.founded': '1793-8-10' })).toBe('m1');
    expect(await client.museums({ 'refine.founded': '179' })).toBe('');
    expect(await client.museums({ 'refine.inspected': '2024' })).toBe('m1 m2');
    expect(await client.museums({ 'refine.inspected': '2024/03/31' })).toBe('m2');
    expect(await client.museums({ 'refine.inspected': '2023/12' })).toBe('m3');
    expect(await client.museums({ 'refine.inspected': 'yesterday' })).toBe('');
  });

  test('one of several values, a path at any level', async () => {
    expect(await client.museums({ 'refine.tags': 'art' })).toBe('m1 m2 m4');
    expect(await client.museums({ 'refine.tags': 'painting' })).toBe('m4');
    expect(await client.museums({ 'refine.place': 'France' })).toBe('m1 m2 m3 m6');
    expect(await client.museums({ 'refine.place': 'France/Paris' })).toBe('m1 m2 m6');
    expect(await client.museums({ 'refine.place': 'Paris' })).toBe('');
  });

  test('repeated is all of them, unless disjunctive', async () => {
    expect(await client.museums({ 'refine.tags': ['art', 'history'] })).toBe('m1');
    expect(await client.museums({ 'refine.kind': ['art', 'science'] })).toBe('');
    const both = { 'refine.kind': ['art', 'science'], 'disjunctive.kind': 'true' };
    expect(await client.museums(both)).toBe('m1 m2 m3 m4');
    expect(await client.museums({ ...both, 'refine.tags': 'history' })).toBe('m1 m3');
    expect(await client.museums({ ...both, 'disjunctive.kind': 'false' })).toBe('');
  });

  test('exclude takes away, and leaves what has no value', async () => {
    expect(await client.museums({ 'exclude.kind': 'art' })).toBe('m3 m5 m6');
    expect(await client.museums({ 'exclude.kind': ['art', 'science'] })).toBe('m5 m6');
    expect(await client.museums({ 'exclude.tags': 'art' })).toBe('m3 m5 m6');
    expect(await client.museums({ 'exclude.founded': '1986' })).toBe('m1 m3 m4 m5 m6');
  });

  test('of a field that does not exist, or has no values to refine, is ignored', async () => {
    expect((await client.records('museums', { 'refine.nope': 'x' })).nhits).toBe(6);
    expect((await client.records('museums', { 'exclude.nope': 'x' })).nhits).toBe(6);
    expect((await client.records('museums', { 'refine.point': '48.86,2.32' })).nhits).toBe(6);
  });

  test('every nasty string finds itself', async () => {
    for (const value of nastyStrings) {
      const { records } = await client.records('nasty', { 'refine.value': value });
      expect(records.map((record) => record.fields.value)).toEqual([value]);
    }
  });
});
