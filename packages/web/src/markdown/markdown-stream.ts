import type { Tokens } from 'marked'
import { lex, type Links } from './lex.ts'
import { closesFence, mayCloseFence, openFenceOf, withoutIndent, type OpenFence } from './open-fence.ts'
import { showsTheSame } from './same-token.ts'
import { splitPoint, whole, type Part, type SplitHead } from './split-block.ts'
import { plainSyntax, type Syntax } from './syntax.ts'
import { tidyTail } from './tidy-tail.ts'
import type { BlockToken } from './tokens.ts'

/**
 * A block to render. `parts` is what of it is settled and will not change, `token` the rest: a long list, table,
 * paragraph or code block is settled piece by piece while it arrives. `isOpen`: more may come.
 */
export interface Block {
  readonly id: number
  readonly token: BlockToken
  readonly parts: readonly Part[]
  readonly isOpen: boolean
}

/**
 * A document: its blocks in groups of a fixed size, so that a block stays in its group for good. A group in which nothing
 * can change any more keeps its identity.
 */
export interface MarkdownDoc {
  readonly groups: readonly (readonly Block[])[]
}

/** A long block whose beginning is settled: what is lexed goes on inside it. */
interface OpenBlock {
  id: number
  parts: readonly Part[]
  head: SplitHead
}

/** A fenced code block that has not ended; read line by line, without a lexer. */
interface OpenCode {
  id: number
  parts: readonly Part[]
  fence: OpenFence
  lines: string[]
}

/** The last tokens stay open: what comes next can still change them. */
const openTokens = 3
/** A last token of so many characters is surely what it is, and so is what stands before it. */
const longToken = 2_000
const groupSize = 16
/** Lines of code that are settled together. */
const codePartLines = 100
/** A long beginning that is there at once is read in pieces of so many characters, so that it is settled in pieces. */
const sliceSize = 8_192

/**
 * Reads Markdown while it arrives. While more may come, an update reads only the end of the text: all but the last
 * tokens are settled and keep their identity, and so do the settled parts of a long block. What it shows is then tidied
 * at its end and can be wrong in what only later text decides (a reference link, say). When nothing more will come the
 * whole text is read once; blocks that come out the same keep their identity.
 */
export class MarkdownStream {
  #text = ''
  #hasReturns = false
  /** The text, each of its lines ended by a newline. */
  #source = ''
  #isDone = false
  /** Where what is not settled begins. */
  #at = 0
  #links: Links = {}
  #groups: (readonly Block[])[] = []
  #nextId = 0
  #open: OpenBlock | null = null
  #code: OpenCode | null = null
  #tail: readonly Block[] = []
  #doc: MarkdownDoc = { groups: [] }
  readonly #syntax: Syntax

  constructor(syntax: Syntax = plainSyntax) {
    this.#syntax = syntax
  }

  /** Reads the text as it is now; one that does not go on from the last is read anew. `isDone`: nothing more will come. */
  update(text: string, isDone: boolean): MarkdownDoc {
    if (text === this.#text && isDone === this.#isDone) return this.#doc
    if (this.#isDone || !goesOnFrom(text, this.#text)) this.#restart()
    // Only what is new is searched: a long text would be searched for each word.
    this.#hasReturns ||= text.includes('\r', this.#text.length)
    this.#text = text
    const source = this.#hasReturns ? text.replaceAll(/\r\n?/g, '\n') : text
    if (isDone) this.#finish(source)
    else this.#goOn(source)
    this.#isDone = isDone
    const groups = [...this.#groups]
    for (const block of this.#tail) addTo(groups, block)
    this.#doc = { groups }
    return this.#doc
  }

  #restart(): void {
    this.#text = ''
    this.#hasReturns = false
    this.#source = ''
    this.#at = 0
    this.#links = {}
    this.#groups = []
    this.#nextId = 0
    this.#open = null
    this.#code = null
    this.#tail = []
  }

  #finish(source: string): void {
    const before = [...this.#groups.flat(), ...this.#tail]
    this.#groups = []
    this.#nextId = 0
    this.#tail = []
    for (const token of lex(source, {}, this.#syntax).tokens) {
      if (isHidden(token)) continue
      const old = before[this.#nextId]
      if (!old || !showsTheSame(whole(old), token)) this.#push({ id: this.#nextId, token, parts: [], isOpen: false })
      else this.#push(old.isOpen ? { ...old, isOpen: false } : old)
    }
  }

  #goOn(source: string): void {
    while (source.length - this.#source.length > sliceSize) {
      this.#source = source.slice(0, this.#source.length + sliceSize)
      this.#read()
    }
    this.#source = source
    this.#read()
  }

  #read(): void {
    do if (this.#code && !this.#readCode(this.#code)) return
    while (this.#readBlocks())
  }

  /** Reads what is not settled. Gives whether to read on: in a code block that was found, or behind what was settled. */
  #readBlocks(): boolean {
    const prefix = this.#open?.head.prefix ?? ''
    const rest = prefix + this.#source.slice(this.#at)
    const { tokens, links } = lex(tidyTail(rest, this.#syntax.names), this.#links, this.#syntax)
    const fence = openFenceOf(tokens.at(-1), rest)
    const count = fence ? tokens.length - 1 : settledCount(tokens, rest)
    for (const token of tokens.splice(0, count)) {
      if (token.type === 'def' || token.type === 'footnote') this.#links = links
      this.#at += token.raw.length - (this.#open?.head.prefix.length ?? 0)
      for (const block of this.#join(token, this.#open, this.#nextId, false)) this.#push(block)
      this.#open = null
    }
    if (fence) return this.#beginCode(fence)
    const [first] = tokens
    if (first && this.#split(first)) return true
    this.#showTail(tokens)
    return false
  }

  /** The blocks of a token, mostly one: it may go on in the long block that is open, or end that and begin another. */
  #join(token: BlockToken, open: OpenBlock | null, id: number, isOpen: boolean): Block[] {
    if (open?.head.goesOnWith(token)) return [{ id: open.id, token: open.head.join(token), parts: open.parts, isOpen }]
    const ended = open ? [{ id: open.id, token: open.head.empty, parts: open.parts, isOpen: false }] : []
    return isHidden(token) ? ended : [...ended, { id: id + ended.length, token, parts: [], isOpen }]
  }

  #push(block: Block): void {
    this.#nextId = block.id + 1
    addTo(this.#groups, block)
  }

  /** Settles the beginning of a long block. Gives whether there was something to settle. */
  #split(token: BlockToken): boolean {
    const open = this.#open
    if (open && !open.head.goesOnWith(token)) return false
    const split = splitPoint(token, open?.head)
    if (!split) return false
    this.#open = { id: open?.id ?? this.#nextId, parts: [...(open?.parts ?? []), split.part], head: split.head }
    this.#at += split.length
    return true
  }

  /** Shows what is not settled. Blocks that came out as before stay the same. */
  #showTail(tokens: readonly BlockToken[]): void {
    const blocks: Block[] = []
    let open = this.#open
    for (const [index, token] of tokens.entries()) {
      blocks.push(...this.#join(token, open, this.#nextId + blocks.length, index === tokens.length - 1))
      open = null
    }
    if (open) blocks.push({ id: open.id, token: open.head.empty, parts: open.parts, isOpen: true })
    this.#tail = blocks.map((block) => {
      const old = this.#tail.find(({ id }) => id === block.id)
      return old && isUnchanged(old, block) ? old : block
    })
  }

  #beginCode(fence: OpenFence): true {
    if (this.#open)
      this.#push({ id: this.#open.id, token: this.#open.head.empty, parts: this.#open.parts, isOpen: false })
    this.#open = null
    this.#at += fence.raw.length
    this.#code = { id: this.#nextId, parts: [], fence, lines: [] }
    return true
  }

  /** Reads on in a code block. Gives whether it ended. */
  #readCode(code: OpenCode): boolean {
    const source = this.#source
    for (let end = source.indexOf('\n', this.#at); end >= 0; end = source.indexOf('\n', this.#at)) {
      const line = source.slice(this.#at, end)
      this.#at = end + 1
      if (closesFence(line, code.fence)) {
        this.#push(codeBlock(code, code.lines, false))
        this.#code = null
        return true
      }
      code.lines.push(withoutIndent(line, code.fence))
      if (code.lines.length >= codePartLines * 2) {
        const text = code.lines.splice(0, codePartLines).join('\n')
        code.parts = [...code.parts, { kind: 'lines', text }]
      }
    }
    const partial = source.slice(this.#at)
    const isHeldBack = partial === '' || mayCloseFence(partial, code.fence)
    const lines = isHeldBack ? code.lines : [...code.lines, withoutIndent(partial, code.fence)]
    this.#tail = [codeBlock(code, lines, true)]
    return false
  }
}

function addTo(groups: (readonly Block[])[], block: Block): void {
  const last = groups.at(-1)
  if (last && last.length < groupSize) groups[groups.length - 1] = [...last, block]
  else groups.push([block])
}

function codeBlock({ id, parts, fence }: OpenCode, lines: readonly string[], isOpen: boolean): Block {
  const text = lines.join('\n')
  const token: Tokens.Code = { type: 'code', raw: text, lang: fence.lang, text }
  return { id, token, parts, isOpen }
}

/** How many of the tokens are settled. None, should the lexer ever lose track of where they stand. */
function settledCount(tokens: readonly BlockToken[], source: string): number {
  const isLastLong = (tokens.at(-1)?.raw.length ?? 0) > longToken
  const count = Math.max(0, tokens.length - (isLastLong ? 1 : openTokens))
  let raw = ''
  for (const token of tokens.slice(0, count)) raw += token.raw
  return source.startsWith(raw) ? count : 0
}

/** Whether a text is another one and more. Equality is compared in whole words of memory, `startsWith` letter by letter. */
function goesOnFrom(text: string, before: string): boolean {
  return text.length >= before.length && text.slice(0, before.length) === before
}

function isHidden(token: BlockToken): boolean {
  return token.type === 'space' || token.type === 'def'
}

function isUnchanged(a: Block, b: Block): boolean {
  return a.token.type === b.token.type && a.token.raw === b.token.raw && a.isOpen === b.isOpen && a.parts === b.parts
}
