/**
 * The few numbers gateway and host share without a message: an `Int32Array` over a `SharedArrayBuffer`. The gateway can
 * tell a run to stop, and the host can show that its loop turns, even while the other side reads no messages.
 */
export const control = {
  /** Counts up at least every {@link heartbeatMs} while the host's loop turns. Written by the host. */
  beat: 0,
  /** The slot of the run whose code was entered last, or 0. Written by the host; names the culprit of a blocked loop. */
  entered: 1,
  /** First slot of runs. Each run has one while it lives: 0 go on, 1 stop, 2 stop by force. Written by the gateway. */
  firstSlot: 8,
  /** How many runs a host may have at a time. */
  slots: 8_192,
  /**
   * First of as many marks, one for each slot, set once by who is first: 1 by the host when it takes the run up, 2 by the
   * gateway when it takes the run back, because the host's loop stands still.
   */
  firstMark: 8 + 8_192,
} as const

/** How often a host whose loop turns counts up its beat, in milliseconds. */
export const heartbeatMs = 50

/** A fresh block, all zero. */
export function createControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * (control.firstMark + control.slots)))
}
