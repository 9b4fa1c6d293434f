import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('../stop/apps/asking-later.ts', import.meta.url))
const browser = browserForTests()

it('what nobody waits with is answered later: the list shows where, and the composer stays for what is said now', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const mark = page.locator('.thread').getByLabel('Waits for your answer')
  await say(page, 'name')
  const field = page.locator('.ask').getByLabel('Your answer')
  await field.waitFor()
  await mark.waitFor()
  expect(await page.locator('.answering').count()).toBe(0)
  expect(await page.locator('#stop-button').count()).toBe(0)
  await say(page, 'hello')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('You said hello')
  expect(await field.count()).toBe(1)
  await say(page, 'slot')
  await page.getByRole('button', { name: 'Sunday' }).waitFor()
  // A digit answers what is waited for now, and nothing else.
  await page.locator('.log').click()
  await page.keyboard.press('1')
  expect(await axeProblems(page)).toEqual([])

  await page.goto(new URL('/', page.url()).href)
  await mark.waitFor()
  await page.locator('.thread').first().click()
  await page.getByRole('button', { name: 'Sunday' }).click()
  await eventually(() => page.locator('.turn').last().innerText()).toContain('"value":"sun"')
  await mark.waitFor()
  await field.fill('Bo')
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('"value":"Bo"')
  await eventually(() => page.locator('.user').last().innerText()).toContain('Bo')
  await eventually(() => mark.count()).toBe(0)
  const before = await page.locator('.log').innerText()
  await page.reload()
  await eventually(() => page.locator('.log').innerText()).toBe(before)
  expect(await axeProblems(page)).toEqual([])
})

it('on a phone, in the dark: what can be answered until when, and that it was too late', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, colorScheme: 'dark' })
  const page = await visitor.open()
  await say(page, 'form 90000000')
  await page.locator('.ask').getByText('Answer until').waitFor()
  await say(page, 'slot 1000')
  await page.getByText('Nobody answered in time.').waitFor()
  await eventually(() => page.locator('.turn').last().innerText()).toContain('"status":"expired"')
  expect(await axeProblems(page)).toEqual([])
})
