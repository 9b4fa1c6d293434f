import type { InlineToken } from './tokens.ts'

/** What of HTML may stand within a line, without its attributes. */
const inlineTags = [
  'abbr',
  'b',
  'bdi',
  'cite',
  'code',
  'del',
  'dfn',
  'em',
  'i',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'var',
] as const
export type InlineTag = (typeof inlineTags)[number]

/** A line with HTML in it: tokens as they are, and what is between a tag and its end. */
export type Piece = { token: InlineToken } | { tag: InlineTag; pieces: Piece[] } | { tag: 'br' }

/** Puts what stands between tags into them. A tag that is not allowed, or has no end, is left out; its words stay. */
export function pairTags(tokens: readonly InlineToken[]): Piece[] {
  const root: Piece[] = []
  const open: { tag: string; pieces: Piece[] }[] = [{ tag: '', pieces: root }]
  for (const token of tokens) {
    const top = open.at(-1) as { tag: string; pieces: Piece[] }
    if (token.type !== 'html') {
      top.pieces.push({ token })
      continue
    }
    const [, end, name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(token.raw) ?? []
    const tag = name.toLowerCase()
    if (tag === 'br') top.pieces.push({ tag: 'br' })
    else if (end === '' && isInline(tag)) {
      const piece = { tag, pieces: [] }
      top.pieces.push(piece)
      open.push(piece)
    } else if (end === '/' && open.some((one) => one.tag === tag)) {
      while (open.length > 1 && open.pop()?.tag !== tag);
    }
  }
  return root
}

function isInline(tag: string): tag is InlineTag {
  return (inlineTags as readonly string[]).includes(tag)
}
