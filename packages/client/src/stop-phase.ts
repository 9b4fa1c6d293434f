/**
 * How a press of Stop stands. `since`: when it was pressed, milliseconds since 1970. `runIds`: the runs it was for.
 *
 * - `idle`: nothing is being stopped
 * - `stopping`: pressed; the text stands still
 * - `unconfirmed`: no acknowledgement in 2 s; the command went out `tries` times and goes on
 * - `offline`: kept; goes out once, when there is a line again
 * - `forcing`: pressed again; the work is ended by force
 */
export type StopPhase =
  | { phase: 'idle' }
  | { phase: 'stopping'; since: number; runIds: readonly string[] }
  | { phase: 'unconfirmed'; since: number; runIds: readonly string[]; tries: number }
  | { phase: 'offline'; since: number; runIds: readonly string[] }
  | { phase: 'forcing'; since: number; runIds: readonly string[] }

/** Nothing is being stopped. */
export const idle: StopPhase = { phase: 'idle' }
