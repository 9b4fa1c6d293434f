import { ChatClient } from '../lib/chat-client.mjs'
import { progress } from '../lib/report.mjs'

/** A viewer of a new thread, or of one that is there. */
export async function open(server, threadId) {
  const client = new ChatClient(server.url)
  if (threadId !== undefined) client.threadId = threadId
  await client.connect()
  await client.open()
  return client
}

/** So many other people, each with an answer that streams. */
export async function startStreams(server, count) {
  const streams = await Promise.all(Array.from({ length: count }, () => open(server)))
  await Promise.all(streams.map((client) => client.say({ kind: 'stream' }).answered))
  return streams
}

export async function endStreams(streams) {
  for (const stream of streams) {
    await stream.command('stop', { threadId: stream.threadId, source: 'api' })
    stream.close()
  }
}

/** Tries something so often, some at once; says how far it is. */
export async function repeat(what, tries, work, atOnce = 1) {
  let next = 0
  const lane = async () => {
    for (let count = next++; count < tries; count = next++) {
      if (count % 50 === 0) progress(`  ${what} ${count + 1} of ${tries}`)
      await work(count)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** Asks for work and waits until it has said something whole. */
export async function begin(client, metadata) {
  const { runId } = client.say(metadata)
  await client.heard((event) => event.type === 'message-end' && event.runId === runId && event.message?.role !== 'user')
  return runId
}

/** Presses Stop; gives when, and the server's answer. */
export function press(client, runId) {
  const body = { threadId: client.threadId, seenSeq: client.seq, source: 'button' }
  const pressedAt = performance.now()
  return { pressedAt, answered: client.command('stop', runId === undefined ? body : { ...body, runId }) }
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
