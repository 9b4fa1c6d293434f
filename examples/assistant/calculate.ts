/**
 * The value of an arithmetic expression: numbers, `+ - * / % ^`, parentheses, the constants and functions below.
 * Angles are in radians. Throws an `Error` that says what cannot be read, and where; no code is run.
 */
export function calculate(expression: string): number {
  const parser = new Parser(expression)
  const value = parser.sum()
  parser.expectEnd()
  if (!Number.isFinite(value)) throw new Error('The result is not a finite number. Is something divided by zero?')
  return value
}

const constants = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
])

const functions = new Map<string, (...values: number[]) => number>([
  ['sqrt', Math.sqrt],
  ['abs', Math.abs],
  ['round', Math.round],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['ln', Math.log],
  ['log', Math.log10],
  ['exp', Math.exp],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['min', Math.min],
  ['max', Math.max],
])

/** Deeper nesting than anybody writes; it keeps a hostile expression from exhausting the stack. */
const deepest = 100

/** Reads from left to right; each method is one level of precedence, the loosest first. */
class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  sum(): number {
    let value = this.#product()
    for (;;) {
      if (this.#take('+')) value += this.#product()
      else if (this.#take('-')) value -= this.#product()
      else return value
    }
  }

  expectEnd(): void {
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#fail('Expected an operator')
  }

  #product(): number {
    let value = this.#signed()
    for (;;) {
      if (this.#take('*')) value *= this.#signed()
      else if (this.#take('/')) value /= this.#signed()
      else if (this.#take('%')) value %= this.#signed()
      else return value
    }
  }

  /** A sign binds looser than a power: -2^2 is -4. */
  #signed(): number {
    return this.#nested(() => {
      if (this.#take('-')) return -this.#signed()
      if (this.#take('+')) return this.#signed()
      return this.#power()
    })
  }

  /** Powers are read from the right: 2^3^2 is 2^9. */
  #power(): number {
    const base = this.#single()
    return this.#take('**') || this.#take('^') ? base ** this.#signed() : base
  }

  #single(): number {
    if (this.#take('(')) {
      const value = this.sum()
      this.#expect(')')
      return value
    }
    const number = this.#match(/(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy)
    if (number !== null) return Number(number)
    const at = this.#at
    const name = this.#match(/[a-z]\w*/iy)?.toLowerCase()
    if (name === undefined) this.#fail('Expected a number')
    const constant = constants.get(name)
    if (constant !== undefined) return constant
    const apply = functions.get(name)
    if (apply === undefined) {
      this.#at = at
      this.#fail(`Unknown name '${name}'`)
    }
    return apply(...this.#values())
  }

  #values(): number[] {
    this.#expect('(')
    const values = [this.sum()]
    while (this.#take(',')) values.push(this.sum())
    this.#expect(')')
    return values
  }

  #take(sign: string): boolean {
    this.#skipSpace()
    if (!this.#text.startsWith(sign, this.#at)) return false
    // `**` is a power, not a product of a product.
    if (sign === '*' && this.#text[this.#at + 1] === '*') return false
    this.#at += sign.length
    return true
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) this.#fail(`Expected '${sign}'`)
  }

  #match(pattern: RegExp): string | null {
    this.#skipSpace()
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    if (found !== null) this.#at += found.length
    return found
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #nested(read: () => number): number {
    if (++this.#depth > deepest) this.#fail('Nested too deeply')
    const value = read()
    this.#depth--
    return value
  }

  #fail(what: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20)
    throw new Error(`${what} at ${rest === '' ? 'the end' : `'${rest}'`}.`)
  }
}
