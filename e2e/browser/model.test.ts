import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CommandLine } from './command-line.ts'
import { answers, answerText, browserForTests, eventually, pause, say } from './lib.ts'
import { expectFrozen, stopRecord, watchStop } from './stop-watch.ts'

const browser = browserForTests()
const assistant = new URL('../../examples/assistant/app.ts', import.meta.url)

/** A request as the model server tells of it. */
interface ModelRequest {
  state: 'generating' | 'finished' | 'closed-by-client'
  tokens: number
}

let server: ChildProcess | null = null
let model: { url: string } | { error: string }

beforeAll(async () => {
  // Forked, so that it ends with this process whatever becomes of it.
  server = fork(fileURLToPath(new URL('../../scripts/model-server/serve.mjs', import.meta.url)), {
    silent: true,
    execArgv: [],
  })
  let output = ''
  let complaints = ''
  server.stderr?.on('data', (data: Buffer) => (complaints += String(data)))
  model = await new Promise((resolve, reject) => {
    server?.stdout?.on('data', (data: Buffer) => {
      output += String(data)
      const line = /^\{.*\}$/m.exec(output)?.[0]
      if (line) resolve(JSON.parse(line) as typeof model)
    })
    server?.on('exit', (code) => reject(new Error(`The model server ended with code ${code}:\n${complaints}`)))
  })
  // The first time it fetches some 100 MB.
}, 600_000)

afterAll(async () => {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const isOver = once(server, 'exit')
  server.kill('SIGTERM')
  await isOver
})

it('a real model is stopped in the browser: it computes no further token, and the next question is answered', async (test) => {
  if ('error' in model) {
    console.warn(`The real model is left out. ${model.error}`)
    return test.skip(model.error)
  }
  const { url } = model
  const requests = async () => (await (await fetch(`${url}/debug/requests`)).json()) as ModelRequest[]
  const models = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] }
  await using app = await CommandLine.run('start', assistant, {
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: 'x',
    OPENAI_MODEL: models.data[0]?.id ?? '',
  })
  await using visitor = await browser.visit(app.url, { initScript: watchStop })
  const page = await visitor.open()
  // The greeting is an answer too; what comes after it is the model's.
  await eventually(() => page.locator('body').innerText()).toContain('Ask me something.')
  await say(page, 'Write a very long story about a lighthouse keeper, with ten chapters. Begin with the first chapter.')
  const story = answers(page).last().locator('.message')
  const length = async () => ((await story.count()) === 0 ? 0 : (await story.innerText()).length)
  await eventually(length, { timeout: 60_000 }).toBeGreaterThan(0)
  const first = await length()
  await eventually(length, { timeout: 60_000 }).toBeGreaterThan(first + 80)
  expect((await requests()).map(({ state }) => state)).toEqual(['generating'])

  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await eventually(async () => (await requests())[0]?.state).toBe('closed-by-client')
  const [stopped] = await requests()
  const text = await answerText(page)
  await pause(3_000)
  expect(await requests()).toEqual([stopped])
  expect(await answerText(page)).toBe(text)
  const record = await stopRecord(page)
  expectFrozen(record)
  expect(record.mostNotices).toBe(1)
  expect(record.toasts).toEqual([])
  expect(await page.locator('.notice .said').allInnerTexts()).toEqual([
    expect.stringMatching(/^Stopped after \d+ s\.$|^Stopped\.$/),
  ])

  await say(page, 'Say hello in one short sentence.')
  await eventually(() => answers(page).last().getAttribute('data-state'), { timeout: 90_000 }).toBe('completed')
  expect((await answers(page).last().locator('.message').innerText()).length).toBeGreaterThan(1)
  expect((await requests()).map(({ state }) => state)).toEqual(['closed-by-client', 'finished'])
  expect(await page.locator('.notice').count()).toBe(1)
}, 240_000)
