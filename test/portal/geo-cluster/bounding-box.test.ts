import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Api, startSamples } from '../analysis/fixture.ts';

let box: Api;
let url: string;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ url, close, failures } = await startSamples());
  box = new Api(url, '/api/records/1.0/boundingbox/');
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

test('is around points and shapes, exactly', async () => {
  const body = await box.get({ dataset: 'places' });
  expect(body.count).toBe(10);
  expect(body.geometries).toEqual({ Point: 8, Polygon: 1, MultiPoint: 1 });
  expect(body.bbox).toEqual([-61, -31, 100.1 + 2.3, 41]);
  expect(await box.get({ dataset: 'shapes' })).toEqual({
    count: 2,
    bbox: [0, 0, 54, 54],
    geometries: { Polygon: 2 },
  });
});

test('is around what the filters leave', async () => {
  const found = async (query: Record<string, string>) =>
    (await box.get({ dataset: 'places', ...query })).bbox;
  expect(await found({ 'refine.kind': 'p' })).toEqual([10, 10, 10, 10]);
  expect(await found({ q: 'size > 2 AND kind:line' })).toEqual([40, 40, 41, 41]);
  expect(await found({ 'exclude.kind': 'shape', 'geofilter.bbox': '-90,-180,0,0' })).toEqual([
    -61, -31, -60, -30,
  ]);
  expect(await found({ 'geofilter.distance': '10,10,1' })).toEqual([10, 10, 10, 10]);
  expect(await found({ 'geofilter.polygon': '(19,99),(19,105),(25,105),(25,99)' })).toEqual([
    100.1,
    20.2,
    100.1 + 2.3,
    22.5,
  ]);
});

test('of nothing is empty', async () => {
  const none = { count: 0, bbox: [], geometries: {} };
  for (const query of [
    { dataset: 'places', q: 'nothing' },
    { dataset: 'places', 'refine.kind': 'nowhere' },
    { dataset: 'bare' },
    { dataset: 'empty' },
  ]) {
    expect(await box.get(query)).toEqual(none);
  }
});

test('is asked as the other APIs are', async () => {
  const alias = new Api(url, '/api/datasets/1.0/shapes/records/boundingbox');
  expect((await alias.get({})).count).toBe(2);
  const { text } = await box.answer({}, { method: 'POST', body: new URLSearchParams({ dataset: 'shapes' }) });
  expect(JSON.parse(text).count).toBe(2);
  expect((await box.answer({ dataset: 'empty', format: 'jsonp', callback: 'f' })).text).toMatch(/^f\(/);
  expect(await box.fail({})).toMatch(/^400 .*dataset/);
  expect(await box.fail({ dataset: 'secret' })).toMatch(/^404 /);
  expect(await box.fail({ dataset: 'places', q: '((' })).toMatch(/^400 /);
  expect(await box.fail({ dataset: 'places', format: 'csv' })).toMatch(/^400 .*format/);
});

test('of the shipped cities is that of their metadata', async () => {
  const shipped = new Api(inject('portalUrl'), '/api/records/1.0/boundingbox/');
  expect(await shipped.get({ dataset: 'geonames-cities-1000' })).toEqual({
    count: 135_233,
    bbox: [-179.12198, -77.846, 179.36451, 78.22334],
    geometries: { Point: 135_233 },
  });
  expect((await shipped.get({ dataset: 'world-countries' })).bbox).toEqual([-180, -90, 180, 83.5996]);
});
