/** One channel for all hosts: it crosses threads. */
export const channelName = 'chatwright:side-effects'

/**
 * For apps under test: tells the test what the app did to the world, from whatever thread it runs in. It arrives in
 * `chat.sideEffects`, also when the run was stopped long before: that is what it is for.
 */
export function recordSideEffect(value: unknown): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(value)
  channel.close()
}

/** Hears of side effects until it is closed. */
export class SideEffects {
  readonly values: unknown[] = []
  readonly #channel = new BroadcastChannel(channelName)

  constructor() {
    this.#channel.addEventListener('message', (event) => this.values.push((event as { data?: unknown }).data))
    this.#channel.unref()
  }

  close(): void {
    this.#channel.close()
  }
}
