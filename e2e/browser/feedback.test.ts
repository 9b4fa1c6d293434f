import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestChat } from 'chatwright/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, phone, say } from './lib.ts'

const app = new URL('../stop/apps/feedback.ts', import.meta.url)
const browser = browserForTests()

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])('PERS-11. a thumb records at once and offers a comment; kept after a reload: $colorScheme', async (options) => {
  const file = join(mkdtempSync(join(tmpdir(), 'chatwright-feedback-')), 'heard.jsonl')
  vi.stubEnv('FEEDBACK_FILE', file)
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, options)
  const page = await visitor.open()
  await say(page, 'this')
  const down = page.getByRole('button', { name: 'Bad answer' })
  const up = page.getByRole('button', { name: 'Good answer' })
  const pressed = async (): Promise<(string | null)[]> =>
    Promise.all([up.getAttribute('aria-pressed'), down.getAttribute('aria-pressed')])
  await down.waitFor()
  expect(await axeProblems(page)).toEqual([])
  // One bar for all the messages of an answer, under the last of them.
  const messages = answers(page).first().locator('.message')
  expect(await messages.allInnerTexts()).toEqual(['A first part.', 'An answer to this.'])
  expect(await page.locator('[data-feedback]').count()).toBe(2)
  const [message, thumb] = await Promise.all([messages.last().boundingBox(), down.boundingBox()])
  expect(thumb?.y).toBeGreaterThanOrEqual((message?.y ?? Infinity) + (message?.height ?? 0))

  // By key; the focus stays where it was.
  await down.focus()
  await page.keyboard.press('Enter')
  await eventually(pressed).toEqual(['false', 'true'])
  const why = page.getByRole('textbox', { name: 'Noted. What was wrong?' })
  await why.waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-feedback'))).toBe('down')
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/feedback-${options.colorScheme}.png` })

  // Closed without a word nothing more is recorded.
  await why.fill('never sent')
  await page.keyboard.press('Escape')
  await eventually(() => why.count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-feedback'))).toBe('down')
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1)
  // It is the last message that is judged.
  expect(readFileSync(file, 'utf8')).toContain('"text":"An answer to this."')
  const stored = await chat.stored(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect(stored?.feedbacks.map(({ messageId }) => messageId)).toEqual([
    await messages.last().getAttribute('data-message-id'),
  ])

  await page.getByRole('button', { name: 'Add comment' }).click()
  await eventually(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.getByRole('button', { name: 'Wrong', exact: true }).click()
  await why.fill('It opens at ten.')
  await page.getByRole('button', { name: 'Add comment' }).click()
  await eventually(() => why.count()).toBe(0)
  await eventually(() => readFileSync(file, 'utf8')).toContain('"reasons":["Wrong"],"comment":"It opens at ten."')

  await page.reload()
  await eventually(pressed).toEqual(['false', 'true'])
  await page.getByRole('button', { name: 'Your comment' }).click()
  expect(await why.inputValue()).toBe('It opens at ten.')
  expect(await page.getByRole('button', { name: 'Wrong', exact: true }).getAttribute('aria-pressed')).toBe('true')
  await page.getByRole('button', { name: 'Close', exact: true }).click()

  // Another mind, then none.
  await up.click()
  await eventually(pressed).toEqual(['true', 'false'])
  await page.getByRole('textbox', { name: 'Noted. What was good?' }).waitFor()
  await up.click()
  await eventually(pressed).toEqual(['false', 'false'])
  await eventually(() => page.locator('.feedback-card').count()).toBe(0)
  await page.reload()
  await up.waitFor()
  expect(await pressed()).toEqual(['false', 'false'])

  // The next answer has a bar of its own.
  await say(page, 'that')
  await eventually(() => answers(page).last().locator('[data-feedback]').count()).toBe(2)
  expect(await page.locator('[data-feedback]').count()).toBe(4)
})
