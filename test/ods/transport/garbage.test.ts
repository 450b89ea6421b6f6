import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collectAfter } from '../../../src/ods/transport/garbage.ts';

const MB = 1024 * 1024;
const heapMb = () => process.memoryUsage().heapUsed / MB;

/** Leaves a text of so many MB that nobody reads any more. */
function litter(megabytes: number): number {
  return JSON.parse(`"${'x'.repeat(megabytes * MB)}"`).length;
}

test('what a very large answer leaves is collected at once', async () => {
  const before = heapMb();
  for (let round = 0; round < 5; round += 1) {
    expect(litter(24)).toBe(24 * MB);
    collectAfter(24 * MB);
    // Not later: V8 itself would take it in a while.
    await turn();
    expect(heapMb()).toBeLessThan(before + 12);
  }
});

test('what the first of two in one turn leaves is collected before the second is read', async () => {
  const before = heapMb();
  expect(litter(24)).toBe(24 * MB);
  collectAfter(24 * MB);
  collectAfter(24 * MB);
  expect(heapMb()).toBeLessThan(before + 12);
  await turn();
});

test('others are left to V8', () => {
  const immediates = () => process.getActiveResourcesInfo().filter((name) => name === 'Immediate').length;
  const before = immediates();
  collectAfter(15 * MB);
  expect(immediates()).toBe(before);
  collectAfter(16 * MB);
  collectAfter(30 * MB);
  expect(immediates()).toBe(before + 1);
});
