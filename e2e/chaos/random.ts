/** Numbers that look like chance and are the same for the same seed and stream (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number, stream = 0) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35)
    for (let count = 0; count < 4; count++) this.next()
  }

  /** From 0 up to but not 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number, both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** Milliseconds, short ones as likely as long ones: half of all lie below the geometric mean. */
  ms(low: number, high: number): number {
    return Math.round(Math.exp(Math.log(low + 1) + this.next() * (Math.log(high + 1) - Math.log(low + 1))) - 1)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T
  }

  /** One of the names, each as likely as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights) as Name[]
    const total = names.reduce((sum, name) => sum + weights[name], 0)
    let left = this.next() * total
    for (const name of names) {
      left -= weights[name]
      if (left < 0 && weights[name] > 0) return name
    }
    return names[0] as Name
  }
}
