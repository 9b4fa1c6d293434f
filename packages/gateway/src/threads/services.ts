import type { AppInfo, ThreadSummary } from '@chatwright/protocol'
import type { HostPool } from '../hosts/pool.ts'
import type { Logger } from '../logger.ts'
import type { Measure } from '../measure/measure.ts'
import type { Store } from '../ports/index.ts'
import type { Pacer } from './delivery.ts'
import type { Pending } from '../pending.ts'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'
import type { Files } from '../files/files.ts'
import type { Turns } from './turns.ts'

/** Deadlines, in milliseconds; the first five are those of a stop (stop contract, rules 6, 8 and 9). */
export interface StopTimings {
  /** How long the handler may take to settle before `onStop` is asked. Default 200. */
  settleMs: number
  /** How long `onStop` may take to speak. Default 1,000. */
  speakMs: number
  /** How long work may take to end by itself. Default 2,000. */
  graceMs: number
  /** How long after the grace the host may take to say that all is over. Default 3,000. */
  forceMs: number
  /** A loop that has not turned for this long is blocked. Default 150. */
  blockedMs: number
  /** How long `onUpload` may look at a file before it is refused. Default 60,000. */
  uploadMs: number
}

export const defaultTimings: StopTimings = {
  settleMs: 200,
  speakMs: 1_000,
  graceMs: 2_000,
  forceMs: 3_000,
  blockedMs: 150,
  uploadMs: 60_000,
}

/** What all threads of a gateway share. */
export interface ThreadServices {
  readonly store: Store
  readonly pool: HostPool
  readonly pacer: Pacer
  readonly turns: Turns
  readonly files: Files
  readonly logger: Logger
  readonly timings: StopTimings
  readonly measure: Measure
  /** Commands being answered, and ends of runs on their way to the store. */
  readonly underWay: Pending
  /** Resolves when the store is open and the first try to load the app is through. */
  readonly ready: Promise<void>
  /** What the app says of itself; null until it is loaded. */
  app: AppInfo | null
  /** Why there is no app, when there is none. */
  appFailure: string | null
  /** The server is about to end: nothing new begins. */
  isClosing: boolean
  /** Something the sidebar shows has changed. */
  onListed(thread: Thread, summary: ThreadSummary): void
  /** A run that nobody's command asks for is to begin. */
  begin(thread: Thread, run: LiveRun): void
  /** A run's end was shown: another may have its turn. */
  onRunEnded(thread: Thread): void
}
