import type { FileInfo, JsonObject, PublicError } from '@chatwright/protocol'
import type { Composed } from './composing.ts'

/** Where what was not sent survives a reload: `localStorage`, `sessionStorage`, or alike. */
export type ClientStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** A message of the person that the server does not have yet, as it is kept. */
export interface UnsentMessage {
  id: string
  runId: string
  threadId: string
  /** Whether the thread may have to be made first. */
  isNewThread: boolean
  /** Who wrote it: somebody else at the same browser never sends it. */
  userId: string
  text: string
  metadata: JsonObject
  /** What was chosen in the composer; absent in what an older page kept. */
  composed?: Composed
  /** What is attached to it; absent in what an older page kept. */
  files?: readonly FileInfo[]
  createdAt: number
  /** Stop was pressed for its run. */
  isStopped: boolean
  error: PublicError | null
}

const prefix = 'chatwright:unsent:'

/**
 * Keeps unsent messages, one entry each so that two tabs do not overwrite each other. A storage that refuses (full, or
 * forbidden by the browser) costs the survival of a reload and nothing else, so its errors end here.
 */
export class UnsentStore {
  readonly #storage: ClientStorage | undefined

  constructor(storage: ClientStorage | undefined) {
    this.#storage = storage
  }

  put(message: UnsentMessage): void {
    try {
      this.#storage?.setItem(prefix + message.id, JSON.stringify(message))
    } catch {
      // Full or forbidden; see above.
    }
  }

  remove(messageId: string): void {
    try {
      this.#storage?.removeItem(prefix + messageId)
    } catch {
      // Forbidden; see above.
    }
  }

  /** What this person left unsent, oldest first. */
  load(userId: string): UnsentMessage[] {
    const storage = this.#storage
    if (!storage) return []
    try {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
      return keys
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => parse(storage.getItem(key)) ?? [])
        .filter((message) => message.userId === userId)
        .sort((a, b) => a.createdAt - b.createdAt)
    } catch {
      return []
    }
  }
}

function parse(text: string | null): UnsentMessage | null {
  try {
    const value = JSON.parse(text ?? 'null') as UnsentMessage | null
    const isWhole =
      typeof value?.id === 'string' && typeof value.threadId === 'string' && typeof value.text === 'string'
    return isWhole ? value : null
  } catch {
    return null
  }
}
