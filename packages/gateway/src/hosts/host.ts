import type { FromHost, ToHost } from '@chatwright/protocol'
import type { HostControl } from './host-control.ts'

/** Where a host's news goes. */
export interface HostEvents {
  onFrame(frame: FromHost): void
  /** The host is gone for good; once. `reason` is for the log. */
  onGone(reason: string): void
}

/** What runs the app's code: in this thread (`inline`), in one of its own (`worker`), or in a process of its own. */
export interface Host {
  readonly kind: 'inline' | 'worker' | 'process'
  readonly control: HostControl
  /** Loads the app; once. The host answers with `ready` or `failed`. Until then it is a warm thread and nothing more. */
  load(): void
  post(frame: ToHost): void
  /** Ends it at once, whatever its code does. An inline host can only be cut off: its code may go on, unheard. */
  terminate(): Promise<void>
}

/** Makes a host that is not loaded yet. */
export type CreateHost = (events: HostEvents) => Host
