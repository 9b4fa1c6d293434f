import type { ToHost, UndoRecord } from '@chatwright/protocol'

/** What the book needs of a host: a member of the pool. */
export interface UndoHost {
  readonly status: 'warm' | 'loading' | 'ready' | 'leaving' | 'gone'
  /** Of one that is gone: resolves when its code has really ended. */
  readonly ended: Promise<void>
  blockedMs(): number
  post(frame: ToHost): void
  kill(reason: string): Promise<void>
}

/** An undo on record. */
export interface UndoEntry {
  readonly record: UndoRecord
  /** The host whose run will carry it out; null when that one is lost. */
  holder: UndoHost | null
  /** How often a host was asked for it. */
  attempts: number
  /** The app that is loaded declares none of its name. */
  isUnknown: boolean
  /** Its way into the store; never rejects. */
  stored: Promise<void>
}
