import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/gallery.ts', import.meta.url))
const off = fileURLToPath(new URL('../files/apps/no-uploads.ts', import.meta.url))
const browser = browserForTests()

const png = samplePng(60, 40)
const lastTurn = (page: Page) => page.locator('.turn').last()
const pick = (page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.locator('#upload-button-input').setInputFiles(files)
const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: png })
const words = (name: string, size = 5) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'a') })

/** Lets files fall on the page, or pastes them. */
async function give(page: Page, how: 'drop' | 'paste', names: string[], { over = false } = {}): Promise<void> {
  await page.evaluate(
    ({ how: kind, names: all, over: isOver }) => {
      const data = new DataTransfer()
      for (const name of all) data.items.add(new File(['hello'], name, { type: 'text/plain' }))
      const target = document.querySelector('#chat-input') as HTMLElement
      if (kind === 'paste') {
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        return
      }
      const log = document.querySelector('main') as HTMLElement
      log.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }))
      if (!isOver) log.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    },
    { how, names, over },
  )
}

it('UP-02: picked, pasted and dropped; seen in small, removed, refused in words, and sent', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await pick(page, [picture('menu.png')])
  await page.locator('.att .thumb img').waitFor()
  expect(await page.locator('.att .thumb img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(60)
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove menu.png' }).click()
  await eventually(() => page.locator('.att').count()).toBe(0)

  await give(page, 'paste', ['pasted.txt'])
  await give(page, 'drop', ['dropped.txt'], { over: true })
  await page.locator('.dropover').waitFor()
  expect(await page.locator('.dropover').innerText()).toContain('Up to 3 files, 2 MB each')
  expect(await axeProblems(page)).toEqual([])
  await give(page, 'drop', ['dropped.txt'])
  expect(await page.locator('.dropover').count()).toBe(0)
  await pick(page, [words('tour.mov', 2_000_001), picture('third.png'), words('fourth.txt')])
  await eventually(() => page.locator('.att.bad').allInnerTexts()).toEqual([
    'tour.mov is over 2 MB',
    'fourth.txt: no more than 3 files',
  ])
  expect(await axeProblems(page)).toEqual([])
  for (const name of ['tour.mov', 'fourth.txt']) await page.getByRole('button', { name: `Remove ${name}` }).click()
  await eventually(() => page.locator('.att .ring').count()).toBe(0)
  await say(page, 'what are these?')
  await eventually(() => lastTurn(page).innerText()).toContain('file pasted.txt 5\nfile dropped.txt 5\nimage third.png')
  await eventually(() => page.locator('.user .file b').allInnerTexts()).toEqual(['pasted.txt', 'dropped.txt'])
  await eventually(() => page.locator('.user .pic img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(60)
  expect(await page.locator('.att').count()).toBe(0)
  await page.reload()
  await eventually(() => page.locator('.user .file').count()).toBe(2)
  expect(await axeProblems(page)).toEqual([])
})

it('UP-02: a long name loses its middle and keeps its ending', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone })
  const page = await visitor.open()
  const name = `${'a very long name of a report '.repeat(6)}final.pdf.txt`
  await pick(page, [words(name)])
  const end = page.locator('.att .file-name > span').last()
  await end.waitFor()
  expect(await end.innerText()).toBe(name.slice(-10))
  const place = await end.boundingBox()
  expect((place?.x ?? 0) + (place?.width ?? 999)).toBeLessThan(phone.width)
  const start = page.locator('.att .file-name > span').first()
  expect(await start.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(true)
  expect(await page.locator('.att').getAttribute('title')).toBe(name)
})

it('UP-02: Send waits for what is on its way; what is broken off is gone', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone })
  const page = await visitor.open()
  await eventually(() => page.locator('#upload-button').count()).toBe(1)
  const line = await page.context().newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 400_000 }
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', slow)
  await pick(page, [words('slow.txt', 1_500_000), words('never.txt', 1_900_000)])
  await page.locator('.att .ring').first().waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel upload of never.txt' }).click()
  await page.fill('#chat-input', 'look')
  await page.locator('#chat-submit').click()
  await page.getByText('Sent as soon as the files are there.').waitFor()
  expect(await page.inputValue('#chat-input')).toBe('look')
  expect(chat.messages).toEqual([])
  await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await eventually(() => lastTurn(page).innerText()).toContain('file slow.txt 1500000')
  expect(await page.inputValue('#chat-input')).toBe('')
  const root = new URL(page.url()).pathname.split('/').at(-1) as string
  const folder = chat.filesFolder.replace(chat.threadId, root)
  await eventually(async () => (await readdir(folder)).length).toBe(1)
})

it('Stop and a reload lose nothing of what is to be sent, in a chat that has begun and in one that has not', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await pick(page, [words('first.txt')])
  await eventually(() => page.locator('.att .ring').count()).toBe(0)
  await page.fill('#chat-input', 'half')
  await pause(500)
  await page.reload()
  await eventually(() => page.locator('.att').allInnerTexts()).toEqual(['first.txt'])
  await eventually(() => page.inputValue('#chat-input')).toBe('half')
  await page.fill('#chat-input', 'slow')
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastTurn(page).innerText()).toContain('waiting')
  await pick(page, [words('second.txt')])
  await eventually(() => page.locator('.att .ring').count()).toBe(0)
  await page.fill('#chat-input', 'next')
  await page.locator('#stop-button').click()
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expect(await page.locator('.att').allInnerTexts()).toEqual(['second.txt'])
  await pause(500)
  await page.reload()
  await eventually(() => page.locator('.att').allInnerTexts()).toEqual(['second.txt'])
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastTurn(page).innerText()).toContain('file second.txt 5')
  await eventually(() => page.locator('.user .file b').allInnerTexts()).toEqual(['first.txt', 'second.txt'])
})

it('UP-02: another profile or a new chat before anything is said: what is attached goes along, or it is said why not', async () => {
  const choosy = createApp({
    name: 'Ada',
    uploads: { maxFiles: 3 },
    profiles: [
      { id: 'anything', label: 'Anything' },
      { id: 'pictures', label: 'Pictures', uploads: { accept: ['image/*'] } },
      { id: 'nothing', label: 'Nothing', uploads: false },
    ],
  })
  choosy.onMessage(async ({ attachments }, chat) => {
    const given = await Promise.all(attachments.map(async (file) => `${file.name}=${(await file.content()).length}`))
    await chat.send(`${chat.profile}: ${given.join(', ') || 'no files'}`)
  })
  await using chat = await startTestChat(choosy, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const names = () => page.locator('.att').evaluateAll((all) => all.map((one) => (one as HTMLElement).title))
  const bad = () => page.locator('.att.bad').allInnerTexts()
  const choose = (name: string) => page.getByRole('radio', { name }).check()
  await page.fill('#chat-input', 'half a thought')
  await pick(page, [picture('menu.png'), words('notes.txt', 700)])
  await eventually(() => page.locator('.att .ring').count()).toBe(0)

  await choose('Pictures')
  await eventually(bad).toEqual(['notes.txt is not of a kind that is taken here'])
  await eventually(names).toEqual(['menu.png', 'notes.txt'])
  await page.locator('.att .thumb img').waitFor()
  expect(await page.inputValue('#chat-input')).toBe('half a thought')
  expect(await axeProblems(page)).toEqual([])

  await choose('Nothing')
  await eventually(bad).toEqual(['menu.png cannot be attached here', 'notes.txt cannot be attached here'])
  expect(await page.locator('#upload-button').count()).toBe(0)

  // Back again it is all there, also after a reload, and in the next new chat.
  await choose('Anything')
  await eventually(names).toEqual(['menu.png', 'notes.txt'])
  await eventually(() => page.locator('.att.bad, .att .ring').count()).toBe(0)
  await page.reload()
  await eventually(names).toEqual(['menu.png', 'notes.txt'])
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await eventually(names).toEqual(['menu.png', 'notes.txt'])
  await eventually(() => page.locator('.att.bad, .att .ring').count()).toBe(0)
  await page.fill('#chat-input', 'here')
  await page.keyboard.press('Enter')
  await eventually(() => lastTurn(page).innerText()).toContain(`anything: menu.png=${png.length}, notes.txt=700`)
  // Nothing of it is left behind: the threads that were begun on the way have no files.
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':files:')))).toEqual([])

  // After something was said they stay with their chat.
  await pick(page, [words('later.txt')])
  await eventually(names).toEqual(['later.txt'])
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await eventually(names).toEqual([])
  await page.goBack()
  await eventually(names).toEqual(['later.txt'])
})

it('UP-03: a file that the app looks at is said to be checked, and refused in its words beside the file', async () => {
  const looked = fileURLToPath(new URL('../stop/apps/uploads.ts', import.meta.url))
  await using chat = await startTestChat(looked, { web: true })
  await using visitor = await browser.visit(chat.url, {
    expected: [/status of 400/, /answered with 400: .*\/files\//],
  })
  const page = await visitor.open()
  await pick(page, [words('slow.txt'), words('virus.txt'), words('good.txt')])
  await page.getByRole('img', { name: 'Being checked' }).first().waitFor()
  await eventually(() => page.locator('.att.bad').allInnerTexts()).toEqual(['virus.txt: It has a virus.'])
  await eventually(() => page.locator('.att .ring').count()).toBe(0)
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/refused.png` })
  await page.fill('#chat-input', 'here')
  await page.keyboard.press('Enter')
  await eventually(() => lastTurn(page).innerText()).toContain('Got: slow.txt, good.txt')

  // Send stays where it is meanwhile, and a press of it is kept until the file is there. A moment after Stop was there.
  await pause(500)
  await pick(page, [words('slow.txt')])
  await page.getByRole('img', { name: 'Being checked' }).first().waitFor()
  expect(await page.locator('#stop-button').count()).toBe(0)
  await page.locator('#chat-submit').click()
  await eventually(() => page.locator('.turn').count()).toBe(2)
  await eventually(() => lastTurn(page).innerText()).toContain('Got: slow.txt')

  // It is broken off where it stands.
  await pick(page, [words('slow.txt')])
  await page.getByRole('img', { name: 'Being checked' }).first().waitFor()
  await page.getByRole('button', { name: 'Cancel upload of slow.txt' }).click()
  await eventually(() => page.locator('.att').count()).toBe(0)
  const through = chat.sideEffects.filter((effect) => effect === 'through slow.txt').length
  await pause(1_200)
  expect(chat.sideEffects.filter((effect) => effect === 'through slow.txt')).toHaveLength(through)
})

it('35: a message that waits gives its files back when it is edited', async () => {
  await using chat = await startTestChat(fileURLToPath(new URL('../files/apps/strict.ts', import.meta.url)), {
    web: true,
  })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'slow')
  await eventually(() => lastTurn(page).innerText()).toContain('waiting')
  await pick(page, [picture('a.png')])
  await page.locator('.att .thumb').waitFor()
  await say(page, 'look')
  await page.locator('.queued').waitFor()
  await page.getByRole('button', { name: 'Edit waiting message' }).click()
  await page.locator('.att .thumb').waitFor()
  expect(await page.inputValue('#chat-input')).toBe('look')
  await page.keyboard.press('Escape')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastTurn(page).innerText()).toContain('1 files')
})

it('UP-01: where nothing can be attached there is no button, and a drop and a paste are ignored', async () => {
  await using chat = await startTestChat(off, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const address = page.url()
  await give(page, 'paste', ['a.txt'])
  await give(page, 'drop', ['b.txt'])
  await pause(500)
  expect(await page.locator('#upload-button, .att, .dropover').count()).toBe(0)
  expect(page.url()).toBe(address)
})
