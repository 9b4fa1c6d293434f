import { defineConfig } from 'vitest/config'

/** End to end: what is built, as people get it. Packages resolve to their `dist`, apps run in real workers. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of them wait most of the time.
    maxWorkers: 2,
  },
})
