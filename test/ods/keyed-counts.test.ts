import { expect, test } from 'vitest';
import { KeyedCounts } from '../../src/ods/keyed-counts.ts';

test('what is under way is counted by its key, however many keys there are', () => {
  const counts = new KeyedCounts();
  const keys = Array.from({ length: 1000 }, (_, index) => `k${index}`);
  for (const round of [1, 2]) {
    for (const key of keys) counts.begin(key);
    for (const key of keys) counts.begin(key);
    expect(new Set(keys.map((key) => counts.of(key))), `round ${round}`).toEqual(new Set([2]));
    for (const key of keys) counts.end(key);
    expect(new Set(keys.map((key) => counts.of(key))), `round ${round}`).toEqual(new Set([1]));
    for (const key of keys) counts.end(key);
    expect(new Set(keys.map((key) => counts.of(key))), `round ${round}`).toEqual(new Set([0]));
  }
  expect(counts.of('never')).toBe(0);
});
