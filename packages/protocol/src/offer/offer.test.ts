import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field } from '../content/field.ts'
import type { Mode } from '../content/mode.ts'
import type { Profile } from '../content/profile.ts'
import type { Setup } from '../content/setup.ts'
import { checkField, checkFields, isDay } from './check-fields.ts'
import { chosenModes } from './modes.ts'
import { emptyOffer, offerFor, pickProfile } from './offer.ts'
import { settingsFor } from './settings-for.ts'

const common = { label: 'x', description: null, tooltip: null, isDisabled: false, tab: null }
const slider: Field = { ...common, name: 'size', type: 'slider', min: 1, max: 9, step: 1, initial: 2 }
const choice = (...values: string[]): Field => ({
  ...common,
  name: 'kind',
  type: 'select',
  look: 'list',
  options: values.map((value) => ({ value, label: value })),
  initial: values[0] ?? '',
})
const text: Field = {
  ...common,
  name: 'words',
  type: 'text',
  isMultiline: false,
  isSecret: false,
  isRequired: true,
  placeholder: '',
  initial: null,
}
const days: Field = { ...common, name: 'stay', type: 'date-range', min: '2026-01-01', max: '2026-12-31', initial: null }
const tags: Field = { ...common, name: 'tags', type: 'tags', suggestions: [], placeholder: '', initial: [] }

describe('checkField', () => {
  it.each([
    [slider, 9, 9],
    [slider, 9.5, 'above'],
    [slider, 0, 'below'],
    [slider, '5', 'type'],
    [slider, Number.NaN, 'type'],
    [slider, null, 'type'],
    [choice('a', 'b'), 'b', 'b'],
    [choice('a', 'b'), 'c', 'option'],
    [text, '', 'required'],
    [text, 'one\ntwo', 'one\ntwo'],
    [{ ...text, isRequired: false }, '', null],
    [text, 'x'.repeat(20_001), 'long'],
    [days, ['2026-02-03', '2026-02-01'], 'reversed'],
    [days, ['2026-02-01', '2026-02-30'], 'type'],
    [days, ['2025-12-31', '2026-02-01'], 'below'],
    [days, ['2026-02-01', '2026-02-01'], ['2026-02-01', '2026-02-01']],
    [days, '2026-02-01', 'type'],
    [tags, [' a ', 'a', '', 'b'], ['a', 'b']],
    [tags, [1], 'type'],
    [tags, Array.from({ length: 101 }, (_, index) => String(index)), 'many'],
  ])('%o takes %j as %j', (field, given, expected) => {
    const { value, problem } = checkField(field, given)
    expect(problem?.code ?? value).toEqual(expected)
  })

  it('what it takes it takes again, as the same', () => {
    const anything = fc.anything()
    const fields = fc.constantFrom(slider, choice('a'), text, days, tags)
    fc.assert(
      fc.property(fields, anything, (field, given) => {
        const first = checkField(field, given)
        if (first.problem === null) expect(checkField(field, first.value)).toEqual(first)
      }),
    )
  })
})

describe('isDay', () => {
  it('knows the days there are, in whatever zone', () => {
    expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true)
    expect(['2023-02-29', '2026-13-01', '2026-1-1', '', null, 20260101].some(isDay)).toBe(false)
  })
})

describe('checkFields', () => {
  it('keeps what is not named, leaves what is disabled, and names what there is not', () => {
    const form = [slider, choice('a', 'b'), { ...tags, isDisabled: true }]
    const { values, problems, unknown } = checkFields(form, { kind: 'b', tags: ['x'], other: 1 }, { size: 5 })
    expect(values).toEqual({ size: 5, kind: 'b', tags: [] })
    expect(problems).toEqual({})
    expect(unknown).toEqual(['other'])
  })

  it('a name of an object’s own is not there', () => {
    expect(checkFields([slider], {}, {}).values).toEqual({ size: 2 })
    expect(checkFields([{ ...slider, name: 'toString' }], {}).values).toEqual({ toString: 2 })
  })
})

const mode = (id: string, ...options: string[]): Mode => ({
  id,
  label: id,
  options: options.map((option) => ({ id: option, label: option, description: null, icon: null })),
  initial: options[0] ?? '',
})

describe('chosenModes', () => {
  it('takes what is wanted, else what was said last, else the mode’s own; each only while it is an option', () => {
    const modes = [mode('model', 'fast', 'slow'), mode('effort', 'low', 'high')]
    expect(chosenModes(modes, { model: 'slow' }, { effort: 'high' })).toEqual({ model: 'slow', effort: 'high' })
    expect(chosenModes(modes, { model: 'gone' }, { model: 'slow', effort: 'gone' })).toEqual({
      model: 'slow',
      effort: 'low',
    })
  })
})

const profile = (id: string, more: Partial<Profile> = {}): Profile => ({
  id,
  label: id,
  description: null,
  icon: null,
  isDefault: false,
  rules: {},
  ...more,
})

describe('offerFor', () => {
  const app = {
    ...emptyOffer,
    form: [slider, choice('a', 'b')],
    profiles: [profile('one'), profile('two', { isDefault: true, commands: [], settings: { size: 3 } })],
    modes: [mode('model', 'fast')],
  }
  const offer = (...setups: Setup[]) => {
    const it = offerFor(app, { setups })
    return { ...it, settings: settingsFor(it, { setups }) }
  }

  it('the person’s profile, else the default, else the first; none where there are none', () => {
    expect(offer().profile?.id).toBe('two')
    expect(offer({ id: 'profile', profileId: 'one' }).profile?.id).toBe('one')
    expect(offer({ id: 'profile', profileId: 'gone' }).profile?.id).toBe('two')
    expect(pickProfile([profile('x')], null)?.id).toBe('x')
    expect(offerFor(emptyOffer, { setups: [] }).profile).toBeNull()
  })

  it('settings: the person’s, else the profile’s, else the field’s; each only while the field takes it', () => {
    expect(offer().settings).toEqual({ size: 3, kind: 'a' })
    const values = { size: 99, kind: 'b', gone: 1 }
    expect(offer({ id: 'settings', values }).settings).toEqual({ size: 3, kind: 'b' })
    const other = choice('c', 'd')
    const setups: Setup[] = [
      { id: 'settings', values },
      { id: 'form', fields: { kind: other, size: null } },
    ]
    expect(offer(...setups).settings).toEqual({ kind: 'c' })
    const added: Field = { ...slider, name: 'more' }
    expect(offer({ id: 'form', fields: { more: added } }).form.map(({ name }) => name)).toEqual([
      'size',
      'kind',
      'more',
    ])
  })

  it('what did not change keeps its identity, so that a choice made from it holds', () => {
    const setups: Setup[] = [{ id: 'modes', modes: [mode('other', 'x')] }]
    expect(offer(...setups).modes).toBe(offer(...setups).modes)
    expect(offer().modes).toBe(app.modes)
  })
})
