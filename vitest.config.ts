import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The database of the embedded portal is built once, by the first that needs it.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
