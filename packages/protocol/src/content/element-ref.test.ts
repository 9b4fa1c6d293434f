import { describe, expect, it } from 'vitest'
import { newId } from '../new-id.ts'
import { splitElementRefs, withNamesOnly, writeElementRef } from './element-ref.ts'

const id = newId()

describe('a place that leads to an element', () => {
  it.each(['plan.pdf', 'a_b *c* | d', 'Grüße, (ein) Plan!.pdf', "it's ~50 %", ']]', '[[el:x]]', ''])(
    'carries the name %j and nothing that Markdown makes something of',
    (name) => {
      const written = writeElementRef(id, name)
      expect(written).toMatch(/^\[\[el:[\w:.%-]+\]\]$/)
      expect(written).not.toMatch(/[*_~|!()']/)
      expect(splitElementRefs(`see ${written}.`)).toEqual([
        { type: 'text', text: 'see ' },
        { type: 'ref', id, name },
        { type: 'text', text: '.' },
      ])
      expect(withNamesOnly(`see ${written}.`)).toBe(`see ${name}.`)
    },
  )

  it('may be written by hand, without a name', () => {
    expect(splitElementRefs(`[[el:${id}]]`)).toEqual([{ type: 'ref', id, name: '' }])
  })

  it('a surrogate cut in half, a broken code and a name of megabytes harm nobody', () => {
    expect(withNamesOnly(`[[el:${id}:%E0%A4%A]]`)).toBe('%E0%A4%A')
    expect(writeElementRef(id, 'x'.repeat(1_000_000)).length).toBeLessThan(300)
  })

  it.each(['', 'words', '[[el:]]', '[[el:no-id]]', `[[el:${id}`, `[el:${id}]`, `[[EL:${id}]]`, `[[el:${id}:a b]]`])(
    '%j is none',
    (text) => {
      expect(splitElementRefs(text)).toEqual([{ type: 'text', text }])
      expect(withNamesOnly(text)).toBe(text)
    },
  )
})
