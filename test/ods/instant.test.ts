import { expect, test } from 'vitest';
import { readInstant } from '../../src/ods/instant.ts';
import { readReset } from '../../src/ods/transport/quota.ts';

test.each([
  ['2016-10-21T12:22:00+02:00', '2016-10-21T10:22:00.000Z'],
  ['2021-01-04T11:22:14.440000+00:00', '2021-01-04T11:22:14.440Z'],
  ['2022-03-20T23:35:00Z', '2022-03-20T23:35:00.000Z'],
  ['2023-05-06T18:40:05.35Z', '2023-05-06T18:40:05.350Z'],
  ['2022-04-25T12:26:43.848Z', '2022-04-25T12:26:43.848Z'],
  ['2014-01-02T03:04:05', '2014-01-02T03:04:05.000Z'],
  ['2026-07-28 00:00:00+00:00', '2026-07-28T00:00:00.000Z'],
])('%s is read', (text, instant) => {
  expect(readInstant(text)?.toISOString()).toBe(instant);
});

test.each([null, undefined, 7, {}, '', 'soon', '2020-13-45T99:00:00Z'])('%j is no instant', (value) => {
  expect(readInstant(value)).toBeNull();
});

test('a reset is epoch seconds or a date', () => {
  const now = new Date('2026-07-27T12:00:00Z');
  expect(readReset('1785196800', now)).toEqual(new Date('2026-07-28T00:00:00Z'));
  expect(readReset(' 2026-07-28 00:00:00+00:00 ', now)).toEqual(new Date('2026-07-28T00:00:00Z'));
  for (const text of ['', 'tomorrow', '12', undefined, ['1785196800']]) expect(readReset(text)).toBeNull();
});
