import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Tests stand beside the code and run against the sources: packages resolve each other by the condition `source`. */
const conditions = ['source', ...defaultServerConditions]

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
