import { expect, it } from 'vitest'
import { createApp, infoOf, partsOf } from './create-app.ts'

const infoWith = (panel: unknown) => {
  const app = createApp({ panel } as never)
  app.onMessage(() => {})
  return infoOf(partsOf(app))
}

it('SIDE-01: a page is told how wide the panel is at first, and whether what comes opens it', () => {
  expect(infoWith(undefined).panel).toEqual({ width: null, autoOpen: true })
  expect(infoWith({}).panel).toEqual({ width: null, autoOpen: true })
  expect(infoWith({ width: 280, autoOpen: false }).panel).toEqual({ width: 280, autoOpen: false })
  expect(infoWith({ width: 1_600 }).panel).toEqual({ width: 1_600, autoOpen: true })
})

it.each([
  [{ width: 279 }, 'createApp: panel.width: expected a whole number of CSS pixels from 280 to 1600, got 279.'],
  [{ width: 1_601 }, 'createApp: panel.width: expected a whole number of CSS pixels from 280 to 1600, got 1601.'],
  [{ width: 400.5 }, 'got 400.5.'],
  [{ width: Number.NaN }, 'panel.width: expected'],
  [{ width: '50%' }, 'got "50%".'],
  [{ width: null }, 'panel.width: expected'],
  [{ autoOpen: 1 }, 'createApp: panel.autoOpen: expected true or false, got 1.'],
  [{ wide: true }, 'createApp: panel: expected { width, autoOpen }, got {"wide":true}.'],
  [null, 'createApp: panel: expected { width, autoOpen }, got null.'],
  [[], 'createApp: panel: expected { width, autoOpen }, got [].'],
  ['wide', 'createApp: panel: expected { width, autoOpen }, got "wide".'],
])('refuses %o', (panel, message) => {
  expect(() => createApp({ panel } as never)).toThrow(message)
  expect(() => createApp({ panel } as never)).toThrow(expect.objectContaining({ code: 'bad_option' }))
})
