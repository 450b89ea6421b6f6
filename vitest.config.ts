import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** Attacks look at how fast the server answers meanwhile: they run alone, after all other tests. */
const ATTACKS = ['test/hostile/**/*.test.ts', 'test/fuzz/**/*.test.ts', 'test/e2e/front-door.test.ts'];

const shared = {
  globalSetup: ['test/support/portal-setup.ts'],
  setupFiles: ['test/support/patience.ts'],
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 60_000,
  hookTimeout: 120_000,
};
// graphql 16 ships twice, and Vite would pick the copy that Node does not: errors of one are not of the other.
const resolve = { alias: { graphql: createRequire(import.meta.url).resolve('graphql') } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...ATTACKS],
          // Most of them wait for sockets and browsers.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'attacks',
          include: ATTACKS,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
