import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * Tests stand beside the code and run against the sources: packages resolve each other by the condition `source`. What
 * is under `module` is meant for bundlers; Node, which loads the packages of others here, does not know that condition.
 */
const conditions = ['source', ...defaultServerConditions.filter((condition) => condition !== 'module')]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['source', 'node'] } },
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'examples/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 2,
  },
})
