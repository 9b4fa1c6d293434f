import { describe, expect, it } from 'vitest'
import { checkOutcome, wordsAfter, wordsBefore, type AnyOutcome } from './outcome.ts'

const of = (outcome: unknown): AnyOutcome => outcome as AnyOutcome
const german = { en: 'Held.', de: 'Reserviert.' }

describe('outcome', () => {
  it('takes words, words by language, and for an answer a function', () => {
    for (const answered of ['Held.', german, () => 'Held.', undefined]) {
      expect(() => checkOutcome('here', of({ answered, skipped: german, expired: 'Late.' }))).not.toThrow()
    }
  })

  it.each([
    ['a state that is none', { timedOut: 'Late.' }],
    ['nothing', { skipped: '  ' }],
    ['no language', { skipped: {} }],
    ['a language without words', { expired: { en: 7 } }],
    ['a function of something that is no answer', { expired: () => 'Late.' }],
    ['a number', { answered: 7 }],
  ])('refuses %s', (_, outcome) => {
    expect(() => checkOutcome('here', of(outcome))).toThrow(
      expect.objectContaining({ code: 'bad_option', fix: expect.stringContaining('outcome') }),
    )
  })

  it('refuses a function where nobody waits that could call it', () => {
    const outcome = of({ answered: () => 'Held.' })
    expect(() => checkOutcome('here', outcome, { isLater: true })).toThrow(/outcome\.answered/)
  })

  it('says before what can be said then, and after a good answer the rest, once', () => {
    const all = of({ answered: 'Held.', skipped: 'Not held.', expired: german })
    const rest = { skipped: 'Not held.', expired: german }
    expect(wordsBefore(all, false)).toEqual({ answered: 'Held.', ...rest })
    expect(wordsAfter('here', all, false, [])).toBeNull()
    expect(wordsBefore(all, true)).toEqual(rest)
    expect(wordsAfter('here', all, true, [])).toBe('Held.')
    const asked = of({ answered: (label: string) => `${label} is held.`, ...rest })
    expect(wordsBefore(asked, false)).toEqual(rest)
    expect(wordsAfter('here', asked, false, ['Saturday'])).toBe('Saturday is held.')
  })

  it('a function may leave it to the page; what is no text is told', () => {
    for (const nothing of [undefined, null]) {
      expect(wordsAfter('here', of({ answered: () => nothing }), false, [])).toBeNull()
    }
    for (const wrong of ['', 7, Promise.resolve('later')]) {
      expect(() => wordsAfter('here', of({ answered: () => wrong }), false, [])).toThrow(/expected a text/)
    }
  })
})
