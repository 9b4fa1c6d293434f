import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestTab } from 'chatwright/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ServedApp } from '../lib/cli.ts'
import { FakeModel } from '../lib/fake-model.ts'
import { ask, ended, hasSaid, pause, runOf, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/worker.ts', import.meta.url)
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('42. SIGTERM: the run ends as stopped with cause shutdown, stored, told, and the process ends well', async () => {
  await using model = await FakeModel.start()
  const first = await ServedApp.start(app, { dataDir, flags: ['--log-level', 'warn'] })
  const tab = await openTestTab({ url: first.url })
  const { runId } = ask(tab, { do: 'model', url: model.url('/stream') })
  await hasSaid(tab, runId, 100)
  expect(await first.end('SIGTERM')).toBe(0)
  await expect.poll(() => model.requests[0]?.closedAt).not.toBeNull()
  expect(await ended(tab, runId)).toMatchObject({ state: 'stopped', cause: 'shutdown' })
  const said = saidBy(tab, runId)
  await using second = await ServedApp.start(app, { dataDir, port: first.port })
  await using later = await openTestTab({ url: second.url, threadId: tab.threadId })
  expect(await ended(later, runId)).toMatchObject({ state: 'stopped', cause: 'shutdown' })
  expect(saidBy(later, runId)).toBe(said)
  await tab.close()
})

it('42b. kill -9: the run is lost with its partial text at most a second behind, and nothing is revived', async () => {
  const first = await ServedApp.start(app, { dataDir, flags: ['--log-level', 'warn'] })
  const tab = await openTestTab({ url: first.url })
  const words = ask(tab, { do: 'words' })
  await hasSaid(tab, words.runId, 400)
  const seenBefore = saidBy(tab, words.runId)
  await pause(1_500)
  await first.end('SIGKILL')
  await using second = await ServedApp.start(app, { dataDir, port: first.port })
  await using later = await openTestTab({ url: second.url, threadId: tab.threadId })
  expect(await ended(later, words.runId)).toMatchObject({ state: 'lost', error: { code: 'host_lost' } })
  const kept = saidBy(later, words.runId)
  expect(kept.startsWith(seenBefore)).toBe(true)
  await tab.reconnect()
  await ended(tab, words.runId)
  expect(saidBy(tab, words.runId)).toBe(kept)
  await pause(500)
  expect(saidBy(later, words.runId)).toBe(kept)
  const echo = ask(later, { do: 'echo' })
  expect(await ended(later, echo.runId)).toMatchObject({ state: 'completed' })
  await tab.close()
})

it('42c. kill -9 right after a stop: the run stays stopped', async () => {
  const first = await ServedApp.start(app, { dataDir, flags: ['--log-level', 'warn'] })
  const tab = await openTestTab({ url: first.url })
  const { runId } = ask(tab, { do: 'words' })
  await hasSaid(tab, runId, 100)
  await tab.stop(runId)
  await ended(tab, runId)
  await first.end('SIGKILL')
  await using second = await ServedApp.start(app, { dataDir, port: first.port })
  await using later = await openTestTab({ url: second.url, threadId: tab.threadId })
  expect(await ended(later, runId)).toMatchObject({ state: 'stopped' })
  expect(saidBy(later, runId)).toBe(saidBy(tab, runId))
  expect(runOf(later, runId)?.notice).toMatchObject({ text: 'Stopped by user.' })
  await tab.close()
})

it('refuses a second process on the same data folder, and says why', async () => {
  await using first = await ServedApp.start(app, { dataDir })
  await expect(ServedApp.start(app, { dataDir })).rejects.toThrow(/data folder/)
  expect((await fetch(`${first.url}health`)).status).toBe(200)
})
