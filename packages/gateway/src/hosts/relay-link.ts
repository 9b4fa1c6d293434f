import type { FromHost, ToHost } from '@chatwright/protocol'

/**
 * What the gateway says to a process that hosts an app. In that process a relay stands between: the app has a worker
 * thread of its own there, so that what is raised reaches it while its loop is blocked.
 */
export type ToRelay =
  /** First of all: which worker to start. `data`: handed to it as `workerData.data`. `channels`: names to pass on. */
  | { type: 'begin'; entry: string; data: unknown; channels: string[] }
  | { type: 'load' }
  | { type: 'frame'; frame: ToHost }
  | { type: 'clear'; slot: number }
  | { type: 'raise'; slot: number; level: 1 | 2 }
  | { type: 'take-back'; slot: number }
  | { type: 'channel'; name: string; data: unknown }

/** What it says to the gateway. */
export type FromRelay =
  | { type: 'frame'; frame: FromHost }
  /** The numbers of the control block that the host writes, as they are now. */
  | { type: 'beat'; beat: number; entered: number }
  /** Answers `take-back`. `isBack`: the host had not taken the run up, and now never will. */
  | { type: 'take-back-done'; slot: number; isBack: boolean }
  /** Somebody said something on a `BroadcastChannel` of this name, which reaches no further than a process. */
  | { type: 'channel'; name: string; data: unknown }
  /** The app's worker has ended; the process follows. */
  | { type: 'gone'; reason: string }

/** How often the relay looks at the host's numbers, in milliseconds. */
export const relayLookMs = 20
