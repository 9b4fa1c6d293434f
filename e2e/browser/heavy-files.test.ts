import { readFile } from 'node:fs/promises'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { answerText, browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/heavy-files.ts', import.meta.url)

it('ELEM-04, 06, 07: 200 pages, a picture of 20 MB and an hour of sound, of which the page takes only what it shows', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'large')
  await page.locator('.pdf-thumb canvas[data-page="1"]').waitFor()

  const picture = page.locator('.inline-image img')
  await eventually(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBe(2_700)
  expect(await picture.evaluate((img) => img.clientWidth)).toBeLessThanOrEqual(600)
  const sizes = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
  )
  expect(Math.max(...sizes)).toBeGreaterThan(18_000_000)

  const sound = page.locator('.inline-audio audio')
  await eventually(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(3_600)
  await sound.evaluate(async (audio: HTMLAudioElement) => {
    audio.currentTime = 3_500
    await new Promise((resolve) => audio.addEventListener('seeked', resolve, { once: true }))
  })
  expect(await sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBe(3_500)

  await page.locator('.inline-pdf').click()
  const sheet = page.locator('.side-pdf canvas')
  await page.getByLabel('Go to page').fill('200')
  await eventually(() => sheet.getAttribute('data-page')).toBe('200')
  await eventually(() => page.locator('.pdf-words').innerText()).toContain('Page 200 of 200')
  // One page is drawn, whichever it is.
  expect(await page.locator('.side-pdf canvas').count()).toBe(1)
  await say(page, 'still there?')
  await eventually(() => answerText(page)).toContain('here')
})

it('17: a PDF that runs, one that is none, a picture of 14 GB, sound that is cut off and formulas harm nobody', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await say(page, 'hostile')
  await page.locator('.pdf-thumb canvas').first().waitFor()
  await page.locator('.inline-pdf').first().click()
  await page.locator('.side-pdf canvas[data-page="1"]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.inline-pdf').nth(1).click()
  await page.getByText('broken.pdf could not be loaded.').first().waitFor()
  await page.keyboard.press('Escape')
  const picture = await page.locator('.inline-image').boundingBox()
  expect(picture?.width ?? 0).toBeLessThanOrEqual(700)
  expect(picture?.height ?? 0).toBeLessThanOrEqual(700)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(lines).toEqual(['cell', `"'=HYPERLINK(""https://example.org"")"`, `'@SUM(1)`, '-1'])
  expect(dialogs).toEqual([])
  expect(await page.title()).not.toContain('taken')
  await say(page, 'still there?')
  await eventually(() => answerText(page)).toContain('here')
})
