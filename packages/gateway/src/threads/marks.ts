import type { Placed } from '../ports/index.ts'

/**
 * Which things of one kind changed since they were last stored, and with which event each was first shown. Every thread
 * has one for each kind, and most are never used: they hold nothing until then.
 */
export class Marks {
  #changed: Map<string, number> | null = null
  #removed: Set<string> | null = null

  change(id: string, seq: number): void {
    this.#changed ??= new Map()
    this.#changed.set(id, this.#changed.get(id) ?? seq)
    this.#removed?.delete(id)
  }

  remove(id: string): void {
    this.#removed ??= new Set()
    this.#removed.add(id)
    this.#changed?.delete(id)
  }

  /** Marks what is not the same in both lists. */
  compare(before: readonly { id: string }[], after: readonly { id: string }[], seq: number): void {
    if (before === after) return
    const old = new Map(before.map((item) => [item.id, item]))
    for (const item of after) {
      if (old.get(item.id) !== item) this.change(item.id, seq)
      old.delete(item.id)
    }
    for (const id of old.keys()) this.remove(id)
  }

  /** Takes the marks off. `putBack`: what could not be stored is marked again. */
  take<T extends { id: string }>(items: readonly T[]): { changed: Placed<T>[]; removed: string[]; putBack(): void } {
    const changed = this.#changed
    const removed = this.#removed
    this.#changed = null
    this.#removed = null
    return {
      changed: changed === null ? [] : placed(items, changed),
      removed: [...(removed ?? [])],
      putBack: () => {
        for (const [id, position] of changed ?? []) this.#putBack(id, position)
        for (const id of removed ?? []) {
          this.#removed ??= new Set()
          this.#removed.add(id)
        }
      },
    }
  }

  #putBack(id: string, position: number): void {
    if (this.#removed?.has(id)) return
    this.#changed ??= new Map()
    this.#changed.set(id, position)
  }
}

function placed<T extends { id: string }>(items: readonly T[], positions: ReadonlyMap<string, number>): Placed<T>[] {
  return items.flatMap((item) => {
    const position = positions.get(item.id)
    return position === undefined ? [] : [{ position, item }]
  })
}
