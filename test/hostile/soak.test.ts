/** The short form of `npm run soak`: some seconds at load over a portal that fails at random leave nothing behind. */
import { expect, test } from 'vitest';
import { growthOf, soak } from '../../bench/soak.ts';

test('neither memory nor handles nor files grow, and the error budget is not spent', async () => {
  const report = await soak(12, (line) => process.stdout.write(`soak: ${line}\n`));
  expect(report.requests).toBeGreaterThan(300);
  expect(report.portalFailures).toBeGreaterThan(0);
  expect(growthOf(report)).toEqual([]);
});
