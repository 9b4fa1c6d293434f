import { describe, expect, it } from 'vitest'
import { createApp, infoOf, partsOf } from '../app/create-app.ts'
import { date, dateRange, multiSelect, number, radio, select, slider, tab, tags, textInput, toggle } from './fields.ts'

const offerOf = (options: Parameters<typeof createApp>[0]) => {
  const app = createApp(options)
  app.onMessage(() => undefined)
  return infoOf(partsOf(app)).offer
}

describe('what an app declares', () => {
  it('is complete when little is said', () => {
    const offer = offerOf({
      starters: [{ label: 'Hello' }],
      commands: [{ id: 'go' }],
      modes: { model: { options: [{ id: 'fast' }, { id: 'slow', default: true }] } },
      settings: tab('Model', { size: slider() }),
      profiles: [{ id: 'Köchin' }],
    })
    expect(offer.starters[0]).toMatchObject({ label: 'Hello', text: 'Hello', isSaid: true, command: null })
    expect(offer.commands[0]).toMatchObject({ id: 'go', label: 'go', placement: 'menu', isPersistent: false })
    expect(offer.modes[0]).toMatchObject({ id: 'model', label: 'model', initial: 'slow' })
    expect(offer.form[0]).toMatchObject({ name: 'size', label: 'size', tab: 'Model', min: 0, max: 10, initial: 0 })
    expect(offer.profiles[0]).toMatchObject({ id: 'Köchin', label: 'Köchin', rules: {} })
    expect(offer.hearsEdits).toBe(false)
  })

  it('functions are asked for each chat, in a run of kind setup', () => {
    const app = createApp({ starters: () => [] })
    app.onMessage(() => undefined)
    expect(infoOf(partsOf(app)).handles).toContain('setup')
    expect(infoOf(partsOf(app)).handles).not.toContain('settings')
  })

  it('an app can live by its commands alone', () => {
    const app = createApp({ commands: [{ id: 'go' }] })
    app.onCommand('go', () => undefined)
    expect(infoOf(partsOf(app)).handles).toEqual(['message'])
  })

  it('two commands of one app do not reach another', () => {
    const one = createApp({ commands: [{ id: 'go' }] })
    const two = createApp({ commands: [{ id: 'go' }] })
    one.onCommand('go', () => 1)
    expect(partsOf(one).commands.get('go')).toBeDefined()
    two.onMessage(() => undefined)
    expect(partsOf(two).commands.get('go')).toBeUndefined()
  })
})

describe('a mistake is named with its place', () => {
  const wrong = (value: unknown) => value as never
  it.each([
    [{ starters: wrong([{ text: 'x' }]) }, 'createApp: starters[0].label: expected a text'],
    [{ starters: wrong([{ label: 'x', submit: 'no' }]) }, 'starters[0].submit: expected true or false'],
    [{ starters: wrong([{ label: 'x', category: { icon: 'map' } }]) }, 'starters[0].category.label: expected a text'],
    [{ starters: wrong([{ label: 'x', category: { label: 'A', icon: 7 } }]) }, 'starters[0].category.icon: expected'],
    [{ commands: [{ id: 'a b' }] }, 'commands[0].id: expected a word without spaces'],
    [{ commands: [{ id: 'a' }, { id: 'a' }] }, 'createApp: commands: expected each id once'],
    [{ commands: wrong([{ id: 'a', placement: 'top' }]) }, "commands[0].placement: expected 'menu' or 'button'"],
    [{ modes: { model: { options: [] } } }, 'modes.model.options: expected one option or more'],
    [{ profiles: wrong([{ id: 'a', editing: 'no' }]) }, 'profiles[0].editing: expected true or false'],
    [{ modes: wrong({ model: { options: [{ id: 'a' }], shown: 1 } }) }, 'modes.model.shown: expected true or false'],
    [{ settings: wrong({ size: 5 }) }, 'settings.size: expected a widget'],
    [{ settings: { size: slider({ min: 5, max: 1 }) } }, 'settings.size.max: expected more than min, 5'],
    [{ settings: { size: slider({ max: 5, initial: 9 }) } }, 'settings.size.initial: expected a value that it takes'],
    [{ settings: { size: slider({ step: 0 }) } }, 'settings.size.step: expected more than 0'],
    [{ settings: { day: date({ min: 'soon' }) } }, 'settings.day: expected a day such as 2026-11-25'],
    [{ settings: { stay: dateRange({ initial: ['2026-02-02', '2026-01-01'] }) } }, 'this ends before it begins'],
    [{ settings: { day: date({ initial: '2026-01-01', min: '2026-02-01' }) } }, 'this is below 2026-02-01'],
    [{ settings: { kinds: multiSelect({ options: ['a'], initial: wrong(['b']) }) } }, 'this is none of the options'],
    [{ settings: { guests: number({ min: 1, initial: 0 }) } }, 'this is below 1'],
    [{ settings: { __proto__: null, constructor: toggle() } as never }, 'settings.constructor: expected another name'],
    [{ profiles: [{ id: 'a', settings: { size: 1 } }] }, 'profiles[0].settings.size: expected a setting that the app'],
    [{ profiles: wrong([{ id: 'a', whileRunning: 'panic' }]) }, "profiles[0].whileRunning: expected 'queue'"],
    [{ settingsPanel: wrong({ place: 'top' }) }, "settingsPanel.place: expected 'dialog' or 'side'"],
  ])('%j', (options, message) => {
    expect(() => createApp(options as never)).toThrow(message)
  })

  it.each([
    [() => select({ options: [] }), 'select: options: expected one option or more'],
    [() => radio({ options: ['a', 'a'] }), 'radio: options: expected each id once'],
    [() => select({ options: wrong([5]) }), 'select: options: expected texts or { value, label }'],
    [() => tab('', { words: tags(), name: textInput() }), 'tab: expected a text'],
  ])('%s', (make, message) => {
    expect(make).toThrow(message)
  })
})

it('what is secret has one line', () => {
  expect(() => textInput({ secret: true, multiline: true })).toThrow('multiline or secret, not both')
})
