import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Zone } from '../../src/portal/zone.ts';
import { type Client, startFixtures } from './client.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

describe('timezone', () => {
  test('moves instants and record_timestamp with the offset of their own day, and no date', async () => {
    const { records } = await client.records('museums', {
      timezone: 'Europe/Paris',
      sort: 'code',
      rows: '3',
    });
    expect(records.map((record) => record.fields.inspected)).toEqual([
      '2024-03-31T00:30:00+01:00',
      '2024-03-31T01:30:00.123+01:00',
      '2024-01-01T00:30:00+01:00',
    ]);
    expect(records[0]?.record_timestamp).toBe('2024-03-10T13:00:00+01:00');
    expect(records[0]?.fields.founded).toBe('1793-08-10');
  });

  test('moves the record looked up, the metadata, the facets and what is refined', async () => {
    const { records } = await client.records('museums', { rows: '1' });
    const record = JSON.parse(
      (await client.call(`/api/datasets/1.0/museums/records/${records[0]?.recordid}/?timezone=Asia/Kolkata`))
        .text,
    );
    expect(record.fields.inspected).toBe('2024-03-31T05:00:00+05:30');
    const dataset = JSON.parse(
      (await client.call('/api/datasets/1.0/museums/?timezone=America/New_York')).text,
    );
    expect(dataset.metas.modified).toBe('2024-03-10T08:00:00-04:00');
    expect(await client.museums({ 'refine.inspected': '2024', timezone: 'Europe/Paris' })).toBe('m1 m2 m3');
    expect(await client.museums({ 'refine.inspected': '2024/03/30', timezone: 'Europe/Paris' })).toBe('');
    expect(await client.museums({ 'refine.inspected': '2024/03/31', timezone: 'Europe/Paris' })).toBe(
      'm1 m2',
    );
    expect(await client.facet('', 'modified', { 'refine.modified': '2022', timezone: 'Asia/Tokyo' })).toEqual(
      ['2022 1 refined', '2022/07 1 displayed'],
    );
  });

  test('that does not exist is refused everywhere', async () => {
    for (const path of [
      '/api/records/1.0/search/?dataset=museums&',
      '/api/datasets/1.0/search/?',
      '/api/datasets/1.0/museums/?',
    ]) {
      const { status, text } = await client.call(`${path}timezone=Mars/Olympus`);
      expect(status).toBe(400);
      expect(text).toContain('Mars/Olympus');
    }
  });
});

describe('a zone', () => {
  const paris = Zone.named('Europe/Paris');

  test('begins its days at local midnight, on the days of a change too', () => {
    const start = (year: number, month: number, day: number) =>
      new Date(paris?.startOf(year, month, day) ?? Number.NaN).toISOString();
    expect(start(2024, 3, 31)).toBe('2024-03-30T23:00:00.000Z');
    expect(start(2024, 4, 1)).toBe('2024-03-31T22:00:00.000Z');
    expect(start(2024, 10, 27)).toBe('2024-10-26T22:00:00.000Z');
    expect(start(2024, 10, 28)).toBe('2024-10-27T23:00:00.000Z');
    expect(start(2024, 13, 1)).toBe('2024-12-31T23:00:00.000Z');
  });

  test('knows the offset before and after a change within one day', () => {
    expect(paris?.format(Date.UTC(2024, 2, 31, 0, 59, 59))).toBe('2024-03-31T01:59:59+01:00');
    expect(paris?.format(Date.UTC(2024, 2, 31, 1, 0, 0))).toBe('2024-03-31T03:00:00+02:00');
  });

  test('shows milliseconds where there are some, and UTC as +00:00', () => {
    expect(Zone.utc.format(0)).toBe('1970-01-01T00:00:00+00:00');
    expect(Zone.utc.format(40)).toBe('1970-01-01T00:00:00.040+00:00');
    expect(Zone.utc.dayPath(-1)).toBe('1969/12/31');
  });

  test('is none by a name that is none', () => {
    expect(Zone.named('Nowhere')).toBe(null);
    expect(Zone.named('')).toBe(null);
  });
});
