import type { HostLink, Serve, ToHost } from '@chatwright/protocol'
import { SharedControl } from './host-control.ts'
import type { CreateHost, HostEvents, Host } from './host.ts'

/**
 * A host in the gateway's own thread: for tests, and for mounting inside somebody's server. Same protocol, same fence;
 * what it cannot do is interrupt code that blocks the loop, which here is the gateway's loop too.
 */
export function inlineHost(serve: Serve): CreateHost {
  return (events) => new InlineHost(serve, events)
}

class InlineHost implements Host {
  readonly kind = 'inline'
  readonly control = new SharedControl()
  readonly #serve: Serve
  readonly #events: HostEvents
  #handler: ((frame: ToHost) => void) | null = null
  #isCutOff = false

  constructor(serve: Serve, events: HostEvents) {
    this.#serve = serve
    this.#events = events
  }

  load(): void {
    const link: HostLink = {
      control: this.control.block,
      post: (frame) => this.#later(() => this.#events.onFrame(frame)),
      onFrame: (handler) => {
        this.#handler = handler
      },
    }
    this.#serve(link)
  }

  post(frame: ToHost): void {
    this.#later(() => this.#handler?.(frame))
  }

  terminate(): Promise<void> {
    if (this.#isCutOff) return Promise.resolve()
    this.#isCutOff = true
    this.#events.onGone('terminated')
    return Promise.resolve()
  }

  /** Frames cross in order but never within the call that sends them, as between threads. */
  #later(deliver: () => void): void {
    queueMicrotask(() => {
      if (!this.#isCutOff) deliver()
    })
  }
}
