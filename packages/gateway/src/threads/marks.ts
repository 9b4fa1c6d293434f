import type { Placed } from '../ports/index.ts'

/** Which things of one kind changed since they were last stored, and with which event each was first shown. */
export class Marks {
  #changed = new Map<string, number>()
  #removed = new Set<string>()

  change(id: string, seq: number): void {
    this.#changed.set(id, this.#changed.get(id) ?? seq)
    this.#removed.delete(id)
  }

  remove(id: string): void {
    this.#removed.add(id)
    this.#changed.delete(id)
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
    this.#changed = new Map()
    this.#removed = new Set()
    return {
      changed: changed.size === 0 ? [] : placed(items, changed),
      removed: [...removed],
      putBack: () => {
        for (const [id, position] of changed) if (!this.#removed.has(id)) this.#changed.set(id, position)
        for (const id of removed) this.#removed.add(id)
      },
    }
  }
}

function placed<T extends { id: string }>(items: readonly T[], positions: ReadonlyMap<string, number>): Placed<T>[] {
  return items.flatMap((item) => {
    const position = positions.get(item.id)
    return position === undefined ? [] : [{ position, item }]
  })
}
