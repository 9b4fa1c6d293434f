import type { JsonObject } from '@chatwright/protocol'
import { plainEntries } from '../chat/plain-json.ts'

/** What a thread keeps in this host between its runs. */
export interface Session {
  /** `chat.state`: whatever the app puts there. */
  readonly values: Record<string, unknown>
  /** The JSON of what was stored last. */
  stored: string
}

/** The sessions of a host. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #initial: () => object

  /** `initial`: the state of a new thread. */
  constructor(initial: () => object) {
    this.#initial = initial
  }

  /** The thread's session; one that is not here begins as a new one with what was stored over it. */
  open(threadId: string, stored: JsonObject): Session {
    const known = this.#sessions.get(threadId)
    if (known !== undefined) return known
    const session: Session = { values: { ...this.#initial(), ...stored }, stored: JSON.stringify(stored) }
    this.#sessions.set(threadId, session)
    return session
  }

  forget(threadId: string): void {
    this.#sessions.delete(threadId)
  }
}

/** What of a session is to be stored, or null when nothing changed since the last time. `left`: what JSON cannot hold. */
export function takeChanges(session: Session): { values: JsonObject; left: string[] } | null {
  const { plain, left } = plainEntries(session.values)
  const json = JSON.stringify(plain)
  if (json === session.stored) return null
  session.stored = json
  return { values: plain, left }
}
