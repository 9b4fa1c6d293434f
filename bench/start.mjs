import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ChatClient } from './lib/chat-client.mjs'
import { progress, report } from './lib/report.mjs'
import { freePort, startChatwright } from './lib/server.mjs'
import { median, round } from './lib/statistics.mjs'

/** How long a start takes, to the first page and to an app that answers, and what an idle connection costs. */
const cli = fileURLToPath(new URL('../packages/chatwright/bin/chatwright.js', import.meta.url))
const app = fileURLToPath(new URL('apps/stream.ts', import.meta.url))

async function coldStart() {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-bench-'))
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [cli, 'start', app, '--headless', '--port', String(port), '--data-dir', dataDir, '--log-level', 'warn'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const until = async (path) => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
      await answer?.arrayBuffer()
      if (answer?.ok) return performance.now() - startedAt
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  }
  const pageMs = await until('/')
  const readyMs = await until('/health')
  child.kill('SIGTERM')
  await once(child, 'exit')
  rmSync(dataDir, { recursive: true, force: true })
  return { pageMs, readyMs }
}

const starts = []
for (let count = 1; count <= 7; count++) {
  progress(`cold start ${count} of 7`)
  starts.push(await coldStart())
}

progress('memory: idle, then with 500 connections that opened a chat')
const server = await startChatwright('stream.ts')
const settle = () => new Promise((resolve) => setTimeout(resolve, 3_000))
await settle()
const rssIdleMb = server.rssMb()
const clients = []
for (let count = 0; count < 500; count++) {
  const client = new ChatClient(server.url)
  await client.connect()
  await client.open()
  clients.push(client)
}
await settle()
const rssFullMb = server.rssMb()
for (const client of clients) client.close()
await server.stop()

report({
  coldStartMs: Math.round(median(starts.map(({ pageMs }) => pageMs))),
  appReadyMs: Math.round(median(starts.map(({ readyMs }) => readyMs))),
  rssIdleMb: round(rssIdleMb, 1),
  rssWith500Mb: round(rssFullMb, 1),
  kbPerIdleConnection: round(((rssFullMb - rssIdleMb) * 1024) / clients.length, 1),
})
