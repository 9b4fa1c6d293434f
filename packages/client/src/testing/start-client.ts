import { createClient, type Client, type ClientOptions } from '../create-client.ts'
import type { ThreadView } from '../thread-view.ts'
import { delta, opening, ScriptedServer, type ScriptedThread } from './scripted-server.ts'
import { waitUntil } from './wait-until.ts'

/** A scripted server and a client of it; both end with the scope. */
export interface Pair extends AsyncDisposable {
  server: ScriptedServer
  client: Client
}

/** Short times, so that tests wait for little; each is many times what the machine needs. */
const timings = { retryMinMs: 20, retryMaxMs: 80, unsentMs: 150, stopConfirmMs: 500, seenMs: 30, closeMs: 20 }

/** Starts a server and a client that is connected to it. */
export async function startPair(options: Partial<ClientOptions> = {}): Promise<Pair> {
  const server = await ScriptedServer.start()
  const client = startClient(server, options)
  await waitUntil('the client is online', () => client.connection.getSnapshot().status === 'online')
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      client.close()
      await server.close()
    },
  }
}

/** Starts one more client of a server. The caller closes it. */
export function startClient(server: ScriptedServer, options: Partial<ClientOptions> = {}): Client {
  return createClient({ url: server.url, ...options, timings: { ...timings, ...options.timings } })
}

/** Waits until the line is lost, and cannot come back before `server.listen()`. */
export async function goOffline({ server, client }: Pair): Promise<void> {
  await server.close()
  await waitUntil('the client is offline', () => client.connection.getSnapshot().status === 'offline')
}

export async function goOnline({ server, client }: Pair): Promise<void> {
  await server.listen()
  await waitUntil('the client is online', () => client.connection.getSnapshot().status === 'online')
}

/** A thread in which a run streams: `text` is what its message has so far. */
export interface Streaming {
  view: ThreadView
  thread: ScriptedThread
  runId: string
  messageId: string
  /** What the reader sees of the message. */
  shownText(): string
  stream(text: string): void
}

/** Opens a new thread, says something, and lets the run stream `text`, shown when this returns. */
export async function startStreaming({ server, client }: Pair, text = 'one two '): Promise<Streaming> {
  const view = client.newThread()
  view.open()
  const { runId } = view.send('go')
  await waitUntil('the run has begun', () => view.getSnapshot().state.runs.some((run) => run.state === 'running'))
  const thread = server.thread(view.id)
  const messageId = crypto.randomUUID()
  const shownText = () => view.getSnapshot().state.messages.find((message) => message.id === messageId)?.text ?? ''
  thread.append(opening(runId, messageId), delta(runId, messageId, text))
  await waitUntil('the text is shown', () => shownText() === text)
  const stream = (more: string) => void thread.append(delta(runId, messageId, more))
  return { view, thread, runId, messageId, shownText, stream }
}
