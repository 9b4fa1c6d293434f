import { namePattern } from './split-names.ts'

/** What Markdown would take for its own: emphasis, code, links, formulas, escapes, entities, tags, addresses. */
const eaten = /[\\`*~[\]<>&$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:\/\/|www\./iu

/** Names that Markdown would make something else of: they are found where the text is read, before it does. */
export class NameRule {
  readonly #pattern: RegExp

  private constructor(pattern: RegExp) {
    this.#pattern = pattern
  }

  /** Null: Markdown leaves all of them as they are. */
  static of(names: readonly string[]): NameRule | null {
    const pattern = namePattern(
      names.filter((name) => eaten.test(name) && !name.includes('\n')),
      'u',
    )
    return pattern && new NameRule(new RegExp(`(?=(${pattern.source}))`, 'gu'))
  }

  /** Where in a text names may begin; which of them are names depends on what is made of the text before. */
  spotsIn(text: string): NameSpots | null {
    const spots = Array.from(text.matchAll(this.#pattern), ({ index, 1: name = '' }) => [index, name] as const)
    return spots.length === 0 ? null : new NameSpots(text, spots)
  }
}

/** Where in a text names may begin. Places are told by how much of the text is left. */
export class NameSpots {
  readonly #text: string
  readonly #starts: readonly number[]
  readonly #names: ReadonlyMap<number, string>

  constructor(text: string, spots: readonly (readonly [at: number, name: string])[]) {
    this.#text = text
    this.#starts = spots.map(([at]) => at)
    this.#names = new Map(spots)
  }

  /** The name that the rest of the text begins with. */
  atStartOf(rest: string): string | undefined {
    return this.#names.get(this.#text.length - rest.length)
  }

  /** How far into the rest of the text the next one may begin. */
  nextIn(rest: string): number | undefined {
    const from = this.#text.length - rest.length
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) < from) low = middle + 1
      else high = middle
    }
    const next = this.#starts[low]
    return next === undefined ? undefined : next - from
  }

  /** The text with its names hidden from who looks for marks; those in code are left. Every length is kept. */
  get hidden(): string {
    let hidden = ''
    for (let at = 0; at < this.#text.length;) {
      const name = this.#names.get(at)
      const length = name?.length ?? skipped(this.#text, at)
      hidden += name === undefined ? this.#text.slice(at, at + length) : 'a'.repeat(length)
      at += length
    }
    return hidden
  }
}

/** How long what stands here is, of which no part can be a name: a stretch of code, an escape, a character. */
function skipped(text: string, at: number): number {
  if (text[at] === '\\') return 2
  if (text[at] !== '`') return 1
  let end = at
  while (text[end] === '`') end++
  const run = text.slice(at, end)
  for (let close = text.indexOf(run, end); close >= 0; close = text.indexOf(run, close + 1)) {
    if (text[close - 1] !== '`' && text[close + run.length] !== '`') return close + run.length - at
  }
  return run.length
}
