import { describe, expect, it } from 'vitest'
import { namePattern, splitNames } from './split-names.ts'

const marked = (text: string, names: readonly string[]): string =>
  splitNames(text, namePattern(names, 'gu'))
    .map((part) => (part.isName ? `<${part.text}>` : part.text))
    .join('')

describe('names in a text', () => {
  it('are found where they stand, the longest first', () => {
    expect(marked('image10, image1 and image1.', ['image1', 'image10'])).toBe('<image10>, <image1> and <image1>.')
    expect(marked('plan-b before plan', ['plan', 'plan-b'])).toBe('<plan-b> before <plan>')
  })

  it('never eat a part of a word, in any script', () => {
    expect(marked('planes, explan, plan_b, plan-c, Çplan, planş', ['plan'])).toBe(
      'planes, explan, plan_b, plan-c, Çplan, planş',
    )
    expect(marked('日本plan日本', ['plan'])).toBe('日本plan日本')
  })

  it('are taken as written, whatever they mean elsewhere', () => {
    const names = ['(C++)', 'a.b', '[x]', '$1', 'x|y', '^', '\\d', 'über-plan', '🎉', 'Notes (2).md', 'a/b']
    for (const name of names) expect(marked(`see ${name} here`, names), name).toBe(`see <${name}> here`)
    expect(marked('axb', ['a.b'])).toBe('axb')
  })

  it('leave the text as it was', () => {
    const text = 'plan, plans and plan-b: plan'
    expect(
      splitNames(text, namePattern(['plan', 'b'], 'gu'))
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
    expect(splitNames('', namePattern(['plan'], 'gu'))).toEqual([{ text: '', isName: false }])
    expect(marked('plan', [])).toBe('plan')
    expect(marked('plan', ['', ' '])).toBe('plan')
  })
})
