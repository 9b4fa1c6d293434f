import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/gallery.ts', import.meta.url))
const waiting = fileURLToPath(new URL('./apps/panel-waits.ts', import.meta.url))
const browser = browserForTests()

const lastTurn = (page: Page) => page.locator('.turn').last()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className)

it('SIDE-01: a panel that waits opens when its reader asks, as wide as the app has it, and nothing is lost', async () => {
  await using chat = await startTestChat(waiting, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const content = page.locator('#side-view-content')
  const door = page.locator('#side-view-open')
  const width = () => page.locator('.panel').evaluate((panel) => panel.getBoundingClientRect().width)
  const { SHOTS } = process.env

  await say(page, 'side')
  const [chip, card] = [page.locator('.element-link'), lastTurn(page).locator('button.file')]
  await card.waitFor()
  await pause(500)
  expect([await page.locator('.panel').count(), await door.count()]).toEqual([0, 0])
  await chip.click()
  await eventually(() => content.innerText()).toContain('The plan')
  await eventually(width).toBe(560)

  // What the reader has opened stays, and what the app shows is one press away.
  await say(page, 'open')
  await door.waitFor()
  expect(await content.innerText()).toContain('The plan')
  await page.locator('#side-view-close').click()
  await eventually(() => page.locator('.panel').count()).toBe(0)
  await page.reload()
  await door.waitFor()
  expect(await door.getAttribute('aria-label')).toBe('Open panel: Sources')
  await pause(500)
  expect(await page.locator('.panel').count()).toBe(0)
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/panel-door.png` })
  expect(await axeProblems(page)).toEqual([])
  await door.focus()
  await page.keyboard.press('Enter')
  await eventually(() => content.innerText()).toContain('A book')
  await eventually(() => focused(page)).toBe('side-view-content')
  expect(await door.count()).toBe(0)
  await page.getByRole('tab', { name: 'A song' }).click()

  // It is open because its reader wanted it: what the app shows instead is shown.
  await say(page, 'replace')
  await eventually(() => content.innerText()).toContain('Notes')
  await content.focus()
  await page.keyboard.press('Escape')
  await door.waitFor()
  await eventually(() => focused(page)).toBe('side-view-open')
  await say(page, 'open')
  await eventually(() => door.innerText()).toBe('Sources')
  expect(await page.locator('.panel').count()).toBe(0)
  await say(page, 'close')
  await eventually(() => door.count()).toBe(0)

  await page.locator('#chat-input').fill('slow')
  await page.keyboard.press('Enter')
  await eventually(() => door.innerText()).toBe('Halfway')
  await page.keyboard.press('Escape')
  await pause(3_000)
  expect(await door.innerText()).toBe('Halfway')
  await door.click()
  await eventually(() => content.innerText()).toContain('Half')
  const handle = page.getByRole('separator')
  await handle.focus()
  await page.keyboard.press('ArrowRight')
  await eventually(width).toBe(528)
  await page.reload()
  await door.click()
  await eventually(width).toBe(528)
  await handle.dblclick()
  await eventually(width).toBe(560)
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/panel-wide.png` })
})

it('SIDE-01: on a phone a panel that waits has its button, too', async () => {
  await using chat = await startTestChat(waiting, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, colorScheme: 'dark' })
  const page = await visitor.open()
  await say(page, 'open')
  const door = page.locator('#side-view-open')
  await door.waitFor()
  expect(await page.locator('.panel').count()).toBe(0)
  await pause(300)
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/panel-door-phone.png` })
  expect(await axeProblems(page)).toEqual([])
  await door.click()
  await eventually(() => page.locator('#side-view-content').innerText()).toContain('A book')
  await eventually(() => page.locator('.panel').boundingBox()).toMatchObject({ x: 0, width: 390 })
  await page.locator('#side-view-close').click()
  await door.waitFor()
})

it('SIDE-01: what a reader closed has a button that opens it again', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'replace')
  const content = page.locator('#side-view-content')
  await eventually(() => content.innerText()).toContain('Replaced')
  await page.locator('#side-view-close').click()
  await page.locator('#side-view-open').click()
  await eventually(() => content.innerText()).toContain('Replaced')
})
