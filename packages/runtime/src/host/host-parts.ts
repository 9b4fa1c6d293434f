import type { FromHost } from '@chatwright/protocol'
import type { AppParts } from '../app/create-app.ts'
import type { PrepareModule } from '../offload/offload.ts'
import type { RunHost } from '../run/run.ts'
import type { Trace } from '../trace/trace.ts'
import type { Outbox } from './outbox.ts'
import type { Undos } from '../undo/undos.ts'
import type { Sessions } from './sessions.ts'

/** What one host has, for all its runs. */
export interface HostParts extends RunHost {
  readonly app: AppParts
  readonly outbox: Outbox
  readonly sessions: Sessions
  /** For `chat.offload`. */
  readonly prepareModule: PrepareModule
  readonly undos: Undos
  /** Whether readers see the words of errors. */
  readonly showErrors: boolean
  /** Follows nothing until the host is ready. */
  trace: Trace
  post(frame: FromHost): void
}

/** How long things may take behind a stop or at the end, in milliseconds (stop contract, rules 6, 8 and 9). */
export const patience = {
  /** For the handler to settle before `onStop` is called all the same. */
  handlerMs: 200,
  /** For `onStop` to say what the reader is told. */
  speakMs: 1_000,
  /** For `onStop` to be through. */
  noticeMs: 5_000,
  /** For each entry of the clean-up. */
  cleanupMs: 5_000,
  /** From the stop to giving up on what does not end by itself. */
  graceMs: 2_000,
  /** For runs that were stopped to put away what they have, before `onShutdown`. */
  settleMs: 3_000,
  /** For code to notice that what it waited for was destroyed. */
  destroyMs: 250,
  /** For `onShutdown`. */
  shutdownMs: 5_000,
} as const
