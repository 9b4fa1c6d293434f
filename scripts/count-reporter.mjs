import { writeFileSync } from 'node:fs'

/**
 * Counts tests for scripts/test.mjs and says of each that was skipped why, where the test says it. Writes JSON to the file
 * named by `CHATWRIGHT_TEST_COUNTS`: `{ passed, failed, skipped: string[] }`. An error outside any test is a failure.
 */
export default class CountReporter {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: [] }
    for (const module of modules) {
      if (module.state() === 'failed') counts.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') counts.passed++
        else if (state === 'failed') counts.failed++
        else counts.skipped.push(note ? `${test.fullName}: ${note}` : test.fullName)
      }
    }
    writeFileSync(process.env.CHATWRIGHT_TEST_COUNTS, JSON.stringify(counts))
  }
}
