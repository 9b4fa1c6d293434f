import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../packages/chatwright/bin/chatwright.js', import.meta.url))
const ticksPerSecond = 100

/** Starts Chatwright's own command line on an app of `bench/apps`, in a process of its own. */
export async function startChatwright(app, flags = []) {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-bench-'))
  const file = fileURLToPath(new URL(`../apps/${app}`, import.meta.url))
  const args = [
    cli,
    'start',
    file,
    '--headless',
    '--port',
    port,
    '--host',
    '127.0.0.1',
    '--data-dir',
    dataDir,
    '--log-level',
    'warn',
    ...flags,
  ]
  const server = await startProcess(process.execPath, args.map(String), `http://127.0.0.1:${port}`)
  return {
    ...server,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts a bare Socket.IO server that sends one event for each token. */
export async function startBare() {
  const port = await freePort()
  return startProcess(
    process.execPath,
    [fileURLToPath(new URL('bare-server.mjs', import.meta.url)), String(port)],
    `http://127.0.0.1:${port}`,
  )
}

async function startProcess(command, args, url) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const startedAt = performance.now()
  let exited = false
  child.once('exit', () => (exited = true))
  for (;;) {
    if (exited) throw new Error(`${args[0]} ended before it answered`)
    const answer = await fetch(`${url}/health`).catch(() => null)
    if (answer?.ok) break
    await answer?.arrayBuffer()
    if (performance.now() - startedAt > 30_000) throw new Error(`${args[0]} did not answer within 30 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    url,
    pid: child.pid,
    /** CPU time used so far, in seconds, of all threads. */
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    },
    rssMb() {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
    },
    async stop() {
      if (exited) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 8_000)
      await once(child, 'exit')
      clearTimeout(timer)
    },
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
