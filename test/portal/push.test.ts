/** Records put into real-time datasets, found there at once, and taken out again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PushClient, startRealtime } from './push-client.ts';

let client: PushClient;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ client, close, failures } = await startRealtime());
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

beforeEach(async () => {
  for (const dataset of ['things', 'stock']) {
    const { records } = await client.records(dataset, { rows: '1000' });
    for (const { recordid } of records) await client.removeById(dataset, recordid);
    expect((await client.records(dataset)).nhits).toBe(0);
  }
});

/** What one record is after it was pushed. */
async function stored(record: object): Promise<Record<string, unknown>> {
  await client.push('things', record);
  const { records } = await client.records('things');
  expect(records).toHaveLength(1);
  return records[0]?.fields ?? {};
}

describe('a push', () => {
  test('of an object is one record', async () => {
    await client.push('things', { name: 'one' });
    expect(await client.values('things', 'name')).toEqual(['one']);
  });

  test('of an array is its records, in their order', async () => {
    await client.push('things', [{ name: 'b' }, { name: 'a' }, { name: 'c' }]);
    expect(await client.values('things', 'name')).toEqual(['b', 'a', 'c']);
  });

  test('of nothing is no record', async () => {
    await client.push('things', []);
    expect((await client.records('things')).nhits).toBe(0);
  });

  test('is answered with the lower case of the live portals, and no permission for other pages', async () => {
    const { status, text, headers } = await client.send(
      'things/realtime/push',
      { name: 'one' },
      { pushkey: 'key-of-things' },
    );
    expect({ status, text }).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(headers.has('Access-Control-Allow-Origin')).toBe(false);
    expect(headers.has('X-RateLimit-Remaining')).toBe(true);
  });

  test('may say anything of its type, and begin with a byte order mark', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'image/png']) {
      const answer = await client.call('/api/push/1.0/things/realtime/push?pushkey=key-of-things', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: `\uFEFF${JSON.stringify({ name: type })}`,
      });
      expect(answer.text).toBe('{"status":"ok"}');
    }
    expect(await client.values('things', 'name')).toHaveLength(4);
  });

  test('takes the key under its older name, and at another resource of the dataset', async () => {
    const answers = [
      await client.send('things/realtime/push', { name: 'a' }, { apikey: 'key-of-things' }),
      await client.send('things/echtzeit/push', { name: 'b' }, { pushkey: 'key-of-echtzeit' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await client.values('things', 'name')).toEqual(['a', 'b']);
  });

  test('keeps every type of value as a search gives it', async () => {
    const outline = {
      type: 'LineString',
      coordinates: [
        [2, 48],
        [3, 49],
      ],
    };
    const fields = await stored({
      name: 'all',
      tags: 'red,blue',
      path: 'a/b',
      size: 7,
      weight: -2.5,
      made: '2024-02-29',
      seen: '2024-02-29T23:30:00.125+02:00',
      place: [48.5, 2.25],
      outline,
      more: { list: [1, { deep: null }] },
    });
    expect(fields).toEqual({
      name: 'all',
      tags: 'red,blue',
      path: 'a/b',
      size: 7,
      weight: -2.5,
      made: '2024-02-29',
      seen: '2024-02-29T21:30:00.125+00:00',
      place: [48.5, 2.25],
      outline,
      more: { list: [1, { deep: null }] },
    });
  });

  test.each<[field: string, given: unknown, kept: unknown]>([
    ['name', 12, '12'],
    ['name', false, 'false'],
    ['name', '', ''],
    ['name', 'Ünï\u0000 "\\日本語\u2028', 'Ünï\u0000 "\\日本語\u2028'],
    ['tags', ['red', 'blue', 3], 'red,blue,3'],
    ['size', '42', 42],
    ['size', 4e2, 400],
    ['weight', ' -1.5e-3 ', -0.0015],
    ['made', '2024', '2024'],
    ['made', '2024-05', '2024-05'],
    ['made', '2024-05-06T23:59:59-10:00', '2024-05-06'],
    ['seen', '2024-05-06 07:08:09', '2024-05-06T07:08:09+00:00'],
    ['seen', '2024-05-06', '2024-05-06T00:00:00+00:00'],
    ['place', '48.5, -2.25', [48.5, -2.25]],
    ['place', { lat: 48.5, lon: '-2.25' }, [48.5, -2.25]],
    ['place', { type: 'Point', coordinates: [-2.25, 48.5] }, [48.5, -2.25]],
    ['outline', '{"type":"Point","coordinates":[1,2]}', { type: 'Point', coordinates: [1, 2] }],
    [
      'outline',
      { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1, 2] } },
      { type: 'Point', coordinates: [1, 2] },
    ],
    ['more', '[1,2]', [1, 2]],
  ])('reads the %s %j', async (field, given, kept) => {
    expect(await stored({ [field]: given })).toEqual({ [field]: kept });
  });

  test('takes null, and an empty text where no text belongs, for no value, and passes unknown keys over', async () => {
    const fields = await stored({ name: 'x', size: null, weight: '', seen: ' ', nope: 1 });
    expect(fields).toEqual({ name: 'x' });
  });
});

describe('what is pushed', () => {
  test('is found by the next search, in every way', async () => {
    await client.push('things', [
      { name: 'Red chair', tags: 'red,wood', path: 'home/hall', size: 3, seen: '2024-01-01T12:00:00Z' },
      { name: 'Blue chair', tags: 'blue', path: 'home', size: 5, place: [48.5, 2.5] },
    ]);
    const names = async (parameters: Record<string, string>) =>
      (await client.values('things', 'name', parameters)).join();
    expect(await names({ q: 'chai red' })).toBe('Red chair');
    expect(await names({ q: 'size>4' })).toBe('Blue chair');
    expect(await names({ q: 'tags==wood' })).toBe('Red chair');
    expect(await names({ 'refine.tags': 'wood' })).toBe('Red chair');
    expect(await names({ 'refine.path': 'home' })).toBe('Red chair,Blue chair');
    expect(await names({ 'refine.seen': '2024/01' })).toBe('Red chair');
    expect(await names({ 'geofilter.distance': '48.5,2.5,10' })).toBe('Blue chair');
    expect(await names({ 'geofilter.bbox': '48,2,49,3' })).toBe('Blue chair');
    expect(await names({ sort: 'size' })).toBe('Blue chair,Red chair');
    expect(await client.facet('things', 'tags', { facet: 'tags' })).toEqual([
      'blue 1 displayed',
      'red 1 displayed',
      'wood 1 displayed',
    ]);
  });

  test('is there for all other APIs', async () => {
    await client.push('things', [
      { name: 'a', size: 3, place: [48.5, 2.5] },
      { name: 'b', size: 5, place: [49.5, 3.5] },
    ]);
    const read = async (path: string) => JSON.parse((await client.call(path)).text);
    const { records } = await client.records('things');
    expect(await read(`/api/datasets/1.0/things/records/${records[0]?.recordid}/`)).toEqual(records[0]);
    expect(await read('/api/records/1.0/download/?dataset=things&format=json')).toHaveLength(2);
    const analysis = '/api/records/1.0/analyze/?dataset=things&x=name&y.s.func=SUM&y.s.expr=size';
    expect(await read(analysis)).toEqual([
      { x: 'a', s: 3 },
      { x: 'b', s: 5 },
    ]);
    expect(await read('/api/records/1.0/boundingbox/?dataset=things')).toMatchObject({
      bbox: [2.5, 48.5, 3.5, 49.5],
    });
    const clusters = '/api/records/1.0/geocluster/?dataset=things&clusterprecision=1&clusterdistance=100';
    expect(await read(clusters)).toMatchObject({ clusters: [{ count: 2 }] });
  });

  test('is told of in the catalog', async () => {
    const dataset = async () => JSON.parse((await client.call('/api/datasets/1.0/things/')).text);
    const found = async (q: string) =>
      (await client.datasets({ q })).datasets.map(({ datasetid }) => datasetid);
    expect((await dataset()).metas).toMatchObject({ records_count: 0 });
    expect(await dataset()).toMatchObject({ has_records: false, features: [] });
    expect(await found('records_count>1')).toEqual([]);
    const before = Date.now();
    await client.push('things', [
      { name: 'a', place: [48.5, 2.5] },
      { name: 'b', place: [49.5, 3.5] },
    ]);
    const { metas, ...rest } = await dataset();
    expect(rest).toMatchObject({ has_records: true, features: ['geo', 'analyze', 'timeserie', 'image'] });
    expect(metas).toMatchObject({ records_count: 2, geometry_types: ['Point'] });
    expect(metas.bbox.coordinates[0]).toContainEqual([3.5, 48.5]);
    expect(Date.parse(metas.data_processed)).toBeGreaterThanOrEqual(before);
    expect(await found('records_count>1')).toEqual(['things']);
    await client.remove('things', { name: 'a', place: [48.5, 2.5] });
    expect((await dataset()).metas).toMatchObject({ records_count: 1 });
    expect(await found('records_count>1')).toEqual([]);
  });

  test('has the time of the push', async () => {
    const before = Date.now();
    await client.push('things', { name: 'a' });
    const [record] = (await client.records('things')).records;
    const pushed = Date.parse(record?.record_timestamp ?? '');
    expect(pushed).toBeGreaterThanOrEqual(before);
    expect(pushed).toBeLessThanOrEqual(Date.now());
  });
});

describe('a record pushed again', () => {
  test('takes the place of the one with its unique id', async () => {
    await client.push('stock', [
      { shop: 'A', shelf: 1, amount: 10, note: 'old' },
      { shop: 'A', shelf: 2, amount: 20 },
      { shop: 'B', shelf: 1, amount: 30 },
    ]);
    const id = async () => (await client.records('stock', { q: 'shop:A AND shelf=1' })).records[0]?.recordid;
    const first = await id();
    await client.push('stock', { shelf: '1', shop: 'A', amount: 11 });
    expect(await client.values('stock', 'amount', { sort: '-amount' })).toEqual([11, 20, 30]);
    expect(await client.values('stock', 'note', { q: 'shop:A' })).toEqual([undefined, undefined]);
    expect((await client.records('stock', { q: 'old' })).nhits).toBe(0);
    expect(await id()).toBe(first);
  });

  test('is the last of those with its unique id in one request', async () => {
    await client.push(
      'stock',
      [1, 2, 3].map((amount) => ({ shop: 'A', shelf: 1, amount })),
    );
    expect(await client.values('stock', 'amount')).toEqual([3]);
  });

  test('is the same one where it has no unique id and equal values', async () => {
    await client.push('things', [{ name: 'a', size: 1 }, { size: 1, name: 'a', nope: 2 }, { name: 'a' }]);
    await client.push('things', { size: '1', name: 'a' });
    expect(await client.values('things', 'size')).toEqual([1, undefined]);
  });
});

describe('a record is taken out', () => {
  test('by its values', async () => {
    await client.push('things', [{ name: 'a', size: 1 }, { name: 'b' }, { name: 'c', tags: 'red' }]);
    await client.remove('things', [
      { name: 'a', size: 1 },
      { tags: ['red'], name: 'c' },
    ]);
    expect(await client.values('things', 'name')).toEqual(['b']);
    expect((await client.records('things', { q: 'red' })).nhits).toBe(0);
    expect(await client.facet('things', 'tags', { facet: 'tags' })).toEqual([]);
  });

  test('by its unique id, whatever else it is said to have', async () => {
    await client.push('stock', [
      { shop: 'A', shelf: 1, amount: 10 },
      { shop: 'A', shelf: 2, amount: 20 },
    ]);
    await client.remove('stock', { shop: 'A', shelf: 1, amount: 99 });
    expect(await client.values('stock', 'amount')).toEqual([20]);
  });

  test('by its record id', async () => {
    await client.push('things', [{ name: 'a' }, { name: 'b', place: [1, 2] }]);
    const { records } = await client.records('things', { q: 'b' });
    const answer = await client.removeById('things', records[0]?.recordid ?? '');
    expect(answer).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await client.values('things', 'name')).toEqual(['a']);
  });

  test('once: what is not there is taken out without a word', async () => {
    await client.push('things', { name: 'a' });
    await client.remove('things', [{ name: 'nobody' }, { name: 'a', size: 1 }]);
    expect((await client.removeById('things', '0'.repeat(40))).status).toBe(200);
    expect((await client.records('things')).nhits).toBe(1);
  });

  test('and comes back when it is pushed again', async () => {
    for (let round = 0; round < 3; round++) {
      await client.push('things', [{ name: 'a', tags: 'x,y', place: [1, 2] }]);
      expect(await client.facet('things', 'tags', { facet: 'tags' })).toEqual([
        'x 1 displayed',
        'y 1 displayed',
      ]);
      await client.remove('things', [{ name: 'a', tags: 'x,y', place: [1, 2] }]);
      expect((await client.records('things')).nhits).toBe(0);
    }
  });
});
