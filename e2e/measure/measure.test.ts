import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestTab, type TestTab } from 'chatwright/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ServedApp } from '../lib/cli.ts'

const app = new URL('./apps/traced.ts', import.meta.url)
const token = 'a-token-of-at-least-32-characters-x'
const bearer = { authorization: `Bearer ${token}` }

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function waits(tab: TestTab, text: string): Promise<string> {
  const { id } = await tab.send(text)
  await expect.poll(() => tab.steps.filter(({ runId }) => runId === id).length).toBeGreaterThan(0)
  return id
}

function stop(served: ServedApp, threadId: string, body: object = {}): Promise<Response> {
  return fetch(`${served.url}api/threads/${threadId}/stop`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function metricsOf(served: ServedApp): Promise<(line: string) => number | null> {
  const text = await (await fetch(`${served.url}metrics`, { headers: bearer })).text()
  return (line) => {
    const found = text.split('\n').find((one) => one.startsWith(`${line} `))
    return found === undefined ? null : Number(found.slice(line.length + 1))
  }
}

it('served from the command line: stopped by another system, measured, and traced in the worker', async () => {
  const spans = join(dataDir, 'spans.jsonl')
  const env = { SPANS: spans, CHATWRIGHT_METRICS_TOKEN: token, CHATWRIGHT_API_TOKEN: token }
  await using served = await ServedApp.start(app, { dataDir, env, flags: ['--metrics'] })
  await using tab = await openTestTab({ url: served.url })

  const waiting = await waits(tab, 'wait')
  await expect.poll(() => tab.steps.length).toBe(2)
  const answer = await stop(served, tab.threadId, { runId: waiting, source: 'test' })
  expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'stopping', runIds: [waiting] }])
  await expect.poll(() => tab.events.filter(({ type }) => type === 'run-settled').length).toBe(1)
  expect(tab.runs.find(({ id }) => id === waiting)).toMatchObject({ state: 'stopped', cause: 'api' })

  const read = readFileSync(spans, 'utf8')
  const all = read
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; spanId: string; parentId: string | null; traceId: string })
  const line = (name: string): string[] => {
    const span = all.find((one) => one.name === name)
    const parent = all.find(({ spanId }) => spanId === span?.parentId)
    return [name, ...(parent ? line(parent.name) : [])]
  }
  expect(line('query')).toEqual(['query', 'Look up', 'invoke_agent Traced'])
  expect(line('Wait')).toEqual(['Wait', 'invoke_agent Traced'])
  expect(all.find(({ name }) => name === 'invoke_agent Traced')).toMatchObject({
    parentId: null,
    status: { code: 0 },
    attributes: {
      'chatwright.run.id': waiting,
      'chatwright.stop.cause': 'api',
      'chatwright.stop.stage': 'cooperative',
    },
  })

  const blocked = await waits(tab, 'block')
  await stop(served, tab.threadId)
  await expect.poll(() => tab.events.filter(({ type }) => type === 'run-settled').length, { timeout: 10_000 }).toBe(2)
  expect(tab.runs.find(({ id }) => id === blocked)).toMatchObject({ state: 'stopped', cause: 'api' })
  const valueOf = await metricsOf(served)
  expect(valueOf('chatwright_runs_total{kind="message",state="stopped"}')).toBe(2)
  expect(valueOf('chatwright_stops_total{cause="api"}')).toBe(2)
  expect(valueOf('chatwright_stops_killed_total')).toBe(1)
  expect(valueOf('chatwright_stop_settle_seconds_count{stage="killed"}')).toBe(1)
  expect(valueOf('chatwright_stop_settle_seconds_sum{stage="killed"}')).toBeGreaterThan(2)
  expect(valueOf('chatwright_stop_fence_seconds_count')).toBe(2)
  expect(valueOf('chatwright_connections')).toBe(1)

  // what is left works, and the tokens stand nowhere
  expect(await tab.say('hello')).toBe('Here I am.')
  expect((await fetch(`${served.url}metrics`)).status).toBe(401)
  expect(served.output + read).not.toContain(token)
})

it('without a word of it there is neither door, and nothing is traced', async () => {
  await using served = await ServedApp.start(app, { dataDir })
  await using tab = await openTestTab({ url: served.url })
  const id = await waits(tab, 'wait')
  expect((await stop(served, tab.threadId)).status).toBe(404)
  const page = await fetch(`${served.url}metrics`, { headers: bearer })
  expect(await page.text()).not.toContain('chatwright_runs_total')
  expect(tab.runs.find((run) => run.id === id)?.state).toBe('running')
})

it('a package that is missing, or a token that is weak, keeps it from starting and is named', async () => {
  const config = join(dataDir, 'chatwright.config.ts')
  const file = join(dataDir, 'app.ts')
  writeFileSync(
    file,
    `import { createApp } from 'chatwright'\nconst app = createApp()\napp.onMessage(() => {})\nexport default app\n`,
  )
  const withoutPackage = join(dataDir, 'hook.mjs')
  const hook = `export async function resolve(name, context, next) {
    if (name !== 'prom-client') return next(name, context)
    throw Object.assign(new Error("Cannot find package 'prom-client'"), { code: 'ERR_MODULE_NOT_FOUND' })
  }`
  writeFileSync(
    withoutPackage,
    `import { register } from 'node:module'\nregister(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)})\n`,
  )
  const env = { NODE_OPTIONS: `--import ${withoutPackage}` }
  const unmeasured = await ServedApp.start(file, { dataDir: join(dataDir, 'data'), flags: ['--metrics'], env }).catch(
    (error: Error) => error.message,
  )
  expect(unmeasured).toContain("the package 'prom-client' is not installed")
  expect(unmeasured).toContain('npm install prom-client')
  await using other = await ServedApp.start(file, { dataDir: join(dataDir, 'data'), env })
  expect((await fetch(`${other.url}health`)).status).toBe(200)
  await other.end()

  writeFileSync(config, `export default { api: { token: 'short' } }\n`)
  const failed = await ServedApp.start(file, { dataDir: join(dataDir, 'data') }).catch((error: Error) => error.message)
  expect(failed).toContain('api.token must be a text of at least 32 characters, and is one of 5')
  expect(failed).not.toContain('short')
})
