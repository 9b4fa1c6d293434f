import { expect, it } from 'vitest'
import { describeCallSite, markCallSite } from './call-site.ts'

it('names the function of the app and its place, through what the framework and others put on top', () => {
  function bookFlight() {
    return [1].map(() => markCallSite())[0] ?? {}
  }
  expect(describeCallSite(bookFlight())).toMatch(
    /^(?:bookFlight, )?packages\/runtime\/src\/run\/call-site\.test\.ts:\d+$/,
  )
})

it('reads what stacks look like, and takes neither Node nor packages for the app', () => {
  const stack = (...lines: string[]) => ({ stack: `Error\n${lines.map((line) => `    at ${line}`).join('\n')}` })
  const here = process.cwd()
  expect(
    describeCallSite(
      stack(
        'Array.map (<anonymous>)',
        'node:internal/process/task_queues:105:5',
        `Lane.wait (file://${here}/node_modules/chatwright/dist/chunks/a.js:1:2)`,
        `async Object.bookFlight [as run] (${here}/tools/book.ts:12:5)`,
        `${here}/app.ts:3:1`,
      ),
    ),
  ).toBe('bookFlight, tools/book.ts:12')
  expect(describeCallSite(stack(`file://${here}/app.ts:3:1`))).toBe('app.ts:3')
  expect(describeCallSite(stack(`file://${here}/my%20chat/app.ts:3:1`))).toBe('my chat/app.ts:3')
  expect(describeCallSite(stack(`Answer.go (${here}/(chat)/app.ts:3:1)`))).toBe('go, (chat)/app.ts:3')
  // some frames of the framework tell of its sources and some of what was built from them
  expect(
    describeCallSite(stack(`a (${here}/packages/x/src/a.ts:1:1)`, `b (${here}/packages/x/dist/b.js:1:1)`)),
  ).toBeNull()
  expect(describeCallSite(stack(`async <anonymous> (${here}/app.ts:3:1)`))).toBe('app.ts:3')
  expect(describeCallSite(stack('new Promise (<anonymous>)', 'process.processTicks (node:internal/a:1:1)'))).toBeNull()
  expect(describeCallSite({})).toBeNull()
})
