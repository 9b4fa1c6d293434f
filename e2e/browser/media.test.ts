import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/media.ts', import.meta.url))
const browser = browserForTests()

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])('ELEM-04: a picture fills the screen, is seen in its own size and is saved: $colorScheme', async (options) => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, options)
  const page = await visitor.open()
  await say(page, 'picture')
  const opener = page.getByRole('button', { name: 'Enlarge Blue tiles' })
  await opener.click()
  const light = page.getByRole('dialog', { name: 'Grüße, Kacheln.png' })
  await light.waitFor()
  const { width, height } = options.viewport
  const box = await light.boundingBox()
  expect(box?.width ?? 0).toBeGreaterThanOrEqual(Math.floor(width * 0.9))
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(Math.floor(height * 0.9))

  const picture = light.getByRole('img', { name: 'Blue tiles' })
  const seen = () => picture.evaluate((img) => ({ width: img.clientWidth, height: img.clientHeight }))
  await eventually(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(2_400)
  // As it fits: all of it, and no other shape.
  const whole = await seen()
  expect(whole.width).toBeLessThanOrEqual(box?.width ?? 0)
  expect(whole.width / whole.height).toBeCloseTo(2_400 / 1_500, 1)
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/lightbox-${options.colorScheme}.png` })

  await light.getByRole('button', { name: 'Own size' }).click()
  await eventually(seen).toEqual({ width: 2_400, height: 1_500 })
  // Its corners can be reached, by keys as well.
  const room = light.getByRole('group', { name: 'Blue tiles' })
  const at = () => room.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])
  await room.evaluate((one) => one.scrollTo(0, 0))
  expect((await picture.boundingBox())?.x).toBe((await room.boundingBox())?.x)
  expect((await picture.boundingBox())?.y).toBe((await room.boundingBox())?.y)
  await room.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await eventually(async () => (await at()).every((one) => one > 0)).toBe(true)
  expect(await axeProblems(page)).toEqual([])
  await light.getByRole('button', { name: 'Fit the screen' }).click()
  await eventually(seen).toEqual(whole)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    light.getByRole('link', { name: 'Download Grüße, Kacheln.png' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Grüße, Kacheln.png')
  expect(await readFile(await download.path())).toEqual(samplePng(2_400, 1_500))

  await light.getByRole('button', { name: 'Close' }).click()
  await eventually(() => light.count()).toBe(0)
  await opener.press('Enter')
  await light.waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => light.count()).toBe(0)
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true)
})

it('ELEM-07: an hour of sound is heard where it is wanted, of which no more is fetched than that', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const given: { status: number; from: number; whole: number }[] = []
  page.on('response', (response) => {
    const [, from, whole] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers()['content-range'] ?? '') ?? []
    if (response.url().includes('/files/'))
      given.push({ status: response.status(), from: Number(from), whole: Number(whole) })
  })
  await say(page, 'lecture')
  const sound = page.locator('.inline-audio audio')
  await eventually(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(3_600)
  await sound.evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true
    audio.currentTime = 3_000
    await new Promise((resolve) => audio.addEventListener('seeked', resolve, { once: true }))
    await audio.play()
  })
  await eventually(() => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(3_000.3)
  const held = await sound.evaluate(({ buffered }: HTMLAudioElement) => {
    let seconds = 0
    for (let part = 0; part < buffered.length; part++) seconds += buffered.end(part) - buffered.start(part)
    return seconds
  })
  expect(held).toBeLessThan(1_800)
  expect(given.every(({ status }) => status === 206)).toBe(true)
  const sought = given.find(({ from }) => from > 0)
  expect((sought?.from ?? 0) / (sought?.whole ?? 1)).toBeGreaterThan(0.8)
})

it('ELEM-07: sound that did not come is asked for again', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { expected: [/503/] })
  const page = await visitor.open()
  let isAway = true
  await page.route('**/files/**', (route) => (isAway ? route.fulfill({ status: 503 }) : route.continue()))
  await say(page, 'tone')
  const again = page.getByRole('button', { name: 'Try again' })
  await again.waitFor()
  expect(await page.locator('.cannot-play').innerText()).toContain('cannot play it')
  const asked = page.waitForResponse(/\/files\//)
  await again.press('Enter')
  await asked
  await again.waitFor()
  expect(await page.locator('.turn audio').count()).toBe(0)
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/sound-away.png` })
  expect(await axeProblems(page)).toEqual([])
  isAway = false
  // By the same key, where the focus was left.
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(2)
  expect(await again.count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('AUDIO')
})

it('ELEM-07, 13: what could not be played is, once it was changed for something that can', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'mended')
  await page.locator('.cannot-play').waitFor()
  await eventually(() => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(2)
  expect(await page.locator('.cannot-play').count()).toBe(0)
})

it('ELEM-06, 13: the passage that is marked is changed, and the document is there', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'passages')
  const shown = () => page.locator('.side-pdf canvas').getAttribute('data-page')
  const marks = () => page.locator('.pdf-mark.is-current').count()
  await eventually(shown).toBe('4')
  await eventually(marks).toBe(1)
  await page.getByRole('button', { name: 'Another', exact: true }).click()
  await eventually(shown).toBe('2')
  await eventually(marks).toBe(1)
  await page.getByRole('button', { name: 'None', exact: true }).click()
  await eventually(() => page.locator('.pdf-mark').count()).toBe(0)
  expect(await shown()).toBe('2')
  expect(await page.locator('.pdf-note').count()).toBe(0)
})

it('ELEM-06: many documents are seen in small, and one that is open stays while others come', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'passages')
  const shown = page.locator('.side-pdf canvas')
  await eventually(() => shown.getAttribute('data-page')).toBe('4')
  await page.getByRole('button', { name: 'Another', exact: true }).click()
  await page.getByRole('button', { name: 'None', exact: true }).click()
  await say(page, 'shelf')
  await eventually(() => page.locator('.pdf-thumb canvas[data-page="1"]').count()).toBe(9)
  await page.getByLabel('Go to page').fill('5')
  await eventually(() => shown.getAttribute('data-page')).toBe('5')
  await page.getByRole('button', { name: 'Find in it' }).click()
  await page.keyboard.type('page 3')
  await eventually(() => page.locator('.pdf-find [role=status]').innerText()).toBe('1 of 1')
  // The first of them, too, is read again when it is opened.
  await page.getByRole('button', { name: /plan 1\.pdf/ }).click()
  const whole = page.getByRole('dialog')
  await whole.locator('canvas[data-page="1"]').waitFor()
  await whole.getByRole('button', { name: 'Next page' }).click()
  await whole.locator('canvas[data-page="2"]').waitFor()
})

it('ELEM-06: a page that is longer than any canvas is drawn', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'ribbon')
  await page.locator('.pdf-thumb canvas[data-page="1"]').waitFor()
  await page.locator('.inline-pdf').click()
  const sheet = page.locator('.side-pdf canvas')
  await page.locator('.side-pdf canvas[data-page="1"]').waitFor()
  const size = await sheet.evaluate((canvas: HTMLCanvasElement) => ({
    pixels: canvas.height,
    shape: canvas.clientHeight / canvas.clientWidth,
  }))
  expect(size.pixels).toBeLessThanOrEqual(16_384)
  expect(size.shape).toBeGreaterThan(450)
})

/** Counts the pages whose text is asked of PDF.js. */
function countReadPages(): void {
  const counted = globalThis as unknown as { pagesRead: number }
  counted.pagesRead = 0
  const { postMessage } = Worker.prototype
  Worker.prototype.postMessage = function (this: Worker, ...given: [unknown]) {
    if ((given[0] as { action?: string }).action === 'GetTextContent') counted.pagesRead++
    return postMessage.apply(this, given)
  }
}

it('ELEM-06: a search that is ended, or whose document is closed, reads no further page', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: countReadPages })
  const page = await visitor.open()
  const read = () => page.evaluate(() => (globalThis as unknown as { pagesRead: number }).pagesRead)
  const isAtRest = async (): Promise<number> => {
    await pause(100)
    const before = await read()
    await pause(1_000)
    expect(await read()).toBe(before)
    return before
  }
  await say(page, 'archive')
  await page.locator('.inline-pdf').click()
  await page.locator('.side-pdf canvas[data-page="1"]').waitFor()
  const find = page.getByRole('dialog').getByRole('button', { name: 'Find in it' })
  await find.click()
  await page.keyboard.type('elephant')
  await eventually(read).toBeGreaterThan(20)
  // It goes on by itself, and the page is not held up by it.
  expect(await page.locator('.pdf-find [role=status]').innerText()).toContain('Searching')
  await page.keyboard.press('Escape')
  const ended = await isAtRest()
  expect(ended).toBeLessThan(3_000)

  await find.click()
  await page.keyboard.type('giraffe')
  await eventually(read).toBeGreaterThan(ended + 20)
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  expect(await isAtRest()).toBeLessThan(3_000)
})
