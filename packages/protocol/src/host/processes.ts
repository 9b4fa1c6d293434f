/**
 * What a host says of the processes that its runs start, so that they can be ended when the host itself is: it is in no
 * position to do that any more.
 */
export type ProcessFromHost =
  /** `startedAt`: in the words of the system, where it tells; the number alone may be another's later. */
  | { type: 'process-started'; runId: string; pid: number; startedAt: string }
  | { type: 'process-gone'; runId: string; pid: number }
