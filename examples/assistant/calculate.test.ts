import { expect, it } from 'vitest'
import { calculate } from './calculate.ts'

it.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['2 ^ 3 ^ 2', 512],
  ['2 ** 3', 8],
  ['-2 ^ 2', -4],
  ['2 ^ -1', 0.5],
  ['--3', 3],
  ['7 % 4', 3],
  ['.5 + 1.5e2', 150.5],
  ['SQRT(16) + max(1, 2, 3)', 7],
  ['round(pi)', 3],
  ['  1\n+\t1 ', 2],
])('%s', (expression, value) => {
  expect(calculate(expression)).toBe(value)
})

it.each([
  ['', 'Expected a number at the end.'],
  ['1 +', 'Expected a number at the end.'],
  ['1 2', "Expected an operator at '2'."],
  ['(1', "Expected ')' at the end."],
  ['sqrt 4', "Expected '(' at '4'."],
  ['process.exit()', "Unknown name 'process' at 'process.exit()'."],
  ['constructor(1)', "Unknown name 'constructor' at 'constructor(1)'."],
  ['1 / 0', 'The result is not a finite number. Is something divided by zero?'],
])('%s is refused', (expression, reason) => {
  expect(() => calculate(expression)).toThrow(reason)
})

it('nesting has a limit, so that no expression exhausts the stack', () => {
  expect(() => calculate('('.repeat(10_000))).toThrow('Nested too deeply')
  expect(() => calculate('-'.repeat(10_000))).toThrow('Nested too deeply')
  expect(() => calculate('2^'.repeat(10_000))).toThrow('Nested too deeply')
  expect(calculate(`${'('.repeat(50)}1${')'.repeat(50)}`)).toBe(1)
})
