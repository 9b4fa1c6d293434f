/** How long a client waits for what, in milliseconds. */
export interface Timings {
  /** The least and most time between two tries to connect; it doubles from one to the other, with jitter. */
  retryMinMs: number
  retryMaxMs: number
  /** A try to connect is given up after this, if the server has not said hello. */
  connectMs: number
  /** A message that was not acknowledged by then says that it is being sent. */
  unsentMs: number
  /**
   * A command unanswered for so long, with nothing else heard, means that the line is dead: it is made anew. Longer than
   * the server's heartbeat, which is heard on a line that lives, however slow the command.
   */
  silenceMs: number
  /** A stop that was not acknowledged is sent again as often. */
  stopConfirmMs: number
  /** While events arrive the server hears at least as often how far they were applied. */
  seenMs: number
  /** A thread nobody shows any more is closed after this: a page that shows it again at once never left. */
  closeMs: number
}

export const defaultTimings: Timings = {
  retryMinMs: 500,
  retryMaxMs: 5_000,
  connectMs: 10_000,
  unsentMs: 1_000,
  silenceMs: 25_000,
  stopConfirmMs: 2_000,
  seenMs: 100,
  closeMs: 250,
}
