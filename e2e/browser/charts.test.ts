import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone, say } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/charts.ts', import.meta.url)

const bars = (page: Page) => page.locator('.chart .bars .point path')
const fillOf = (page: Page) =>
  page
    .locator('.chart .xtick text')
    .first()
    .evaluate((text) => getComputedStyle(text).fill)

it.each(['light', 'dark'] as const)(
  'ELEM-10: bars, a word at the pointer, and the numbers as a table, %s',
  async (colorScheme) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { colorScheme })
    const page = await visitor.open()
    await say(page, 'bars')
    await eventually(() => bars(page).count()).toBe(3)
    const place = page.locator('.chart-place')
    expect(await place.getAttribute('aria-label')).toBe('Visitors')
    const box = await place.boundingBox()
    expect(Math.round(box?.height ?? 0)).toBe(300)
    const bar = await bars(page).nth(1).boundingBox()
    await page.mouse.move((bar?.x ?? 0) + (bar?.width ?? 0) / 2, (bar?.y ?? 0) + 10)
    await eventually(() => page.locator('.chart .hoverlayer').textContent()).toContain('20')
    await page.getByText('Data', { exact: true }).click()
    expect(await page.locator('.chart-data tr').allInnerTexts()).toEqual(['\tA', 'Mon\t10', 'Tue\t20', 'Wed\t15'])
    expect(await axeProblems(page)).toEqual([])
  },
)

it('ELEM-10: as wide as its place, changed by the server without being drawn anew, and as the theme is', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'grow')
  await eventually(() => bars(page).count()).toBe(3)
  const drawn = await page.locator('.chart .main-svg').first().elementHandle()
  await eventually(() => bars(page).count()).toBe(6)
  expect(await drawn?.evaluate((svg) => svg.isConnected)).toBe(true)
  const wide = (await page.locator('.chart .main-svg').first().boundingBox())?.width ?? 0
  await page.setViewportSize(phone)
  await eventually(
    async () => (await page.locator('.chart .main-svg').first().boundingBox())?.width ?? wide,
  ).toBeLessThan(360)
  const light = await fillOf(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await eventually(() => fillOf(page)).not.toBe(light)
  await page.reload()
  await eventually(() => bars(page).count()).toBe(6)
})

it('ELEM-10: 400 pixels high where the figure says nothing, and as wide as the panel is drawn', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'beside')
  const place = (of: string) => page.locator(`${of} .chart-place`).evaluate(({ clientHeight }) => clientHeight)
  const width = (of: string) =>
    page
      .locator(`${of} .chart .main-svg`)
      .first()
      .evaluate((svg) => Math.round(svg.getBoundingClientRect().width))
  const isFilled = async (of: string): Promise<number> =>
    Math.abs((await width(of)) - (await page.locator(`${of} .chart-place`).evaluate((one) => one.clientWidth)))
  await eventually(() => bars(page).count()).toBe(6)
  expect([await place('.turn'), await place('.panel')]).toEqual([400, 400])
  await eventually(() => isFilled('.panel')).toBeLessThan(2)
  const before = await width('.panel')
  await page.getByRole('separator').focus()
  await page.keyboard.press('ArrowLeft')
  await eventually(() => width('.panel')).toBe(before + 32)
  for (let time = 0; time < 3; time++) await page.keyboard.press('ArrowRight')
  await eventually(() => width('.panel')).toBe(before - 64)
  await eventually(() => isFilled('.turn')).toBeLessThan(2)
})

it('17: a figure that wants to load, link or run does nothing; what is no figure is refused where it is made', async () => {
  await using chat = await startTestChat(app, { web: true })
  // Links in a chart would have a style of their own.
  await using visitor = await browser.visit(chat.url, { expected: [/Applying inline style violates/] })
  const page = await visitor.open()
  await say(page, 'hostile')
  await eventually(() => bars(page).count()).toBe(1)
  expect(await page.locator('.chart a[href^="javascript"], .chart script, .chart iframe').count()).toBe(0)
  expect(await page.title()).not.toContain('taken')
  for (const job of ['3d', 'nothing', 'function']) {
    await say(page, job)
    await page.locator('.trouble').last().waitFor()
  }
  expect(await page.locator('.trouble').allInnerTexts()).toEqual([
    expect.stringContaining('got "surface"'),
    expect.stringContaining('expected { data'),
    expect.stringContaining('expected JSON values'),
  ])
})

it('ELEM-11: what was drawn on the server is shown as large as it is', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'static')
  const pictures = page.locator('.inline-image img')
  await eventually(() =>
    pictures.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth)),
  ).toEqual([380, 320])
})
