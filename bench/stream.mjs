import { io } from 'socket.io-client'
import { ChatClient } from './lib/chat-client.mjs'
import { progress, report } from './lib/report.mjs'
import { startBare, startChatwright } from './lib/server.mjs'
import { median, percentile, round } from './lib/statistics.mjs'

/** How fast words travel, against a bare Socket.IO server that sends the same words to the same clients in the same run. */
const tokensPerClient = 2_000
const rounds = 3

async function burst(clients, start) {
  const startedAt = performance.now()
  await Promise.all(clients.map(start))
  return performance.now() - startedAt
}

async function chatwrightRound(server, count, options) {
  const clients = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = new ChatClient(server.url)
      await client.connect()
      await client.open()
      return client
    }),
  )
  let characters = 0
  for (const client of clients) client.onDelta = (event) => (characters += event.text.length)
  const cpuBefore = server.cpuSeconds()
  const tookMs = await burst(clients, async (client) => {
    const { runId, answered } = client.say({ tokens: tokensPerClient, ...options })
    await Promise.all([answered, client.ended(runId)])
  })
  const tokens = count * tokensPerClient
  if (characters !== tokens * 'token '.length) throw new Error(`${characters} characters arrived of ${tokens * 6}`)
  const cpu = server.cpuSeconds() - cpuBefore
  for (const client of clients) client.close()
  return { rate: tokens / (tookMs / 1_000), cpuPer100k: (cpu / tokens) * 100_000 }
}

async function bareRound(server, count, options) {
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = io(server.url, { transports: ['websocket'], forceNew: true, reconnection: false })
      await new Promise((resolve) => socket.once('connect', resolve))
      return socket
    }),
  )
  let seen = 0
  for (const socket of sockets) socket.on('token', () => seen++)
  const cpuBefore = server.cpuSeconds()
  const tookMs = await burst(sockets, (socket) => {
    socket.emit('go', { tokens: tokensPerClient, ...options })
    return new Promise((resolve) => socket.once('end', resolve))
  })
  const tokens = count * tokensPerClient
  if (seen !== tokens) throw new Error(`${seen} tokens arrived of ${tokens}`)
  const cpu = server.cpuSeconds() - cpuBefore
  for (const socket of sockets) socket.disconnect()
  return { rate: tokens / (tookMs / 1_000), cpuPer100k: (cpu / tokens) * 100_000 }
}

async function compare(ours, bare, count, options = {}) {
  const own = []
  const reference = []
  for (let round = 0; round < rounds; round++) {
    progress(
      `${count} clients × ${tokensPerClient} tokens, round ${round + 1} of ${rounds}${options.yields ? ', yielding' : ''}`,
    )
    reference.push(await bareRound(bare, count, options))
    own.push(await chatwrightRound(ours, count, options))
  }
  const tokensPerSecond = median(own.map(({ rate }) => rate))
  const bareSocketIoTokensPerSecond = median(reference.map(({ rate }) => rate))
  return {
    tokensPerSecond: Math.round(tokensPerSecond),
    bareSocketIoTokensPerSecond: Math.round(bareSocketIoTokensPerSecond),
    ratio: round(tokensPerSecond / bareSocketIoTokensPerSecond),
    cpuSecondsPer100kTokens: median(own.map(({ cpuPer100k }) => cpuPer100k)),
    bareCpuSecondsPer100kTokens: median(reference.map(({ cpuPer100k }) => cpuPer100k)),
  }
}

/** From just before the call that says a word to the client's frame, on one monotonic clock. */
async function pacedLatency(server) {
  progress('100 clients × 50 tokens/s for 10 s')
  const latencies = []
  const clients = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const client = new ChatClient(server.url)
      await client.connect()
      await client.open()
      client.onDelta = ({ text }) => {
        const now = process.hrtime.bigint()
        for (const stamp of text.trim().split(' ')) latencies.push(Number(now - BigInt(stamp)) / 1e6)
      }
      return client
    }),
  )
  await burst(clients, async (client) => {
    const { runId, answered } = client.say({ tokens: 500, everyMs: 20, stamped: true })
    await Promise.all([answered, client.ended(runId)])
  })
  for (const client of clients) client.close()
  return { p50: percentile(latencies, 50), p99: percentile(latencies, 99), tokens: latencies.length }
}

async function firstToken(server) {
  progress('first token, 200 messages one after the other')
  const client = new ChatClient(server.url)
  await client.connect()
  await client.open()
  const times = []
  for (let count = 0; count < 200; count++) {
    const sentAt = performance.now()
    const { runId, answered } = client.say({ tokens: 1 })
    const ended = client.ended(runId)
    await new Promise((resolve) => (client.onDelta = resolve))
    times.push(performance.now() - sentAt)
    await Promise.all([answered, ended])
  }
  client.close()
  return { p50: percentile(times, 50), p99: percentile(times, 99) }
}

const ours = await startChatwright('stream.ts')
const bare = await startBare()
try {
  await chatwrightRound(ours, 10, {})
  await bareRound(bare, 10, {})
  const clients = {}
  for (const count of [1, 50, 200]) clients[count] = await compare(ours, bare, count)
  const yielding = { 50: await compare(ours, bare, 50, { yields: true }) }
  const addedLatencyMs = await pacedLatency(ours)
  const firstTokenMs = await firstToken(ours)
  report({ clients, yielding, addedLatencyMs, firstTokenMs })
} finally {
  await Promise.all([ours.stop(), bare.stop()])
}
