/** A piece of a page's text, as PDF.js gives it. */
export interface TextPiece {
  str: string
  hasEOL: boolean
}

/** A place in a page's text: which of its pieces, and how far into it. */
export interface Place {
  piece: number
  offset: number
}

/** Where words stand on a page; `to` is behind their last character. */
export interface Found {
  from: Place
  to: Place
}

/** A page's text as it is searched, and where each of its characters stands. */
export interface PageWords {
  text: string
  places: readonly Place[]
}

/**
 * How much two texts may differ and still be the same: `words` takes any white space for a single space, and puts a word
 * together that was divided at the end of a line; `passage` leaves out white space and hyphens altogether, as what
 * somebody cites seldom has them where the page does.
 */
export type Likeness = 'words' | 'passage'

/** More is of no use to anybody. */
const mostOnPage = 500

export function readWords(pieces: readonly TextPiece[], likeness: Likeness): PageWords {
  // Kept apart until the end: to look at the end of a text that grows is to copy it, each time.
  const text: string[] = []
  const places: Place[] = []
  const add = (character: string, piece: number, offset: number): void => {
    text.push(character)
    places.push({ piece, offset })
  }
  for (const [piece, { str, hasEOL }] of pieces.entries()) {
    for (let offset = 0; offset < str.length; offset++) {
      const character = plain(str[offset] as string, likeness)
      if (character !== '' && !(character === ' ' && text.at(-1) === ' ')) add(character, piece, offset)
    }
    if (!hasEOL || likeness === 'passage') continue
    if (/\p{L}[-\u00AD]$/u.test(text.slice(-3).join(''))) {
      text.pop()
      places.pop()
    } else if (text.at(-1) !== ' ') {
      add(' ', piece, str.length)
    }
  }
  return { text: text.join(''), places }
}

/** All that is like `wanted`, from the top of the page. */
export function findWords({ text, places }: PageWords, wanted: string, likeness: Likeness): Found[] {
  const like = readWords([{ str: wanted, hasEOL: false }], likeness).text.trim()
  const found: Found[] = []
  if (like === '') return found
  for (let at = text.indexOf(like); at >= 0 && found.length < mostOnPage; at = text.indexOf(like, at + like.length)) {
    const last = places[at + like.length - 1] as Place
    found.push({ from: places[at] as Place, to: { ...last, offset: last.offset + 1 } })
  }
  return found
}

/** A character as it is compared: one, or none. */
function plain(character: string, likeness: Likeness): string {
  if (/\s/.test(character)) return likeness === 'passage' ? '' : ' '
  if (likeness === 'passage' && /[-\u00AD\u2010\u2011]/.test(character)) return ''
  const lower = character.toLowerCase()
  return lower.length === 1 ? lower : character
}
