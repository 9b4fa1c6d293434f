/** What a handler is told to do: it stands as JSON in the text of the message, or in a button's payload. */
export type Job = Work & { atStop?: AtStop }

export type Work =
  | { do: 'echo' }
  /** `words`: 0 is without end. */
  | { do: 'stream'; everyMs: number; words: number }
  | { do: 'sleep'; ms: number }
  | { do: 'nested'; depth: number; ms: number }
  | { do: 'parallel'; parts: number[] }
  | { do: 'unawaited'; what: 'calls' | 'loop' | 'timers'; ms: number }
  | { do: 'stubborn'; ms: number }
  | { do: 'ask'; kind: 'text' | 'choice' | 'confirm' | 'files'; timeoutMs: number }
  | { do: 'buttons'; job: Work }
  | { do: 'plan'; tasks: number; ms: number }
  | { do: 'shield'; ms: number; deadlineMs: number; isDeaf: boolean }
  | { do: 'defer'; how: ('fine' | 'throws' | 'hangs' | 'late')[]; ms: number }
  | { do: 'fails'; when: 'before' | 'after'; ms: number }
  | { do: 'stray'; what: 'throw' | 'reject'; ms: number }
  | { do: 'busy'; ms: number }
  | { do: 'model'; url: string; key: string }
  | { do: 'flood'; messages: number }
  | { do: 'rewrite'; ms: number }
  | { do: 'blocked' }
  | { do: 'exit'; ms: number }
  | { do: 'census' }

/** What `onStop` does. */
export type AtStop = 'default' | 'text' | 'silent' | 'throws' | 'hangs' | 'late' | 'sends' | 'forgets'

/** Says that an error is meant: whatever else is thrown was not. */
export const meant = 'chaos: meant to fail'

/** The words of the app's own notice. */
export function noticeOf(runId: string): string {
  return `Halted ${runId}`
}

/** What of an answer of `census` is measured: the worker it ran in. */
export interface WorkerCensus {
  worker: number
  heapMb: number
  handles: number
}
