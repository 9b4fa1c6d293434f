/** A part of a text: words, or a name that stands in it. */
export interface NamePart {
  text: string
  isName: boolean
}

const wordEnd = String.raw`(?![\p{L}\p{N}_]|-[\p{L}\p{N}])`
const wordStart = String.raw`(?<![\p{L}\p{N}_]|[\p{L}\p{N}]-)`

/**
 * Splits a text at the names in it: the longest first, so that `image10` is not taken for `image1`, and never within a
 * word. What means something in a pattern is taken as written.
 */
export function splitNames(text: string, names: readonly string[]): NamePart[] {
  const pattern = patternOf(names)
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

function patternOf(names: readonly string[]): RegExp | null {
  const wanted = [...new Set(names)].filter((name) => name.trim() !== '').sort((a, b) => b.length - a.length)
  if (wanted.length === 0) return null
  return new RegExp(wanted.map((name) => edge(name, 0) + escape(name) + edge(name, -1)).join('|'), 'gu')
}

/** A name that ends in no letter ends where it ends. */
function edge(name: string, at: 0 | -1): string {
  const isWord = /[\p{L}\p{N}_]/u.test(at === 0 ? (name[0] ?? '') : (name.at(-1) ?? ''))
  if (!isWord) return ''
  return at === 0 ? wordStart : wordEnd
}

function escape(name: string): string {
  return name.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)
}
