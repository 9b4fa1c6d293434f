import { openBrowser } from '../lib/press.mjs'
import { progress } from '../lib/report.mjs'
import { percentile } from '../lib/statistics.mjs'

const opens = 5
const scrollMs = 4_000

/** A table of 100,000 rows: from asking for its file to its first rows, and the longest time without a frame in a scroll. */
export async function table(url) {
  progress('a table of 100,000 rows')
  const { browser, page } = await openBrowser()
  await page.goto(url)
  await page.waitForSelector('#chat-input')
  await page.fill('#chat-input', 'table 100000')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.dataframe-room tbody tr[aria-rowindex]')
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.dataframe-room tbody tr[aria-rowindex="2"]')) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => (globalThis.rowsAt = performance.now())))
    }).observe(document, { subtree: true, childList: true })
  })
  const firstRows = []
  for (let count = 0; count < opens; count++) {
    await page.reload()
    await page.waitForFunction(() => globalThis.rowsAt !== undefined)
    firstRows.push(
      await page.evaluate(() => {
        const file = performance.getEntriesByType('resource').find(({ name }) => /\/files\//.test(name))
        return globalThis.rowsAt - file.startTime
      }),
    )
  }
  const scrolled = await scroll(page)
  await browser.close()
  return { tableFirstRowsMs: percentile(firstRows, 50), ...scrolled }
}

/** Turns the wheel over it, as fast as a person does. */
async function scroll(page) {
  const box = await page.locator('.dataframe-room').boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => {
    const room = document.querySelector('.dataframe-room')
    globalThis.gaps = []
    globalThis.blank = 0
    let last = performance.now()
    const look = (now) => {
      globalThis.gaps.push(now - last)
      last = now
      const middle = room.getBoundingClientRect()
      const seen = document.elementFromPoint(middle.x + middle.width / 3, middle.y + middle.height / 2)
      if (!seen?.closest('tr[aria-rowindex]')) globalThis.blank++
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const until = Date.now() + scrollMs
  while (Date.now() < until) {
    await page.mouse.wheel(0, 2_000)
    await page.waitForTimeout(40)
  }
  const { gaps, blank, row } = await page.evaluate(() => ({
    gaps: globalThis.gaps,
    blank: globalThis.blank,
    row: Number(document.querySelector('.dataframe-room tbody tr[aria-rowindex]').getAttribute('aria-rowindex')),
  }))
  return {
    tableScrollLongestGapMs: percentile(gaps, 100),
    tableScrollBlankFrames: blank,
    tableScrolledToRow: row,
  }
}
