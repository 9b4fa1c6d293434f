import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { recordFilm } from './film.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/gallery.ts', import.meta.url))
const browser = browserForTests()
const folder = await mkdtemp(join(tmpdir(), 'chatwright-films-'))

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A film of three seconds, on the disk. */
async function record(page: Page): Promise<string> {
  const path = join(folder, 'tram.mp4')
  await writeFile(path, await recordFilm(page, 75))
  return path
}

it('ELEM-08: a film from a path plays, and is fetched by range to where it is wanted', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const path = await record(page)
  const given: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/files/'))
      given.push(`${response.status()} ${response.headers()['content-range'] ?? ''}`)
  })
  await say(page, `film ${path}`)
  const film = page.locator('.inline-video video')
  await eventually(() => film.evaluate((video: HTMLVideoElement) => video.duration)).toBeGreaterThan(2)
  const at = () => film.evaluate((video: HTMLVideoElement) => video.currentTime)
  await film.evaluate(async (video: HTMLVideoElement) => {
    video.muted = true
    await video.play()
  })
  await eventually(at).toBeGreaterThan(0.3)
  await film.evaluate(async (video: HTMLVideoElement) => {
    video.pause()
    video.currentTime = 2
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
  })
  expect(await at()).toBe(2)
  expect(await film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160)
  expect(given[0]).toMatch(/^206 bytes 0-\d+\/\d+$/)
  const { width } = (await page.locator('.inline-video').boundingBox()) ?? { width: 0 }
  expect(width).toBe(600)
  expect(await axeProblems(page)).toEqual([])
})

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])('ELEM-08: a film at another host is asked for only by a press: $colorScheme', async (options) => {
  await using chat = await startTestChat(app, { web: true })
  const asked: string[] = []
  await using visitor = await browser.visit(chat.url, { ...options, expected: [/^request to another host: https:/] })
  const page = await visitor.open()
  await page.context().route(/^https:/, (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/html', body: '<p>the player</p>' })
  })
  await say(page, 'hosted')
  const cards = page.locator('button.hosted-film')
  await cards.nth(1).waitFor()
  expect(await cards.first().innerText()).toMatch(/Play on YouTube\s+Loads from www\.youtube-nocookie\.com/)
  expect(await axeProblems(page)).toEqual([])
  const places = await page
    .locator('figure.film')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
  expect(new Set(places).size).toBe(options.viewport.width > 600 ? 1 : 2)
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/films-${options.colorScheme}.png` })
  await pause(500)
  expect(asked).toEqual([])

  await cards.first().press('Enter')
  const player = page.frameLocator('iframe.hosted-film').frameLocator('iframe')
  await player.getByText('the player').waitFor()
  expect(asked).toEqual(['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=42&hl=pt&autoplay=1'])
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
  expect(await page.frameLocator('iframe.hosted-film').locator('iframe').getAttribute('title')).toBe(
    'Lisbon <by> "tram"',
  )
  expect(await axeProblems(page)).toEqual([])
  const link = page.getByRole('link', { name: 'Lisbon <by> "tram"' })
  expect(await link.getAttribute('href')).toBe('https://www.youtube.com/watch?v=dQw4w9WgXcQ')

  await cards.first().click()
  await eventually(() => asked.at(-1)).toBe('https://player.vimeo.com/video/76979871?autoplay=1')
  // After a reload nothing plays by itself.
  asked.length = 0
  await page.reload()
  await cards.nth(1).waitFor()
  await pause(300)
  expect(asked).toEqual([])
})

it('ELEM-08: its document shows that one host and nothing else, and only for an element of the thread', async () => {
  await using chat = await startTestChat(app)
  await chat.say('hosted')
  const [film] = chat.elements
  const get = (id: string) => fetch(new URL(`/api/threads/${chat.threadId}/players/${id}`, chat.url))
  const answer = await get(film?.id ?? '')
  expect(answer.headers.get('content-security-policy')).toContain('frame-src https://www.youtube-nocookie.com;')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  const body = await answer.text()
  expect(body).toContain('&lt;by&gt; &quot;tram&quot;')
  expect(body).not.toContain('<script')
  expect((await get(crypto.randomUUID())).status).toBe(404)
  expect((await get('x')).status).toBe(400)
})

it('ELEM-07: what cannot be played says so, and can be saved', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'broken-media')
  await eventually(() => page.locator('.cannot-play').count()).toBe(3)
  expect(await page.locator('.cannot-play').first().innerText()).toContain('cannot play it')
  expect(await page.locator('.turn audio, .turn video').count()).toBe(0)
  expect(await page.getByRole('link', { name: /broken\.mp3/ }).count()).toBe(1)
  expect(await axeProblems(page)).toEqual([])
})
