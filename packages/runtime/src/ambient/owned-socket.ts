import type { Socket } from 'node:net'
import { currentContext } from '../run/context.ts'
import type { Run } from '../run/run.ts'

/**
 * A connection that a run has opened. A pool may give it to others later, so it is the run's own only as long as nobody
 * but the run has written to it.
 */
export class OwnedSocket {
  readonly #socket: Socket
  #hasWritten = false
  #isShared = false

  constructor(socket: Socket, run: Run) {
    this.#socket = socket
    const write = socket.write as (...args: unknown[]) => boolean
    socket.write = (...args: unknown[]): boolean => {
      this.#hasWritten = true
      if (currentContext()?.run !== run) this.#isShared = true
      return Reflect.apply(write, socket, args)
    }
  }

  /** Destroys it if it is still the run's own. Says whether it did. */
  destroy(): boolean {
    if (this.#isShared || this.#isForeign || this.#socket.destroyed) return false
    this.#socket.destroy()
    return true
  }

  /** Whether somebody else looks after it: an agent of `node:http`, or HTTP/2, which writes past the socket. */
  get #isForeign(): boolean {
    const socket = this.#socket as Socket & { alpnProtocol?: string | false | null }
    return (
      socket.listenerCount('agentRemove') > 0 ||
      socket.alpnProtocol === 'h2' ||
      (!this.#hasWritten && socket.bytesWritten > 0)
    )
  }
}
