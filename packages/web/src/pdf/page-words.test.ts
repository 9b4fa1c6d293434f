import { describe, expect, it } from 'vitest'
import { findWords, readWords, type Likeness } from './page-words.ts'

const lines = (...all: string[]) => all.map((str) => ({ str, hasEOL: true }))

/** What is found, as it stands in the pieces. */
function found(pieces: ReturnType<typeof lines>, wanted: string, likeness: Likeness = 'words'): string[] {
  return findWords(readWords(pieces, likeness), wanted, likeness).map(({ from, to }) =>
    pieces
      .slice(from.piece, to.piece + 1)
      .map(({ str }, at, some) =>
        str.slice(at === 0 ? from.offset : 0, at === some.length - 1 ? to.offset : str.length),
      )
      .join('|'),
  )
}

describe('words on a page', () => {
  it('are found whatever their case, all of them, in their order', () => {
    expect(found(lines('Tram 28 and tram 12, TRAM'), 'tram')).toEqual(['Tram', 'tram', 'TRAM'])
    expect(found(lines('aaaa'), 'aa')).toEqual(['aa', 'aa'])
    expect(found(lines('nothing'), 'tram')).toEqual([])
    expect(found(lines('nothing'), '  ')).toEqual([])
  })

  it('are found over the end of a line, divided or not, and over pieces of one', () => {
    expect(found(lines('the tiles', 'of Lisbon'), 'tiles of lisbon')).toEqual(['tiles|of Lisbon'])
    expect(found(lines('the mu-', 'seum'), 'museum')).toEqual(['mu-|seum'])
    const pieces = [
      { str: 'Lis', hasEOL: false },
      { str: 'bon  is', hasEOL: true },
    ]
    expect(found(pieces, 'lisbon is')).toEqual(['Lis|bon  is'])
  })

  it('a range of years keeps its hyphen', () => {
    expect(found(lines('1910-', '1926'), '1910- 1926')).toEqual(['1910-|1926'])
  })

  it('keep their places where a letter has another length in lower case', () => {
    expect(found(lines('İzmir and Lisbon'), 'lisbon')).toEqual(['Lisbon'])
  })

  it('a passage is found though it has its spaces and hyphens elsewhere', () => {
    const page = lines('The well-known tiles', 'are hand-', 'painted.')
    expect(found(page, 'wellknown tiles are handpainted', 'passage')).toEqual(['well-known tiles|are hand-|painted'])
    expect(found(page, 'the well known\ntiles', 'passage')).toEqual(['The well-known tiles'])
    expect(found(page, 'the well known\ntiles', 'words')).toEqual([])
  })

  it('are searched without delay in a page of a million characters', () => {
    const page = lines(...Array.from({ length: 10_000 }, (_, at) => `line ${at} ${'x'.repeat(90)}`))
    const begun = performance.now()
    expect(findWords(readWords(page, 'words'), 'line', 'words')).toHaveLength(500)
    expect(found(page, 'line 9999')).toEqual(['line 9999'])
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})
