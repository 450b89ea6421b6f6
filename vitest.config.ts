import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 ships twice, and Vite would pick the copy that Node does not: errors of one are not of the other.
  resolve: { alias: { graphql: createRequire(import.meta.url).resolve('graphql') } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/portal-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
