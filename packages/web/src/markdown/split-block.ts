import type { Token, Tokens } from 'marked'
import type { BlockToken, InlineToken } from './tokens.ts'

/** A settled piece of a long block. */
export type Part =
  | { kind: 'items'; items: readonly Tokens.ListItem[] }
  | { kind: 'rows'; rows: readonly Tokens.TableCell[][] }
  | { kind: 'inline'; tokens: readonly InlineToken[] }
  | { kind: 'lines'; text: string }

/** What the rest of a split block needs of its beginning. */
export interface SplitHead {
  /** Stands before the rest when it is lexed, so that it is read as what it is: `| a | b |` and the line below. */
  prefix: string
  /** The block with nothing in it. */
  empty: BlockToken
  /** Whether what was lexed is the rest of the block. */
  goesOnWith(token: BlockToken): boolean
  /** The rest, with what only the beginning knew: the first number of a list. */
  join(token: BlockToken): BlockToken
}

export interface Split {
  part: Part
  /** Characters of the text, without the prefix, that the part takes. */
  length: number
  head: SplitHead
}

const enoughItems = 12
const openItems = 3
const enoughRows = 24
const openRows = 3
const longParagraph = 1_500
const openParagraph = 500
/** From here on a paragraph is cut even where a mark is still open: nobody closes it that far away. */
const hugeParagraph = 3_000

/** Takes the place of the settled beginning of a paragraph. */
const paragraphPrefix = 'x '

/** Where a long block that may still grow can be split, and its settled part; null when it is short or cannot be. */
export function splitPoint(token: BlockToken, head: SplitHead | undefined): Split | null {
  if (token.type === 'list') return splitList(token, head)
  if (token.type === 'table') return splitTable(token, head)
  if (token.type === 'paragraph') return splitParagraph(token, head)
  return null
}

/** A block with its settled parts put back in. */
export function whole({ token, parts }: { token: BlockToken; parts: readonly Part[] }): BlockToken {
  if (parts.length === 0) return token
  const settled = <Kind extends Part['kind']>(kind: Kind) =>
    parts.filter((part): part is Extract<Part, { kind: Kind }> => part.kind === kind)
  switch (token.type) {
    case 'list':
      return { ...token, items: [...settled('items').flatMap(({ items }) => items), ...token.items] }
    case 'table':
      return { ...token, rows: [...settled('rows').flatMap(({ rows }) => rows), ...token.rows] }
    case 'paragraph':
    case 'heading':
      return { ...token, tokens: [...settled('inline').flatMap(({ tokens }) => tokens as Token[]), ...token.tokens] }
    case 'code':
      return { ...token, text: [...settled('lines').map(({ text }) => text), token.text].join('\n') }
    default:
      return token
  }
}

function splitList(list: Tokens.List, head: SplitHead | undefined): Split | null {
  if (list.items.length < enoughItems) return null
  const items = list.items.slice(0, -openItems)
  const { ordered, start } = (head?.empty as Tokens.List | undefined) ?? list
  const empty: Tokens.List = { type: 'list', raw: '', ordered, start, loose: false, items: [] }
  return {
    part: { kind: 'items', items },
    length: items.reduce((sum, item) => sum + item.raw.length, 0),
    head: {
      prefix: '',
      empty,
      goesOnWith: (token) => token.type === 'list',
      join: (token) => ({ ...(token as Tokens.List), ordered, start }),
    },
  }
}

function splitTable(table: Tokens.Table, head: SplitHead | undefined): Split | null {
  if (table.rows.length < enoughRows) return null
  const lines = table.raw.split('\n')
  if (lines.length !== table.rows.length + 2) return null
  const rows = table.rows.slice(0, -openRows)
  const prefix = head?.prefix ?? `${lines.slice(0, 2).join('\n')}\n`
  const taken = lines.slice(2, 2 + rows.length).reduce((sum, line) => sum + line.length + 1, 0)
  return {
    part: { kind: 'rows', rows },
    length: taken + (head ? 0 : prefix.length),
    head: {
      prefix,
      empty: { ...table, raw: '', rows: [] },
      goesOnWith: (token) => token.type === 'table',
      join: (token) => token,
    },
  }
}

function splitParagraph(paragraph: Tokens.Paragraph, head: SplitHead | undefined): Split | null {
  const hidden = head ? paragraphPrefix.length : 0
  if (paragraph.raw.length - hidden < longParagraph) return null
  const tokens = withoutPrefix(paragraph.tokens as InlineToken[], hidden)
  const cut = safeCut(tokens, paragraph.raw.length - hidden)
  if (!cut) return null
  return {
    part: { kind: 'inline', tokens: cut.tokens },
    length: cut.length,
    head: {
      prefix: paragraphPrefix,
      empty: { type: 'paragraph', raw: '', text: '', tokens: [] },
      goesOnWith: (token) => token.type === 'paragraph' || (token.type === 'heading' && !token.raw.startsWith('#')),
      join: (token) => {
        const rest = token as Tokens.Paragraph | Tokens.Heading
        return { ...rest, tokens: withoutPrefix(rest.tokens as InlineToken[], paragraphPrefix.length) }
      },
    },
  }
}

function withoutPrefix(tokens: readonly InlineToken[], length: number): InlineToken[] {
  const [first, ...others] = tokens
  if (length === 0 || first?.type !== 'text') return [...tokens]
  const text = first.text.slice(length)
  return text === '' ? others : [{ ...first, raw: first.raw.slice(length), text }, ...others]
}

interface Cut {
  tokens: InlineToken[]
  length: number
}

/**
 * The last place, far enough from the end, before which nothing can be changed by what comes: a blank in plain text. A
 * huge paragraph is cut at any place rather than at none.
 */
function safeCut(tokens: readonly InlineToken[], length: number): Cut | null {
  const limit = length - openParagraph
  const isHuge = length >= hugeParagraph
  let best: Cut | null = null
  let at = 0
  for (const [index, token] of tokens.entries()) {
    if (at >= limit) break
    if (isHuge && at > 0) best = { tokens: tokens.slice(0, index), length: at }
    if (token.type === 'text') {
      const plain = plainLength(token.raw)
      const isUnsafe = plain < token.raw.length
      const reach = isUnsafe && !isHuge ? plain : token.raw.length
      const end = Math.min(reach, limit - at)
      const blank = token.raw.lastIndexOf(' ', end - 1)
      const isInside = blank > 0 && token.raw.charAt(blank + 1).trim() !== '' && blank + 1 < token.raw.length
      if (isInside || (isHuge && at === 0 && end === limit)) {
        const cut = isInside ? blank + 1 : end
        best = { tokens: [...tokens.slice(0, index), firstOf(token, cut)], length: at + cut }
      }
      if (isUnsafe && !isHuge) break
    }
    at += token.raw.length
  }
  return best
}

function firstOf(token: Tokens.Text, length: number): Tokens.Text {
  return { type: 'text', raw: token.raw.slice(0, length), text: token.text.slice(0, length) }
}

/** How much of a text has no mark in it that a later one could complete. */
function plainLength(text: string): number {
  const at = text.search(/[*~[\]`\\$!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<[a-z/!?]/iu)
  return at < 0 ? text.length : at
}
