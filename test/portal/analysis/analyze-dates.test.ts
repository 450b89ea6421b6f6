import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api, startSamples } from './fixture.ts';

let analyze: Api;
let url: string;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  ({ url, close, failures } = await startSamples());
  analyze = new Api(url, '/api/records/1.0/analyze/');
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

const count = { 'y.n.func': 'COUNT' };

/** Every group as its x and its count. */
async function counts(query: Record<string, string | string[]>): Promise<unknown[]> {
  const rows: { x: unknown; n: unknown }[] = await analyze.get({ dataset: 'visits', ...count, ...query });
  return rows.map(({ x, n }) => [x, n]);
}

describe('a date as x', () => {
  test('is grouped by the day; what it lacks is the first', async () => {
    expect(await counts({ x: 'on' })).toEqual([
      [{ year: 2022, month: 1, day: 1 }, 1],
      [{ year: 2023, month: 1, day: 30 }, 1],
      [{ year: 2023, month: 1, day: 31 }, 1],
      [{ year: 2023, month: 3, day: 1 }, 1],
      [{ year: 2024, month: 1, day: 1 }, 1],
      [{ year: 2024, month: 12, day: 1 }, 1],
    ]);
  });

  test('has a precision, never finer than its own', async () => {
    expect(await counts({ x: 'on', precision: 'year' })).toEqual([
      [{ year: 2022 }, 1],
      [{ year: 2023 }, 3],
      [{ year: 2024 }, 2],
    ]);
    expect(await counts({ x: 'on', precision: 'Month', 'refine.on': '2023' })).toEqual([
      [{ year: 2023, month: 1 }, 2],
      [{ year: 2023, month: 3 }, 1],
    ]);
    expect(await counts({ x: 'on', precision: 'minute', 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1, day: 30 }, 1],
      [{ year: 2023, month: 1, day: 31 }, 1],
    ]);
    expect(await counts({ dataset: 'coarse', x: 'seen' })).toEqual([[{ year: 2020, month: 2 }, 2]]);
  });

  test('by week is the Monday of its week', async () => {
    expect(await counts({ x: 'on', precision: 'week', 'refine.who': ['bob'] })).toEqual([
      [{ year: 2023, month: 2, day: 27 }, 1],
      [{ year: 2024, month: 1, day: 1 }, 1],
    ]);
    expect(await counts({ x: 'at', precision: 'week', 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1, day: 30 }, 2],
    ]);
  });

  test('folds over a period', async () => {
    const folded = (query: Record<string, string>) => counts({ x: 'at', q: 'at >= 2000', ...query });
    expect(await folded({ periodic: 'weekday', precision: 'year' })).toEqual([
      [{ weekday: 0 }, 2],
      [{ weekday: 1 }, 1],
      [{ weekday: 6 }, 2],
    ]);
    expect(await folded({ periodic: 'year', precision: 'month', 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1 }, 2],
    ]);
    expect(await folded({ periodic: 'month', precision: 'day' })).toEqual([
      [{ day: 1 }, 1],
      [{ day: 26 }, 1],
      [{ day: 30 }, 1],
      [{ day: 31 }, 2],
    ]);
    expect(await folded({ periodic: 'month', precision: 'month' })).toEqual([
      [{ month: 1 }, 2],
      [{ month: 3 }, 1],
      [{ month: 7 }, 1],
      [{ month: 12 }, 1],
    ]);
    expect(await folded({ periodic: 'day', precision: 'hour' })).toEqual([
      [{ hour: 0 }, 1],
      [{ hour: 10 }, 1],
      [{ hour: 12 }, 1],
      [{ hour: 23 }, 2],
    ]);
    expect(await folded({ periodic: 'day', precision: 'minute', 'refine.who': 'ann' })).toEqual([
      [{ hour: 10, minute: 15 }, 1],
      [{ hour: 23, minute: 30 }, 1],
    ]);
    expect(await folded({ periodic: 'week', precision: 'hour', 'refine.who': 'ann' })).toEqual([
      [{ weekday: 0, hour: 10 }, 1],
      [{ weekday: 1, hour: 23 }, 1],
    ]);
    expect(await folded({ periodic: 'week', 'refine.who': 'cid' })).toEqual([[{ weekday: 0 }, 1]]);
    expect(await folded({ periodic: 'day', 'refine.who': 'cid' })).toEqual([[{ hour: 12 }, 1]]);
    expect(await folded({ periodic: 'hour', 'refine.who': 'ann' })).toEqual([
      [{ minute: 15 }, 1],
      [{ minute: 30 }, 1],
    ]);
    expect(await folded({ periodic: 'minute', 'refine.who': 'cid' })).toEqual([[{ minute: 0 }, 1]]);
  });

  test('can be asked by its parts', async () => {
    expect(await counts({ x: ['on.year', 'on.month'], 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1 }, 2],
    ]);
    expect(await counts({ x: ['on.month', 'on.year'], 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1 }, 2],
    ]);
    expect(await counts({ x: 'at.weekday', 'refine.who': 'ann' })).toEqual([
      [{ weekday: 0 }, 1],
      [{ weekday: 1 }, 1],
    ]);
    expect(await counts({ x: 'at.yearday', q: 'at < 2000' })).toEqual([[{ yearday: 60 }, 1]]);
    expect(await counts({ x: ['at.hour', 'at.minute'], q: 'at < 2000' })).toEqual([
      [{ hour: 5, minute: 0 }, 1],
    ]);
    expect(await counts({ x: ['at.day'], 'refine.who': 'cid' })).toEqual([[{ day: 1 }, 1]]);
    expect(await counts({ x: ['who', 'on.year'], 'refine.who': 'bob' })).toEqual([
      [{ who: 'bob', on: { year: 2023 } }, 1],
      [{ who: 'bob', on: { year: 2024 } }, 1],
    ]);
  });

  test('has its days where the time zone has them, and an unmoved one if it has no time', async () => {
    const timezone = 'Europe/Paris';
    expect(await counts({ x: 'at', timezone, 'refine.who': 'ann' })).toEqual([
      [{ year: 2023, month: 1, day: 30 }, 1],
      [{ year: 2023, month: 2, day: 1 }, 1],
    ]);
    expect(await counts({ x: 'at.hour', timezone, 'refine.who': 'bob' })).toEqual([
      [{ hour: 0 }, 1],
      [{ hour: 1 }, 1],
    ]);
    expect(await counts({ x: 'at', precision: 'year', timezone: 'America/New_York' })).toEqual([
      [{ year: 1960 }, 1],
      [{ year: 2023 }, 4],
      [{ year: 2024 }, 1],
    ]);
    expect(await counts({ x: 'on', precision: 'year', timezone, 'refine.who': 'bob' })).toEqual([
      [{ year: 2023 }, 1],
      [{ year: 2024 }, 1],
    ]);
    expect(await analyze.fail({ dataset: 'visits', x: 'at', ...count, timezone: 'Mars' })).toMatch(
      /^400 .*timezone/,
    );
  });

  test('refuses unknown precisions and periods', async () => {
    expect(await analyze.fail({ dataset: 'visits', x: 'on', ...count, precision: 'century' })).toMatch(
      /^400 .*precision/,
    );
    expect(await analyze.fail({ dataset: 'visits', x: 'on', ...count, periodic: 'moon' })).toMatch(
      /^400 .*periodic/,
    );
    expect(await counts({ x: 'who', precision: 'month', periodic: '', 'refine.who': 'cid' })).toEqual([
      ['cid', 1],
    ]);
  });
});
