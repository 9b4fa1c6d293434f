import { Lexer, Tokenizer, type Links, type MarkedOptions, type Token, type Tokens } from 'marked'
import type { NameRule, NameSpots } from '../references/name-rule.ts'
import { matchContainer, opensContainer } from './container-rule.ts'
import { matchMath, matchMathBlock } from './math-rule.ts'
import { plainSyntax, type Syntax } from './syntax.ts'
import { alertKinds, type AlertKind, type BlockToken } from './tokens.ts'

/** What reference links and footnotes of a document lead to. */
export type { Links }

/** Tokens of a piece of Markdown, and the references it can use: those it was given and its own. */
export interface Lexed {
  tokens: BlockToken[]
  links: Links
}

/** Deeper nesting than this is shown as text: nobody writes it, and it could exhaust the stack. */
const deepest = 16
/** Inline content longer than this is read in pieces: what looks for its other end never looks further. */
const longestInline = 4_096
/** Characters that may be scanned in vain for the ends of emphasis, in one piece; what is left is plain text. */
const scanBudget = 300_000

/**
 * Reads Markdown: GitHub's flavour, a newline is a line break, alerts and footnotes, and what `syntax` says. Anything
 * at all can be read: what cannot be made sense of is text too.
 */
export function lex(source: string, known: Links, { isHtml, isMath, names = null }: Syntax = plainSyntax): Lexed {
  const lexer = new ChatLexer(names, {
    gfm: true,
    breaks: true,
    tokenizer: new ChatTokenizer(isHtml),
    hooks: (isMath || names ? { emStrongMask: maskWith(isMath) } : {}) as never,
    extensions: {
      renderers: {},
      childTokens: {},
      block: [...(isMath ? [blockMath] : []), footnote, container],
      inline: [...(names ? [name] : []), ...(isMath ? [inlineMath] : []), footnoteRef],
      startBlock: [(text) => startOfBlock(text, isMath)],
      startInline: [...(isMath ? [startOfInline] : []), ...(names ? [startOfName] : [])],
    },
  })
  Object.assign(lexer.tokens.links, known)
  try {
    const tokens = lexer.lex(source) as Token[]
    return { tokens: tokens as BlockToken[], links: lexer.tokens.links }
  } catch {
    // A reader is better served with the plain text than with no page.
    const text: Tokens.Text = { type: 'text', raw: source, text: source }
    return { tokens: [{ type: 'paragraph', raw: source, text: source, tokens: [text] }], links: known }
  }
}

class ChatLexer extends Lexer {
  /** Where names may begin in what is being read. */
  spots: NameSpots | null = null
  readonly #names: NameRule | null

  constructor(names: NameRule | null, options: MarkedOptions) {
    super(options)
    this.#names = names
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    const around = this.spots
    for (let rest = source; rest !== '';) {
      const length = rest.length <= longestInline ? rest.length : cutAt(rest)
      const piece = rest.slice(0, length)
      this.spots = this.#names?.spotsIn(piece) ?? null
      super.inlineTokens(piece, tokens)
      rest = rest.slice(length)
    }
    this.spots = around
    return tokens
  }
}

/** Where a piece of long inline content ends: behind a line, else behind a sentence, else behind a word. */
function cutAt(source: string): number {
  const start = source.slice(0, longestInline)
  for (const end of ['\n', '. ', ' ']) {
    const at = start.lastIndexOf(end)
    if (at > longestInline / 2) return at + end.length
  }
  return longestInline
}

class ChatTokenizer extends Tokenizer {
  #depth = 0
  #scanned = 0

  readonly #isHtml: boolean

  constructor(isHtml: boolean) {
    super()
    this.#isHtml = isHtml
  }

  override html(source: string): Tokens.HTML | undefined {
    return this.#isHtml ? super.html(source) : undefined
  }

  override tag(source: string): Tokens.Tag | undefined {
    return this.#isHtml ? super.tag(source) : undefined
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    const quote = this.#nested(() => super.blockquote(source))
    const mark = quote && /^[ \t]*\[!([a-z-]+)\][ \t]*(?:\n|$)/i.exec(quote.text)
    const kind = mark?.[1]?.toLowerCase() as AlertKind | undefined
    if (!quote || !mark || !kind || !alertKinds.includes(kind)) return quote
    const tokens = this.#nested(() => this.lexer.blockTokens(quote.text.slice(mark[0].length), [])) ?? []
    return { type: 'alert', raw: quote.raw, kind, tokens } as never
  }

  /** `:::note`; too deep, it is text as it stands. */
  container(source: string): Tokens.Generic | undefined {
    const found = matchContainer(source)
    if (!found) return
    const { raw, kind, text } = found
    const tokens = this.#nested(() => this.lexer.blockTokens(text, []))
    if (tokens) return { type: 'alert', raw, kind, tokens }
    return { type: 'paragraph', raw, text: raw, tokens: [{ type: 'text', raw, text: raw }] }
  }

  /** The box of a task is the first thing in its text, whether blank lines stand between the items or not. */
  override list(source: string): Tokens.List | undefined {
    const list = this.#nested(() => super.list(source))
    for (const { tokens } of list?.items ?? []) {
      const [box, text] = tokens
      if (box?.type !== 'checkbox') continue
      if (text?.type === 'text' && text.tokens) {
        tokens.shift()
        text.tokens.unshift(box)
      } else tokens[0] = { type: 'text', raw: box.raw, text: box.raw, tokens: [box] }
    }
    return list
  }

  /** marked forgets a definition that was given before, and with it where the next token begins. */
  override def(source: string): Tokens.Def | undefined {
    const def = super.def(source)
    if (!def || !Object.hasOwn(this.lexer.tokens.links, def.tag)) return def
    return { ...def, tag: `${def.tag}\n${source.length}` }
  }

  override link(source: string): Tokens.Link | Tokens.Image | undefined {
    return this.#nested(() => super.link(source))
  }

  override reflink(source: string, links: Links): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    return this.#nested(() => super.reflink(source, links))
  }

  override emStrong(source: string, masked: string, previous?: string): Tokens.Em | Tokens.Strong | undefined {
    if (this.#scanned > scanBudget) return
    const token = this.#nested(() => super.emStrong(source, masked, previous))
    if (!token && /^[*_]/.test(source)) this.#scanned += source.length
    return token
  }

  override del(source: string, masked: string, previous?: string): Tokens.Del | undefined {
    if (this.#scanned > scanBudget) return
    const token = this.#nested(() => super.del(source, masked, previous))
    if (!token && source.startsWith('~')) this.#scanned += source.length
    return token
  }

  #nested<T>(read: () => T): T | undefined {
    if (this.#depth >= deepest) return
    this.#depth++
    try {
      return read()
    } finally {
      this.#depth--
    }
  }
}

type Reader = (this: { lexer: Lexer }, source: string, tokens: Token[]) => Tokens.Generic | undefined

const blockMath: Reader = (source) => {
  const match = matchMathBlock(source)
  return match ? { type: 'math', ...match } : undefined
}

const inlineMath: Reader = (source, tokens) => {
  const match = matchMath(source, tokens.at(-1)?.raw ?? '')
  return match ? { type: 'math', ...match } : undefined
}

/** Names stand for themselves; not in a link, where nothing else can be pressed. */
const name: Reader = function (source) {
  const raw = spotsOf(this.lexer)?.atStartOf(source)
  return raw === undefined ? undefined : { type: 'name', raw, text: raw }
}

function startOfName(this: { lexer: Lexer }, source: string): number | undefined {
  return spotsOf(this.lexer)?.nextIn(source)
}

function spotsOf(lexer: Lexer): NameSpots | null {
  return lexer.state.inLink ? null : (lexer as ChatLexer).spots
}

/** Hides formulas and names from the search for emphasis. `masked`: the text without escapes, code and links. */
function maskWith(isMath: boolean): (this: { lexer: Lexer }, masked: string) => string {
  return function (masked) {
    const spots = spotsOf(this.lexer)
    // With names in it, something else may be code or a link.
    const source = spots === null ? masked : maskPlain(spots.hidden, this.lexer)
    return isMath ? maskMath(source) : source
  }
}

/** As marked does it: escapes, and what in a line is no place for emphasis. */
function maskPlain(source: string, { options }: Lexer): string {
  const { anyPunctuation, blockSkip } = (options.tokenizer as Tokenizer).rules.inline
  return source
    .replace(anyPunctuation, (escape: string) => '+'.repeat(escape.length))
    .replace(blockSkip, (whole: string, _: unknown, before: string | undefined) => {
      const lead = before?.length ?? 0
      return `${whole.slice(0, lead)}[${'a'.repeat(whole.length - lead - 2)}]`
    })
}

const footnote: Reader = function (source) {
  const match = /^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]+([^\n]+(?:\n(?![ \t]*(?:\n|\[\^))[^\n]+)*)/.exec(source)
  const [raw, label, text] = match ?? []
  if (raw === undefined || label === undefined || text === undefined || !this.lexer.state.top) return
  this.lexer.tokens.links[`^${label.toLowerCase()}`] ??= { href: '', title: null }
  return { type: 'footnote', raw, label, tokens: this.lexer.inline(text.replaceAll(/\n[ \t]+/g, '\n')) }
}

const container: Reader = function (source) {
  return (this.lexer.options.tokenizer as ChatTokenizer).container(source)
}

const footnoteRef: Reader = function (source) {
  const match = /^\[\^([^\]\s]{1,40})\]/.exec(source)
  const [raw, label] = match ?? []
  if (raw === undefined || label === undefined) return
  if (!Object.hasOwn(this.lexer.tokens.links, `^${label.toLowerCase()}`)) return
  return { type: 'footnote-ref', raw, label }
}

const blockStart = /\n(?= {0,3}(?:\$\$|\\\[|\[\^|:::))/g

/** Where a block of ours may interrupt a paragraph. */
function startOfBlock(source: string, isMath: boolean): number | undefined {
  const paragraphEnd = source.search(/\n[ \t]*\n/)
  const paragraph = paragraphEnd < 0 ? source : source.slice(0, paragraphEnd)
  const starts = [...paragraph.matchAll(blockStart)].map((match) => match.index + 1)
  return starts.find((start) => {
    const rest = source.slice(start)
    return (
      (isMath && matchMathBlock(rest) !== null) || opensContainer(rest) || /^ {0,3}\[\^[^\]\s]{1,40}\]:[ \t]/.test(rest)
    )
  })
}

/** How far a search for the next formula goes at once; a search to the end for each word would cost the square. */
const window = 1_024

function startOfInline(source: string): number | undefined {
  const near = source.slice(0, window)
  const at = near.search(/\$|\\[([]/)
  if (at >= 0) return at
  const space = near.lastIndexOf(' ')
  return near.length < source.length && space > 0 ? space : undefined
}

/** Hides what is in formulas from the search for emphasis; keeps every length. */
function maskMath(source: string): string {
  if (!/\$|\\[([]/.test(source)) return source
  let masked = ''
  let at = 0
  while (at < source.length) {
    const next = source.slice(at).search(/\$|\\[([]/)
    if (next < 0) break
    const start = at + next
    const match = matchMath(source.slice(start, start + 2 * window), source.slice(Math.max(0, start - 1), start))
    const end = start + (match?.raw.length ?? 1)
    masked += source.slice(at, start) + (match ? 'a'.repeat(match.raw.length) : source.slice(start, end))
    at = end
  }
  return masked + source.slice(at)
}
