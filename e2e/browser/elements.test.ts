import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { audio, chart, createApp, file, image, pdf, text, video } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePdf, samplePng, sampleWav } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { recordFilm } from './film.ts'
import { browserForTests, eventually, lostLine, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/gallery.ts', import.meta.url))
const browser = browserForTests()

const lastTurn = (page: Page) => page.locator('.turn').last()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className)

it('ELEM-04, 05, 06, 07, 09: each kind is shown as what it is, by mouse and by keys, also after a reload', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'all')
  await page.locator('.pdf-thumb canvas[data-page="2"]').waitFor()
  expect(await axeProblems(page)).toEqual([])

  const picture = page.locator('.inline-image img')
  expect(await picture.getAttribute('alt')).toBe('Blue tiles')
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(900)
  await page.locator('.inline-image').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await focused(page)).toBe('inline-image')

  await page.locator('.inline-pdf').focus()
  await page.keyboard.press('Enter')
  const sheet = page.locator('.side-pdf canvas')
  await eventually(() => sheet.getAttribute('data-page')).toBe('2')
  await eventually(() => page.locator('.pdf-words').innerText()).toMatch(/Page 2 of 5\s+The tiles of Lisbon/)
  await page.getByRole('button', { name: 'Next page' }).click()
  await eventually(() => sheet.getAttribute('data-page')).toBe('3')
  await page.getByLabel('Go to page').fill('5')
  await eventually(() => sheet.getAttribute('data-page')).toBe('5')
  expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)
  const before = await sheet.evaluate((canvas) => canvas.clientWidth)
  for (let time = 0; time < 2; time++) await page.getByRole('button', { name: 'Larger' }).click()
  await eventually(() => sheet.evaluate((canvas) => canvas.clientWidth)).toBe(Math.round(before * 1.5))
  expect(await page.locator('.pdf-zoom').innerText()).toBe('150 %')
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')

  const sound = page.locator('.inline-audio audio')
  await eventually(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(2)
  await sound.evaluate(async (audio: HTMLAudioElement) => {
    audio.currentTime = 1.5
    await new Promise((resolve) => audio.addEventListener('seeked', resolve, { once: true }))
  })
  expect(await sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBe(1.5)
  await sound.evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true
    audio.currentTime = 0
    await audio.play()
  })
  await eventually(() => sound.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0.2)

  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.inline-file').click()])
  expect(download.suggestedFilename()).toBe('Grüße an alle.csv')
  expect(await readFile(await download.path(), 'utf8')).toBe('a,b\n1,2\n')

  await eventually(() => page.locator('.inline-text .code').innerText()).toContain('const one: number = 1')
  expect(await page.locator('.inline-text h2').innerText()).toBe('Notes')
  await page.reload()
  await page.locator('.pdf-thumb canvas[data-page="2"]').waitFor()
  expect(await page.locator('.inline-image img').getAttribute('alt')).toBe('Blue tiles')
  expect(await page.locator('.inline-text').count()).toBe(2)
})

it('ELEM-04: several pictures are a grid, as large as they were asked to be; alone they are as wide as their size', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'grid')
  await page.locator('.pic-grid .small').waitFor()
  const width = (size: string) =>
    page.locator(`.pic-grid .${size}`).evaluate((pic) => Math.round(pic.getBoundingClientRect().width))
  expect([await width('large'), await width('medium'), await width('small')]).toEqual([600, 294, 141])

  // A picture alone is no wider than its size, nor than it is.
  const alone = async (size: string, pixels: number): Promise<number[]> => {
    const before = await page.locator('.turn').count()
    await say(page, `alone ${size} ${pixels}`)
    const picture = page.locator('.turn').nth(before).locator('.inline-image img')
    await eventually(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(pixels)
    const box = await picture.boundingBox()
    const frame = await page.locator('.turn').nth(before).locator('.pic').boundingBox()
    return [box?.width ?? 0, box?.height ?? 0, frame?.width ?? 0].map(Math.round)
  }
  expect(await alone('small', 900)).toEqual([148, 48, 150])
  expect(await alone('medium', 900)).toEqual([298, 48, 300])
  expect(await alone('large', 900)).toEqual([598, 48, 600])
  expect(await alone('large', 120)).toEqual([120, 60, 122])
})

it('ELEM-01: each kind from an address is drawn from what the app fetched, and plays by itself only where it is told to', async () => {
  const app = createApp({ name: 'Ada' })
  let host = ''
  app.onMessage((_, chat) =>
    chat.send('From elsewhere', {
      elements: [
        image({ url: `${host}/tiles.png` }),
        pdf({ url: `${host}/plan.pdf` }),
        file({ url: `${host}/stops.csv` }),
        text({ url: `${host}/notes.md` }),
        audio({ url: `${host}/tone.wav`, autoPlay: true }),
        audio({ url: `${host}/still.wav` }),
        video({ url: `${host}/tram.mp4`, autoPlay: true }),
        video({ url: `${host}/still.mp4` }),
      ],
    }),
  )
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const film = await recordFilm(page, 15)
  const served: Record<string, Buffer> = {
    '/tiles.png': samplePng(90, 60),
    '/plan.pdf': samplePdf(2),
    '/stops.csv': Buffer.from('a,b\n1,2\n'),
    '/notes.md': Buffer.from('## Notes'),
    '/tone.wav': sampleWav(2),
    '/still.wav': sampleWav(2),
    '/tram.mp4': film,
    '/still.mp4': film,
  }
  const upstream = createServer(({ url }, response) => response.end(served[url ?? '']))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  host = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  await say(page, 'go')
  await page.locator('.pdf-thumb canvas[data-page="1"]').waitFor()
  upstream.close()
  upstream.closeAllConnections()

  await eventually(() => page.locator('.inline-text h2').innerText()).toBe('Notes')
  const picture = page.locator('.inline-image img')
  await eventually(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(90)
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.inline-file').click()])
  expect(download.suggestedFilename()).toBe('stops.csv')
  expect(await readFile(await download.path(), 'utf8')).toBe('a,b\n1,2\n')
  const played = (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((one) => (one as HTMLMediaElement).played.length > 0))
  await eventually(() => played('.inline-audio audio')).toEqual([true, false])
  await eventually(() => played('.inline-video video')).toEqual([true, false])
  const still = page.locator('.inline-video video').nth(1)
  await eventually(() => still.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160)
})

it('ELEM-05: a text that is long in coming has its place, and one whose file is gone says so', async () => {
  const app = createApp({ name: 'Ada' })
  app.onMessage((_, chat) =>
    chat.send('Read it', { elements: [text({ content: new Blob(['## Notes']), name: 'notes.md' })] }),
  )
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { expected: [/answered with 404/, /status of 404/] })
  const page = await visitor.open()
  let goOn = (): void => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  await page.route('**/files/**', async (route) => {
    await held
    await route.continue()
  })
  await say(page, 'go')
  const body = page.locator('.inline-text .text-card-body')
  await body.locator('.skeleton[aria-busy="true"]').waitFor()
  expect((await body.boundingBox())?.height).toBeGreaterThan(90)
  expect(await axeProblems(page)).toEqual([])
  goOn()
  await eventually(() => body.locator('h2').innerText()).toBe('Notes')
  expect(await body.locator('.skeleton').count()).toBe(0)

  const threadId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await rm(chat.filesFolder.replace(chat.threadId, threadId), { recursive: true })
  await page.reload()
  await eventually(() => body.getByRole('alert').innerText()).toBe('notes.md could not be loaded.')
})

it('ELEM-06, 10, MSG-10: what draws formulas, documents and charts is loaded with the first of each', async () => {
  const app = createApp({ name: 'Ada' })
  const elements = {
    pdf: () => [pdf({ content: samplePdf(1), name: 'plan.pdf' })],
    chart: () => [chart({ name: 'Bars', figure: { data: [{ type: 'bar', x: ['a'], y: [1] }] } })],
  }
  app.onMessage(({ text: job }, chat) =>
    chat.send(job, job in elements ? { elements: elements[job as keyof typeof elements]() } : {}),
  )
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const loaded = new Set<string>()
  page.on('request', (request) => {
    const [, name] = /\/assets\/.*(katex|pdf|plotly)/i.exec(request.url()) ?? []
    if (name) loaded.add(name.toLowerCase())
  })
  await say(page, 'Some **words**, and $5')
  await eventually(() => page.locator('.turn strong').innerText()).toBe('words')
  expect([...loaded]).toEqual([])
  await say(page, '$x^2$')
  await page.locator('.turn .katex').first().waitFor()
  expect([...loaded]).toEqual(['katex'])
  await say(page, 'pdf')
  await page.locator('.pdf-thumb canvas[data-page="1"]').waitFor()
  expect([...loaded]).toEqual(['katex', 'pdf'])
  await say(page, 'chart')
  await page.locator('.chart .bars path').waitFor()
  expect([...loaded]).toEqual(['katex', 'pdf', 'plotly'])
})

it('17, 32: an SVG, a page and a name that want to run do not, here or where they are opened by themselves', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { expected: [/Blocked script execution|sandboxed/] })
  const page = await visitor.open()
  const asked: string[] = []
  page.context().on('request', (request) => asked.push(request.url()))
  await say(page, 'hostile')
  await page.locator('.inline-image img').waitFor()
  await eventually(() => page.locator('.inline-image img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(
    120,
  )
  await page.locator('.inline-text').nth(1).waitFor()
  expect(await page.locator('.log img[src="x"], .log script').count()).toBe(0)
  // A long text comes in portions.
  await page.getByRole('button', { name: 'Show more' }).waitFor()
  const url = (await page.locator('.inline-image img').getAttribute('src')) as string
  const html = (await page.locator('.inline-file').getAttribute('href')) as string
  // Saved when it is gone to, whatever it is; in a frame it would be sandboxed as well.
  const other = await visitor.open('/')
  for (const path of [url, html.replace('?download', '')]) {
    const saved = other.waitForEvent('download')
    await other.evaluate((to) => void (location.href = to), path)
    await saved
    const inFrame = await other.evaluate(async (src) => {
      const frame = document.createElement('iframe')
      frame.src = src
      document.body.append(frame)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return frame.contentDocument?.title ?? 'nothing'
    }, path)
    expect(inFrame).not.toBe('taken')
  }
  await pause(300)
  expect(await page.title()).not.toContain('taken')
  expect(await page.context().cookies()).toEqual([])
  expect(asked.filter((one) => one.includes('taken'))).toEqual([])
})

it('ELEM-02, 03: names lead to their elements: to the panel, to a page and back; words and code are left alone', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  for (let time = 0; time < 3; time++) {
    await say(page, 'grid')
    await eventually(() => page.locator('.pic-grid').count()).toBe(time + 1)
  }
  await say(page, 'refs')
  // What comes for the panel opens it.
  await page.locator('#side-view-content').waitFor()
  expect(await axeProblems(page)).toEqual([])
  const body = lastTurn(page).locator('.message')
  expect(await body.locator('.element-link').allInnerTexts()).toEqual(['plan', 'plan-b', 'image10', '(C++)'])
  expect(await body.locator('strong').allInnerTexts()).toEqual(['Tiles'])
  expect(await body.locator('code').first().innerText()).toBe('plan')
  expect(await body.locator('pre').innerText()).toContain('plan in code')
  // What the text does not name has a card.
  expect(await lastTurn(page).locator('button.file').innerText()).toContain('image1')

  await body.locator('.element-link').first().click()
  await eventually(() => page.locator('#side-view-content').innerText()).toContain('The plan')
  await say(page, 'again')
  await eventually(() => page.locator('#side-view-content').innerText()).toContain('Other plan')
  await body.first().waitFor()
  await page.locator('.message:has-text("See plan") .element-link').first().click()
  await eventually(() => page.locator('#side-view-content').innerText()).toContain('The plan')
  expect(await page.locator('#side-view-content').innerText()).not.toContain('Other')

  await page.locator('#log').evaluate((log) => log.scrollTo(0, 200))
  await pause(200)
  await page
    .locator('.message:has-text("See plan") .element-link')
    .nth(1)
    .evaluate((link: HTMLElement) => link.click())
  await page.locator('#element-view canvas[data-page="1"]').waitFor()
  expect(await axeProblems(page)).toEqual([])
  const address = page.url()
  expect(address).toMatch(/\/thread\/[\w-]+\/element\/[\w-]+$/)
  await page.getByRole('button', { name: 'Back to the conversation' }).click()
  await eventually(() => page.locator('#element-view').count()).toBe(0)
  expect(await page.locator('#log').evaluate((log) => log.scrollTop)).toBe(200)
  const alone = await visitor.open(new URL(address).pathname)
  await alone.locator('#element-view canvas[data-page="1"]').waitFor()
})

it('SIDE-01, 02: the panel is opened, kept, replaced, closed and drawn by code, and sized and closed by its reader', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const content = page.locator('#side-view-content')
  await say(page, 'open')
  await content.locator('canvas[data-page="3"]').waitFor()
  expect(await page.locator('#side-view-title').innerText()).toBe('Sources')
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('tab', { name: 'plan.pdf' }).focus()
  await page.keyboard.press('ArrowRight')
  await eventually(() => content.innerText()).toContain('From the panel')
  await say(page, 'same')
  await eventually(() => lastTurn(page).innerText()).toContain('same')
  expect(await page.getByRole('tab').allInnerTexts()).toEqual(['plan.pdf', 'Notes'])

  const width = () => page.locator('.panel').evaluate((panel) => panel.getBoundingClientRect().width)
  const handle = page.getByRole('separator')
  expect(await width()).toBe(432)
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await eventually(width).toBe(464)
  const box = (await handle.boundingBox()) as { x: number; y: number; height: number }
  await page.mouse.move(box.x + 3, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x - 57, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await eventually(width).toBe(524)
  await page.reload()
  await content.locator('canvas[data-page="3"]').waitFor()
  expect(await width()).toBe(524)
  await handle.dblclick()
  await eventually(width).toBe(432)

  await page.locator('#side-view-close').click()
  await eventually(() => page.locator('.panel').count()).toBe(0)
  await say(page, 'replace')
  await eventually(() => content.innerText()).toContain('Replaced')
  await say(page, 'close')
  await eventually(() => page.locator('.panel').count()).toBe(0)
  await say(page, 'canvas')
  await eventually(() => content.innerText()).toContain('Second draft')
  expect(await page.locator('.panel-head').count()).toBe(0)
  await page.getByRole('tab', { name: 'Sources' }).click()
  await eventually(() => content.innerText()).toContain('Two books')
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/canvas.png` })
  expect(Math.abs((await width()) / (await page.evaluate(() => innerWidth)) - 0.5)).toBeLessThan(0.02)
  expect(await axeProblems(page)).toEqual([])
  await content.focus()
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('.panel').count()).toBe(0)
  expect(chat.elements.map(({ name }) => name)).toEqual([])
})

it('SIDE-01: a title alone opens the panel with what it has, none closes it, and it outlives the server', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { expected: lostLine })
  const page = await visitor.open()
  const content = page.locator('#side-view-content')
  const title = page.locator('#side-view-title')
  await say(page, 'title Nothing yet')
  await eventually(() => title.innerText()).toBe('Nothing yet')
  expect(await content.innerText()).toBe('')
  expect(await axeProblems(page)).toEqual([])
  await say(page, 'open')
  await content.locator('canvas[data-page="3"]').waitFor()
  await page.locator('#side-view-close').click()
  await eventually(() => page.locator('.panel').count()).toBe(0)
  await say(page, 'title Read these')
  await eventually(() => title.innerText()).toBe('Read these')
  expect(await page.getByRole('tab').allInnerTexts()).toEqual(['plan.pdf', 'Notes'])

  await chat.restart()
  await page.reload()
  await content.locator('canvas[data-page="3"]').waitFor()
  expect(await title.innerText()).toBe('Read these')
  await say(page, 'title Read them again')
  await eventually(() => title.innerText()).toBe('Read them again')
  expect(await page.getByRole('tab').allInnerTexts()).toEqual(['plan.pdf', 'Notes'])
  await say(page, 'empty')
  await eventually(() => page.locator('.panel').count()).toBe(0)
  const stored = await chat.stored(new URL(page.url()).pathname.split('/').at(-1))
  expect(stored?.elements).toEqual([])
})

it('SIDE-01: on a phone the panel is a sheet', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, colorScheme: 'dark' })
  const page = await visitor.open()
  await say(page, 'open')
  await page.locator('#side-view-content canvas[data-page="3"]').waitFor()
  const box = await page.locator('.panel').boundingBox()
  expect(box).toMatchObject({ x: 0, width: 390 })
  expect(await page.getByRole('separator').count()).toBe(0)
  expect(await axeProblems(page)).toEqual([])
  await page.locator('#side-view-close').click()
  await eventually(() => page.locator('.panel').count()).toBe(0)
})

it('ELEM-12: 100,000 rows are there at once, of which few are drawn; sorted, searched and saved', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'table')
  const many = page.locator('.dataframe').first()
  await many.locator('tbody td').first().waitFor()
  await page.locator('.dataframe').nth(1).waitFor()
  expect(await axeProblems(page)).toEqual([])
  const drawn = () => many.locator('tbody tr:not([aria-hidden])').count()
  const first = () => many.locator('tbody tr:not([aria-hidden])').first().locator('td').allInnerTexts()
  expect(await drawn()).toBeLessThan(50)
  expect(await many.locator('table').getAttribute('aria-rowcount')).toBe('100001')
  expect(await first()).toEqual(['row 0', '0', expect.stringMatching(/^1 Jan 1970/)])

  await many.locator('.dataframe-room').evaluate((room) => room.scrollTo(0, room.scrollHeight))
  await eventually(() => many.locator('tbody tr[aria-rowindex="100001"] td').first().innerText()).toBe('row 99999')
  expect(await drawn()).toBeLessThan(50)
  await many.locator('.dataframe-room').evaluate((room) => room.scrollTo(0, 0))
  const id = many.getByRole('button', { name: 'id' })
  await id.focus()
  await page.keyboard.press('Enter')
  await eventually(() => many.locator('th').nth(1).getAttribute('aria-sort')).toBe('ascending')
  await eventually(first).toEqual(['row 0', '0', expect.stringMatching(/^1 Jan 1970/)])
  await page.keyboard.press('Enter')
  await eventually(async () => (await first())[1]).toBe('99,999')
  await many.getByRole('searchbox').fill('row 99998')
  await eventually(() => many.getByRole('status').innerText()).toBe('Rows: 1')
  const where = many.getByLabel('Where to search')
  await where.selectOption('id')
  await eventually(() => many.getByRole('status').innerText()).toBe('Rows: 0')
  await where.selectOption('a.b')
  await eventually(() => many.getByRole('status').innerText()).toBe('Rows: 1')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    many.getByRole('button', { name: 'Download as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Many rows.csv')
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^a\.b,id,when\r\nrow 99998,\d+,2243-/)
  const few = page.locator('.dataframe').nth(1)
  expect(await few.locator('th').allInnerTexts()).toEqual(['id', 'What'])
  expect(await few.getByRole('status').innerText()).toBe('Rows: 25')
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/table.png` })
})
