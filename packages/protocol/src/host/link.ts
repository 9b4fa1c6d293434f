import type { FromHost, ToHost } from './frames.ts'

/** The host's end of the link to the gateway. */
export interface HostLink {
  /** The shared numbers; see control.ts. */
  readonly control: Int32Array
  post(frame: FromHost): void
  /** Called once, before any frame arrives. */
  onFrame(handler: (frame: ToHost) => void): void
}

/**
 * What a host runs: takes the link, answers frames until `close`, and posts `closed`. The runtime's `serve(app)` makes
 * one; an inline host calls it directly, a worker's entry calls it with the worker's port.
 */
export type Serve = (link: HostLink) => void
