import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { CommandLine } from './command-line.ts'
import { axeProblems } from './axe.ts'
import { answers, answerText, browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/talk.ts', import.meta.url)

it.each(['throw', 'throw at once'])(
  '%s: one card where it happened, what was said stays, the next is answered',
  async (how) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, how)
    const card = page.locator('.turn .trouble')
    await card.waitFor()
    expect(await card.innerText()).toContain('The shelf fell down.')
    expect(await card.getAttribute('role')).toBe('alert')
    expect(await answers(page).getAttribute('data-state')).toBe('failed')
    expect(await answerText(page)).toBe(how === 'throw' ? 'So far so good.' : '')
    expect(await page.locator('.toast').count()).toBe(0)
    const log = await page.locator('#log').innerText()
    await page.reload()
    await eventually(() => page.locator('#log').innerText()).toBe(log)
    await say(page, 'hello')
    await eventually(() => answers(page).last().innerText()).toContain('You said: hello')
    expect(await card.count()).toBe(1)
  },
)

it('readers of a served app are not told what it threw, but an id that is in the log', async () => {
  await using chat = await startTestChat(app, { web: true, showErrors: false })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'throw')
  const card = page.locator('.turn .trouble')
  await card.waitFor()
  expect(await page.locator('body').innerText()).not.toContain('shelf')
  const [id = 'none'] = /[0-9a-f]{8}/.exec(await card.innerText()) ?? []
  expect(chat.logs.some((line) => JSON.stringify(line).includes(id))).toBe(true)
})

const source = (answer: string) => `import { createApp } from 'chatwright'

const app = createApp({ name: 'Draft' })
app.onMessage(async (message, chat) => {
  await chat.send(${answer})
})
export default app
`

it('in development a syntax error is shown with its place, and gone when it is mended; the thread stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
  const file = join(folder, 'app.ts')
  try {
    writeFileSync(file, source("'one'"))
    await using server = await CommandLine.run('dev', file)
    await using visitor = await browser.visit(server.url)
    const page = await visitor.open()
    await say(page, 'hello')
    await eventually(() => answerText(page)).toBe('one')
    await page.locator('#chat-input').pressSequentially('unsent')

    writeFileSync(file, source("'two' +"))
    const card = page.locator('#app-error')
    await card.waitFor()
    expect(await axeProblems(page)).toEqual([])
    expect(await card.innerText()).toContain('app.ts:5')
    expect(await card.locator('pre').innerText()).toContain("await chat.send('two' +)")
    expect(await answerText(page)).toBe('one')

    writeFileSync(file, source("'two'"))
    await eventually(() => card.count()).toBe(0)
    expect(await page.inputValue('#chat-input')).toBe('unsent')
    await page.press('#chat-input', 'Enter')
    await eventually(() => answers(page).last().innerText()).toContain('two')
    expect(await answers(page).count()).toBe(2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
