import type { Answer, CommandName } from '@chatwright/protocol'

const keep = 10_000
const keepMs = 10 * 60_000

/**
 * What commands were answered with, by person and command id: a command that comes again gets the first answer and takes
 * no effect. The latest 10,000 of ten minutes are kept.
 */
export class Answers {
  readonly #kept = new Map<string, { answer: Promise<Answer<CommandName>>; at: number }>()

  /** Runs `work` for a new id, or gives what the first run of it gave or will give. */
  once(userId: string, commandId: string, work: () => Promise<Answer<CommandName>>): Promise<Answer<CommandName>> {
    const key = `${userId} ${commandId}`
    const kept = this.#kept.get(key)
    if (kept) return kept.answer
    const answer = work()
    this.#kept.set(key, { answer, at: performance.now() })
    this.#forgetOld()
    return answer
  }

  #forgetOld(): void {
    const oldestAt = performance.now() - keepMs
    for (const [key, { at }] of this.#kept) {
      if (this.#kept.size <= keep && at >= oldestAt) return
      this.#kept.delete(key)
    }
  }
}
