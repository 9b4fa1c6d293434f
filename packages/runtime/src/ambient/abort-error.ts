/**
 * What an event-driven API of Node gives when its `signal` is aborted: libraries know it by its name and code, and find
 * the stop as its cause.
 */
export class AbortError extends Error {
  readonly code = 'ABORT_ERR'

  constructor(cause: Error) {
    super('The operation was aborted, because the run it belongs to is over.', { cause })
    this.name = 'AbortError'
  }
}
