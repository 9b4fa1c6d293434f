import type { FromHost, Output, RunKind, ToHost } from '@chatwright/protocol'

/** Frames of a host that concern one run. */
export type RunFrame = Extract<FromHost, { type: 'done' | 'stop-seen' | 'notice' | 'settled' | 'panel-reopen' }>

/** Where what a host says about one run goes. */
export interface LaneSink {
  /** For the log. */
  readonly threadId: string
  readonly kind: RunKind
  onOutput(output: Output): void
  onFrame(frame: RunFrame): void
  /** The run's host is gone; once, and nothing after it. */
  onGone(reason: string): void
  /**
   * The host's loop stands still and had not taken the run up, and now never will: it may begin elsewhere. Absent: the run
   * stays where it is.
   */
  onTakenBack?(): void
}

/** One run's way to its host. */
export interface Lane {
  /** Its slot in the host's control block. */
  readonly slot: number
  readonly canBeKilled: boolean
  /** Whether the host took the run up: until then none of the app's code has seen it, and another host may have it. */
  readonly isTaken: boolean
  post(frame: ToHost): void
  /** Tells the run through shared memory, which works while the host reads no messages: 1 stop, 2 by force. */
  raise(level: 1 | 2): void
  /** How long the host's loop has not turned, in milliseconds. Always 0 for an inline host. */
  blockedMs(): number
  /** Ends the whole host. Its other runs are told that it is gone. */
  kill(reason: string): void
  /** The run is over. `isClean`: none of its code works any more, so the slot may be used again. */
  release(isClean: boolean): void
}
