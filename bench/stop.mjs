import { ChatClient } from './lib/chat-client.mjs'
import { startFakeModel } from './lib/fake-model.mjs'
import { pressToStopping } from './lib/press.mjs'
import { progress, report } from './lib/report.mjs'
import { startChatwright } from './lib/server.mjs'
import { spread } from './lib/statistics.mjs'

/**
 * How fast Stop is, with 10 and with 100 other runs streaming. From the moment the command leaves the client to the
 * fence (as the gateway says), to `run-end` at the viewer, and to the model's connection being closed; and how long after
 * the grace a blocked worker is gone and its thread answers again.
 */
const tries = 100
const blockedTries = 12
const graceMs = 2_000

async function open(server) {
  const client = new ChatClient(server.url)
  await client.connect()
  await client.open()
  return client
}

async function startStreams(server, count) {
  const streams = await Promise.all(Array.from({ length: count }, () => open(server)))
  await Promise.all(streams.map((client) => client.say({ kind: 'stream' }).answered))
  return streams
}

async function cooperative(server, model) {
  const fence = []
  const end = []
  const close = []
  for (let count = 0; count < tries; count++) {
    if (count % 25 === 0) progress(`  stop ${count + 1} of ${tries}`)
    const client = await open(server)
    const { runId } = client.say({ kind: 'model', url: model.url(client.threadId) })
    await new Promise((resolve) => {
      let deltas = 0
      client.onDelta = () => ++deltas === 5 && resolve()
    })
    const ended = client.ended(runId)
    const pressedAt = performance.now()
    const answered = client.command('stop', { threadId: client.threadId, runId, seenSeq: client.seq, source: 'button' })
    const noted = ended.then(() => end.push(performance.now() - pressedAt))
    const { outcome, fenceMs } = await answered
    if (outcome !== 'stopping') throw new Error(`stop answered ${outcome}`)
    fence.push(fenceMs)
    close.push((await model.closedAt(client.threadId)) - pressedAt)
    await noted
    client.close()
  }
  return { fenceMs: spread(fence), runEndMs: spread(end), upstreamCloseMs: spread(close) }
}

async function blocked(server, others) {
  const kills = []
  const ends = []
  for (let count = 0; count < blockedTries; count++) {
    progress(`  blocked worker ${count + 1} of ${blockedTries}`)
    const streams = await startStreams(server, others)
    const client = await open(server)
    const { runId } = client.say({ kind: 'blocked' })
    await new Promise((resolve) => {
      client.onEvent = (event) => event.type === 'message-end' && event.runId === runId && resolve()
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const settled = new Promise((resolve) => {
      const before = client.onEvent
      client.onEvent = (event) => {
        before(event)
        if (event.type === 'run-settled' && event.runId === runId) resolve(event)
      }
    })
    const ended = client.ended(runId)
    const pressedAt = performance.now()
    void client.command('stop', { threadId: client.threadId, runId, source: 'button' })
    await ended
    ends.push(performance.now() - pressedAt)
    const { stage } = await settled
    if (stage !== 'killed') throw new Error(`a blocked worker settled as ${stage}`)
    const next = client.say({ kind: 'echo' })
    await client.ended(next.runId)
    kills.push(performance.now() - pressedAt - graceMs)
    client.close()
    for (const stream of streams) stream.close()
  }
  return { blockedKillMs: spread(kills), blockedRunEndMs: spread(ends) }
}

async function measure(others) {
  progress(`with ${others} other runs streaming`)
  const model = await startFakeModel()
  const server = await startChatwright('stop.ts', ['--log-level', 'silent'])
  try {
    const streams = await startStreams(server, others)
    const stops = await cooperative(server, model)
    for (const stream of streams) {
      await stream.command('stop', { threadId: stream.threadId, source: 'api' })
      stream.close()
    }
    return { ...stops, ...(await blocked(server, others)) }
  } finally {
    await server.stop()
    model.close()
  }
}

async function inChromium() {
  progress('in Chromium')
  const server = await startChatwright('stop.ts', ['--log-level', 'silent'])
  try {
    const times = await pressToStopping(
      server.url,
      20,
      (count) => count % 5 === 1 && progress(`  press ${count} of 20`),
    )
    return spread(times)
  } finally {
    await server.stop()
  }
}

const at10 = await measure(10)
const at100 = await measure(100)
const pressToStoppingMs = await inChromium()
report({
  fenceMs: at100.fenceMs,
  runEndMs: at100.runEndMs,
  upstreamCloseMs: at100.upstreamCloseMs,
  blockedKillMs: at100.blockedKillMs,
  at10,
  at100,
  pressToStoppingMs,
})
