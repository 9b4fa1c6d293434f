import { BroadcastChannel } from 'node:worker_threads'

/** What an app's code tells of itself, past the framework: from whatever worker, also behind a fence. */
export interface Told {
  runId: string
  /** `begun` and `over`: the handler. `leaked`: a call that began behind the fence and was not refused. */
  what: 'begun' | 'over' | 'onStop' | 'leaked'
  /** Milliseconds since 1970. */
  at: number
  detail: string
}

const channelName = 'chatwright:chaos'
let channel: BroadcastChannel | null = null

export function tell(runId: string, what: Told['what'], detail = ''): void {
  if (channel === null) {
    channel = new BroadcastChannel(channelName)
    channel.unref()
  }
  channel.postMessage({ runId, what, at: Date.now(), detail } satisfies Told)
}

/** Hears it all. Gives the off switch. */
export function listen(onTold: (told: Told) => void): () => void {
  const channel = new globalThis.BroadcastChannel(channelName)
  channel.addEventListener('message', (event) => onTold((event as { data: unknown }).data as Told))
  return () => channel.close()
}
