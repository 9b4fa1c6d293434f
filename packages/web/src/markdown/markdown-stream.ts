import type { Tokens } from 'marked'
import { closesFence, openFenceOf, withoutIndent, type OpenFence } from './open-fence.ts'
import { lex, type Links } from './lex.ts'
import { splitPoint, type Part, type SplitHead } from './split-block.ts'
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

/** A document: settled blocks in groups whose identity stays, and the blocks that may still change. */
export interface MarkdownDoc {
  readonly groups: readonly (readonly Block[])[]
  readonly tail: readonly Block[]
}

/** A block that began in text that is settled: what is lexed goes on inside it. */
interface OpenBlock {
  id: number
  parts: Part[]
  head: SplitHead
}

/** A fenced code block that has not ended; read line by line, without a lexer. */
interface OpenCode {
  id: number
  parts: Part[]
  fence: OpenFence
  lines: string[]
}

/** The last blocks stay open: what comes next can still change them. */
const openBlocks = 1
const groupSize = 16
/** Lines of code that are settled together. */
const codePartLines = 64
/** A long text that is there at once is read in pieces of so many characters, so that no piece costs much. */
const sliceSize = 8_192

/**
 * Reads Markdown while it arrives. Each `update` reads only the end of the text: blocks before the last three are
 * settled and keep their identity, and so do the settled parts of long ones.
 */
export class MarkdownStream {
  #source = ''
  #isDone = false
  /** Where what is not settled begins. */
  #at = 0
  #links: Links = {}
  #hasReferences = false
  #groups: (readonly Block[])[] = []
  #nextId = 0
  #open: OpenBlock | null = null
  #code: OpenCode | null = null
  #tail: readonly Block[] = []
  #doc: MarkdownDoc = { groups: [], tail: [] }

  /** Reads the text as it is now; mostly it has grown at its end. `isDone`: nothing more will come. */
  update(text: string, isDone: boolean): MarkdownDoc {
    const source = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
    if (source === this.#source && isDone === this.#isDone) return this.#doc
    if (this.#isDone || !source.startsWith(this.#source)) this.#reset({})
    this.#readAll(source, isDone)
    if (isDone && this.#hasReferences) this.#readAgain(source)
    this.#isDone = isDone
    this.#doc = { groups: [...this.#groups], tail: this.#tail }
    return this.#doc
  }

  #reset(links: Links): void {
    this.#source = ''
    this.#at = 0
    this.#links = links
    this.#hasReferences = false
    this.#groups = []
    this.#nextId = 0
    this.#open = null
    this.#code = null
    this.#tail = []
  }

  #readAll(source: string, isDone: boolean): void {
    while (source.length - this.#source.length > sliceSize) {
      this.#source = source.slice(0, this.#source.length + sliceSize)
      this.#read(false)
    }
    this.#source = source
    this.#read(isDone)
  }

  /** A reference may stand before what it refers to: now all are known. Blocks that come out the same stay the same. */
  #readAgain(source: string): void {
    const before = this.#groups.flat()
    this.#reset({ ...this.#links })
    this.#readAll(source, true)
    this.#groups = this.#groups.map((group) =>
      group.map((block) => {
        const old = before[block.id]
        return old && isSameBlock(old, block) ? old : block
      }),
    )
  }

  #read(isDone: boolean): void {
    for (let isBehindCode = true; isBehindCode;) {
      if (this.#code && !this.#readCode(isDone)) return
      isBehindCode = this.#readBlocks(isDone)
    }
  }

  /** Gives whether an open code block was found: then the rest is to be read as code. */
  #readBlocks(isDone: boolean): boolean {
    const prefix = this.#open?.head.prefix ?? ''
    const rest = prefix + this.#source.slice(this.#at)
    const source = isDone ? rest : tidyTail(rest)
    const { tokens, links } = lex(source, this.#links)
    let read = 0
    let isFirst = true
    const settle = (count: number) => {
      for (const token of tokens.splice(0, count)) {
        if (token.type === 'def' || token.type === 'footnote') this.#learn(token, links)
        this.#push(this.#join(token, false))
        // What stands in front of the first token is not of the text.
        read += token.raw.length - (isFirst ? prefix.length : 0)
        isFirst = false
      }
    }

    settle(isDone ? tokens.length : this.#settled(tokens, rest))
    const fence = tokens.length > 0 && !isDone ? openFenceOf(tokens.at(-1) as BlockToken, rest) : null
    if (fence) {
      settle(tokens.length - 1)
      this.#at += read
      this.#code = { id: this.#nextId, parts: [], fence, lines: [] }
      this.#at += fence.raw.length
      return true
    }
    this.#at += read
    const [first] = tokens
    if (first && this.#split(first)) return true
    this.#showTail(tokens)
    return false
  }

  /** How many of the tokens are settled. None, should the lexer ever lose track of where they stand. */
  #settled(tokens: readonly BlockToken[], source: string): number {
    const count = Math.max(0, tokens.length - openBlocks)
    const raw = tokens.slice(0, count).reduce((text, token) => text + token.raw, '')
    return source.startsWith(raw) ? count : 0
  }

  #learn(token: Tokens.Def | { type: 'footnote'; label: string }, links: Links): void {
    this.#hasReferences = true
    const tag = token.type === 'def' ? token.tag : `^${token.label.toLowerCase()}`
    const link = links[tag]
    if (link) this.#links = { ...this.#links, [tag]: link }
  }

  /** The block of a token; what was begun before goes on in the first. */
  #join(token: BlockToken, isOpen: boolean): Block | null {
    const open = this.#open
    if (open) {
      this.#open = null
      if (open.head.goesOnWith(token)) {
        return { id: open.id, token: open.head.join(token), parts: open.parts, isOpen }
      }
      this.#push({ id: open.id, token: open.head.empty, parts: open.parts, isOpen: false })
    }
    if (token.type === 'space' || token.type === 'def') return null
    return { id: this.#nextId, token, parts: [], isOpen }
  }

  #push(block: Block | null): void {
    if (!block) return
    this.#nextId = block.id + 1
    const last = this.#groups.at(-1)
    if (last && last.length < groupSize) this.#groups[this.#groups.length - 1] = [...last, block]
    else this.#groups.push([block])
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
    const open = this.#open
    const groups = [...this.#groups]
    const firstId = this.#nextId
    const blocks = tokens.map((token, index) => this.#join(token, index === tokens.length - 1))
    this.#tail = blocks
      .filter((block) => block !== null)
      .map((block, index) => {
        const next = { ...block, id: firstId + index }
        const old = this.#tail.find((candidate) => candidate.id === next.id)
        return old && isSameOpenBlock(old, next) ? old : next
      })
    this.#open = open
    this.#groups = groups
    this.#nextId = firstId
  }

  /** Reads on in a code block. Gives whether it ended. */
  #readCode(isDone: boolean): boolean {
    const code = this.#code as OpenCode
    const source = this.#source
    for (;;) {
      const end = source.indexOf('\n', this.#at)
      const isLast = end < 0
      if (isLast && !isDone) break
      const line = isLast ? source.slice(this.#at) : source.slice(this.#at, end)
      const isClosing = closesFence(line, code.fence)
      if (!isClosing && !(isLast && line === '')) code.lines.push(withoutIndent(line, code.fence))
      this.#at = isLast ? source.length : end + 1
      if (isClosing || isLast) {
        this.#push(this.#codeBlock(code, null, false))
        this.#code = null
        this.#tail = []
        return true
      }
      if (code.lines.length >= codePartLines * 2) {
        const text = code.lines.splice(0, codePartLines).join('\n')
        code.parts = [...code.parts, { kind: 'lines', text }]
      }
    }
    const partial = source.slice(this.#at)
    const isMark = /^ {0,3}[`~]+$/.test(partial) && partial.trim().startsWith(code.fence.mark.charAt(0))
    const next = this.#codeBlock(code, partial === '' || isMark ? null : withoutIndent(partial, code.fence), true)
    const [old] = this.#tail
    this.#tail = [old && isSameOpenBlock(old, next) ? old : next]
    return false
  }

  #codeBlock(code: OpenCode, partial: string | null, isOpen: boolean): Block {
    const text = (partial === null ? code.lines : [...code.lines, partial]).join('\n')
    const token: Tokens.Code = { type: 'code', raw: text, lang: code.fence.lang, text }
    return { id: code.id, token, parts: code.parts, isOpen }
  }
}

function isSameOpenBlock(a: Block, b: Block): boolean {
  return a.token.type === b.token.type && a.token.raw === b.token.raw && a.isOpen === b.isOpen && a.parts === b.parts
}

function isSameBlock(a: Block, b: Block): boolean {
  if (a.token.raw !== b.token.raw || a.parts.length !== b.parts.length) return false
  return JSON.stringify([a.token, a.parts]) === JSON.stringify([b.token, b.parts])
}
