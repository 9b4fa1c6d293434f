import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePdf } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/gallery.ts', import.meta.url))
const browser = browserForTests()

const shownPage = (page: Page) => page.locator('.side-pdf canvas').getAttribute('data-page')
const found = (page: Page) => page.locator('.pdf-find [role=status]').innerText()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function openPlan(page: Page, words: string): Promise<void> {
  const before = await page.locator('.inline-pdf').count()
  await say(page, words)
  await page.locator('.inline-pdf').nth(before).click()
  await page.locator('.side-pdf canvas[data-page]').waitFor()
}

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])(
  'ELEM-06: words are found in it, by keys and buttons, each marked where it stands: $colorScheme',
  async (options) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, options)
    const page = await visitor.open()
    await openPlan(page, 'plan 5')
    await press(page, 'Find in it')
    await page.keyboard.type('tiles of LISBON')
    await eventually(() => found(page)).toBe('1 of 5')
    await page.locator('.pdf-mark.is-current').waitFor()
    // Over the words themselves, in the middle of what is seen.
    const mark = await page.locator('.pdf-mark.is-current').boundingBox()
    const words = await page.locator('.pdf-words span', { hasText: 'The tiles of Lisbon' }).boundingBox()
    expect(Math.abs((mark?.y ?? 0) - (words?.y ?? 99))).toBeLessThan(6)
    expect(mark?.x).toBeGreaterThan(words?.x ?? 0)
    expect(mark?.width).toBeLessThan(words?.width ?? 0)
    const { SHOTS } = process.env
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/pdf-find-${options.colorScheme}.png` })
    expect(await axeProblems(page)).toEqual([])

    await page.keyboard.press('Enter')
    await eventually(() => shownPage(page)).toBe('2')
    expect(await found(page)).toBe('2 of 5')
    await press(page, 'Place before')
    await press(page, 'Place before')
    await eventually(() => found(page)).toBe('5 of 5')
    await eventually(() => shownPage(page)).toBe('5')
    await page.getByRole('textbox', { name: 'Find in it' }).fill('page 3')
    await eventually(() => shownPage(page)).toBe('3')
    await eventually(() => found(page)).toBe('1 of 1')
    await page.getByRole('textbox', { name: 'Find in it' }).fill('elephants')
    await eventually(() => found(page)).toBe('Not found')
    expect(await page.locator('.pdf-mark').count()).toBe(0)
    // Escape ends the search and leaves the document open, with the focus where it was begun.
    await page.keyboard.press('Escape')
    expect(await page.locator('.pdf-find').count()).toBe(0)
    expect(await page.locator('.side-pdf').count()).toBe(1)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Find in it')
  },
)

it('ELEM-06: two hundred pages are searched while they are read, and another search takes the place of one', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await openPlan(page, 'plan 200')
  await press(page, 'Find in it')
  const field = page.getByRole('textbox', { name: 'Find in it' })
  for (const text of ['t', 'ti', 'til', 'tiles']) await field.fill(text)
  await eventually(() => found(page)).toBe('1 of 200')
  await field.fill('page 177 of')
  await eventually(() => shownPage(page)).toBe('177')
  await eventually(() => found(page)).toBe('1 of 1')
})

it('ELEM-06: opens at the passage that the app points at, or says that it is not there', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await openPlan(page, 'plan 5 PAGE 4 of5 The tiles')
  await eventually(() => shownPage(page)).toBe('4')
  await eventually(() => page.locator('.pdf-mark.is-current').count()).toBe(2) // over two lines
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Next page' }).click()
  await eventually(() => shownPage(page)).toBe('5')
  await page.keyboard.press('Escape')
  await page.reload()
  await page.locator('.inline-pdf').last().click()
  await eventually(() => shownPage(page)).toBe('4')
  await page.keyboard.press('Escape')
  await openPlan(page, 'plan 2 an elephant')
  await page.getByText('The passage that was meant is not found in it.').waitFor()
  expect(await shownPage(page)).toBe('1')
})

it('ELEM-06: its words can be copied, it is as near as can be and no nearer, saved under its name, and printed', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await openPlan(page, 'plan 3')
  await page.locator('.pdf-words span', { hasText: 'The tiles' }).dblclick({ position: { x: 8, y: 5 } })
  expect((await page.evaluate(() => getSelection()?.toString()))?.trim()).toBe('The')
  const zoom = () => page.locator('.pdf-zoom').innerText()
  for (const [name, end] of [
    ['Larger', '300 %'],
    ['Smaller', '50 %'],
  ] as const) {
    const button = page.getByRole('button', { name, exact: true })
    while (await button.isEnabled()) await button.click()
    expect(await zoom()).toBe(end)
  }
  const dialog = page.getByRole('dialog')
  const saving = page.waitForEvent('download')
  await dialog.getByRole('link', { name: /Save|Download/ }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('Grüße, ein Plan.pdf')
  expect(await readFile(await saved.path())).toEqual(samplePdf(3))
  const print = page.getByRole('link', { name: 'Print: opens in a new tab' })
  expect(await print.getAttribute('target')).toBe('_blank')
  const answer = await page.request.get(new URL((await print.getAttribute('href')) ?? '', chat.url).href)
  expect(answer.headers()['content-disposition']).toMatch(/^inline/)
  expect(answer.headers()['content-type']).toBe('application/pdf')
})
