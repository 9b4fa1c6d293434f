import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

it('finds what was most likely meant', () => {
  expect(nearest('prot', ['host', 'port', 'stop'])).toBe('port')
  expect(nearest('ap.ts', ['main.ts', 'app.ts'])).toBe('app.ts')
  expect(nearest('headles', ['headless', 'host'])).toBe('headless')
})

it('finds nothing where nothing is near', () => {
  expect(nearest('zebra', ['port', 'host'])).toBeNull()
  expect(nearest('port', [])).toBeNull()
})
