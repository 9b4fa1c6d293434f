import { defineConfig } from 'vitest/config'

/** Tests stand beside the code and run against the sources: packages resolve each other by the condition `source`. */
export default defineConfig({
  resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 2,
  },
})
