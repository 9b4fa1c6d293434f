import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { CommandLine } from './command-line.ts'
import { browserForTests, eventually, pause, phone, say, type PageOptions } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/deaf.ts', import.meta.url)
const shots = process.env['SHOTS']

async function visitDev(options: PageOptions = {}, command: 'dev' | 'start' = 'dev') {
  const server = await CommandLine.run(command, app)
  const visitor = await browser.visit(server.url, options)
  const page = await visitor.open()
  return {
    page,
    report: page.locator('aside.dev'),
    async [Symbol.asyncDispose]() {
      await visitor[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Says a word and, once the work is on its way, presses Stop. */
async function stopAfter(page: Page, word: string): Promise<void> {
  await say(page, word)
  await eventually(() => page.locator('.turn').last().innerText()).toContain('two-day plan')
  await pause(400)
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('.turn').last().getAttribute('data-state')).toBe('stopped')
}

async function picture(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
}

describe('the stop report, in development', () => {
  it('names what was slow with its function, its place and its milliseconds', async () => {
    await using visit = await visitDev()
    const { page, report } = visit
    await stopAfter(page, 'slow')
    await report.waitFor()
    const text = await report.innerText()
    expect(text).toMatch(/It took (?:\d{3} ms|1\.\d s) until all had ended\./)
    expect(text).toMatch(/step Compare fares\ncompareFares, e2e\/browser\/apps\/deaf\.ts:\d+\n/)
    await picture(page, 'slow-light')
  })

  it('names what goes on, and a blocked handler whose worker had to go', async () => {
    await using visit = await visitDev({ colorScheme: 'dark' })
    const { page, report } = visit
    await stopAfter(page, 'hold')
    await report.waitFor()
    const text = await report.innerText()
    expect(text).toContain('work still went on')
    expect(text).toMatch(/step Hold tickets\n[^\n]*deaf\.ts:19\n2\.\d s/)
    await picture(page, 'abandoned-dark')

    await stopAfter(page, 'block')
    await eventually(() => report.innerText()).toMatch(
      /onMessage blocked the event loop, so its worker was ended after 2\.\d s\./,
    )
    await picture(page, 'killed-dark')
  })

  it('says nothing when all ended at once, and nothing to those who use the app', async () => {
    await using visit = await visitDev()
    await stopAfter(visit.page, 'good')
    await pause(2_500)
    expect(await visit.report.count()).toBe(0)

    await using served = await visitDev({}, 'start')
    await stopAfter(served.page, 'hold')
    await pause(3_000)
    expect(await served.report.count()).toBe(0)
    expect(
      await served.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
    ).not.toContainEqual(expect.stringContaining('stop-report'))
  })

  it('is closed by its button and by Escape, from the keyboard, and comes again with the next such stop', async () => {
    await using visit = await visitDev()
    const { page, report } = visit
    await stopAfter(page, 'slow')
    await report.waitFor()
    await page.locator('#chat-input').focus()
    let isReached = false
    for (let tabs = 0; tabs < 30 && !isReached; tabs++) {
      await page.keyboard.press('Tab')
      isReached = await report.evaluate((element) => element.contains(document.activeElement))
    }
    expect(isReached).toBe(true)
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)
    expect(outline).not.toBe('none')
    await page.keyboard.press('Enter')
    await eventually(() => report.count()).toBe(0)

    await stopAfter(page, 'slow')
    await report.waitFor()
    await report.getByRole('button').focus()
    await page.keyboard.press('Escape')
    await eventually(() => report.count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
    await page.reload()
    await page.locator('.turn').first().waitFor()
    expect(await report.count()).toBe(0)
  })

  it.each([
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 1280, height: 800 }],
    ['light', phone],
    ['dark', { width: 360, height: 640 }],
  ] as const)('axe finds nothing, and Stop and Send stay free: %s, %o', async (colorScheme, viewport) => {
    await using visit = await visitDev({ colorScheme, viewport, bypassCSP: true })
    const { page, report } = visit
    await stopAfter(page, 'hold')
    await report.waitFor()
    expect(await axeProblems(page)).toEqual([])
    const box = await report.boundingBox()
    const composer = await page.locator('.composer').boundingBox()
    if (!box || !composer) throw new Error('not on screen')
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(viewport.width)
    expect(box.y + box.height).toBeLessThan(composer.y)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await picture(page, `report-${colorScheme}-${viewport.width}`)
  })
})
