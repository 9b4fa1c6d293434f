import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeText, encodeText } from './exact-text.ts'

/** Any UTF-16 there is, with much of what SQLite does not keep. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\0', '\uD83D', '\uDE00', '\uFDD0', '0000', 'fdd0', '😀', 'a'),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
  )
  .map((parts) => parts.join(''))

it('gives back any text, and makes it one that SQLite keeps', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const encoded = encodeText(text)
      expect(decodeText(encoded)).toBe(text)
      expect(encoded).not.toContain('\0')
      expect(Buffer.from(encoded).toString()).toBe(encoded)
    }),
    { numRuns: 2_000 },
  )
})

it('keeps different texts different', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      expect(encodeText(one) === encodeText(other)).toBe(one === other)
    }),
  )
})

it('leaves ordinary text as it is', () => {
  for (const text of ['', 'Guten Tag', 'ü 東京 😀 👩‍👩‍👧', '\uFFFD\uFEFF\u001A']) expect(encodeText(text)).toBe(text)
})
