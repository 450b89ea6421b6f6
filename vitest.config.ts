import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** Attacks look at how fast the server answers meanwhile: they run alone, after all other tests. */
const ATTACKS = ['test/hostile/**/*.test.ts', 'test/fuzz/**/*.test.ts', 'test/e2e/front-door.test.ts'];

/**
 * The rules that a carrier applies itself, or hands to the executor: how a request, its headers and its body are read,
 * who asks, and how results and errors are written. They are tested with `fetch` for a carrier too. What the graph says
 * of data, and what only the listener knows (connections, shutdown, WebSockets), is the same whoever carries it.
 */
const RULES = [
  'batching',
  'bodies',
  'call-guard',
  'cors',
  'credentials',
  'csrf',
  'datasets',
  'edge',
  'explain',
  'failures',
  'graphql-over-http',
  'hostile-input',
  'hosts',
  'http-cache',
  'incremental-delivery',
  'isolation',
  'merging',
  'persisted-queries',
  'quota',
  'record',
  'records',
  'streams',
  'upstream-errors',
].map((name) => `test/e2e/${name}.test.ts`);

/** What a request leaves in the log is told by its carrier. */
const TOLD = ['test/operating/log.test.ts'];

/** The attacks by what a request says; those by WebSockets, replicas and portals never meet the carrier. */
const ATTACKS_OF_REQUESTS = ['operations', 'requests'].map((name) => `test/hostile/${name}.test.ts`);

const shared = {
  globalSetup: ['test/support/portal-setup.ts'],
  setupFiles: ['test/support/patience.ts'],
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 60_000,
  hookTimeout: 120_000,
};
// Most of them wait for sockets and browsers.
const together = { maxWorkers: 3, sequence: { groupOrder: 0 } };
const alone = { maxWorkers: 1, sequence: { groupOrder: 1 } };
const overFetch = { env: { CARRIER: 'fetch' } };
// graphql 16 ships twice, and Vite would pick the copy that Node does not: errors of one are not of the other.
const resolve = { alias: { graphql: createRequire(import.meta.url).resolve('graphql') } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          ...shared,
          ...together,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...ATTACKS],
        },
      },
      {
        resolve,
        test: { ...shared, ...together, ...overFetch, name: 'fetch', include: [...RULES, ...TOLD] },
      },
      { resolve, test: { ...shared, ...alone, name: 'attacks', include: ATTACKS } },
      {
        resolve,
        test: { ...shared, ...alone, ...overFetch, name: 'attacks over fetch', include: ATTACKS_OF_REQUESTS },
      },
    ],
  },
});
