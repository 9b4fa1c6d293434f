/** A part of a text: words, or a name that stands in it. */
export interface NamePart {
  text: string
  isName: boolean
}

const word = String.raw`\p{L}\p{N}\p{M}_`
/** What belongs to the character in front of it: an accent, a skin colour, what joins two pictures into one. */
const joined = String.raw`\p{M}\u200D\u{1F3FB}-\u{1F3FF}`
const wordEnd = `(?![${word}]|-[${word}])`
const wordStart = `(?<![${word}]|[${word}]-)`

/** Splits a text at the names in it. `pattern`: what {@link namePattern} made of them, with the flags `gu`. */
export function splitNames(text: string, pattern: RegExp | null): NamePart[] {
  if (!pattern) return [{ text, isName: false }]
  const parts: NamePart[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), isName: false })
    parts.push({ text: match[0], isName: true })
    at = match.index + match[0].length
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), isName: false })
  return parts
}

/**
 * What finds names in a text: the longest first, so that `image10` is not taken for `image1`, and never within a word. What
 * means something in a pattern is taken as written. Null: there is none to find.
 */
export function namePattern(names: readonly string[], flags: string): RegExp | null {
  const wanted = [...new Set(names)].filter((name) => name.trim() !== '').sort((a, b) => b.length - a.length)
  if (wanted.length === 0) return null
  return new RegExp(wanted.map((name) => startOf(name) + escape(name) + endOf(name)).join('|'), flags)
}

/** A name that begins or ends in no letter begins or ends where it does; marks of emphasis count as letters: `2*b*c`. */
function isWord(character: string | undefined): boolean {
  return /[\p{L}\p{N}\p{M}_*~`]/u.test(character ?? '')
}

function startOf(name: string): string {
  return isWord(Array.from(name)[0]) ? wordStart : String.raw`(?<!\u200D)`
}

function endOf(name: string): string {
  return (isWord(Array.from(name).at(-1)) ? wordEnd : '') + `(?![${joined}])`
}

function escape(name: string): string {
  return name.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)
}
