import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { CommandLine } from './command-line.ts'
import { answers, answerText, browserForTests, eventually, hasSaid, lostLine, pause, say } from './lib.ts'
import { Line } from './line.ts'
import { expectFrozen, stopRecord, watchStop } from './stop-watch.ts'

const browser = browserForTests()
const talk = new URL('./apps/talk.ts', import.meta.url)
const unwilling = new URL('./apps/unwilling.ts', import.meta.url)
const ownWords = new URL('./apps/own-words.ts', import.meta.url)
const defaultNotice = /^Stopped(?: after \d+ s)?\.$/

it('1. 31. freezes the text at the press; it never grows: after a while, a reload, in another tab, after a restart', async () => {
  await using chat = await startTestChat(unwilling, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop, expected: lostLine })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  const done = chat.sideEffects.length
  await pause(3_000)

  const record = await stopRecord(page)
  expectFrozen(record)
  expect(record.soon?.notices).toHaveLength(1)
  expect(record.notices[0]).toBe('Stopping…')
  expect(record.notices).toHaveLength(2)
  expect(record.notices[1]).toMatch(defaultNotice)
  expect(record.mostNotices).toBe(1)
  expect(record.toasts).toEqual([])
  expect(await page.locator('.notice').count()).toBe(1)
  expect(await page.locator('#chat-submit').isVisible()).toBe(true)
  // The work itself went on all the time, so there was something to keep away.
  expect(chat.sideEffects.length).toBeGreaterThan(done + 50)

  const text = await answerText(page)
  const notice = await page.locator('.notice .said').innerText()
  const expectSame = async (tab: typeof page): Promise<void> => {
    await tab.locator('.notice').waitFor()
    expect(await answerText(tab)).toBe(text)
    expect(await tab.locator('.notice .said').allInnerTexts()).toEqual([notice])
    expect(await answers(tab).count()).toBe(1)
  }
  await page.reload()
  await expectSame(page)
  const second = await visitor.open(new URL(page.url()).pathname)
  await expectSame(second)
  await chat.restart()
  await eventually(() => page.locator('#session-error').count()).toBe(0)
  await expectSame(page)
  await page.reload()
  await expectSame(page)
  expect((await stopRecord(second)).mostNotices).toBe(1)
  await say(second, 'hello')
  await eventually(() => answers(second).last().innerText()).toContain('You said: hello')
})

it('30. the same characters are there after the command line served them anew', async () => {
  await using server = await CommandLine.run('start', talk)
  await using visitor = await browser.visit(server.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 300)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expectFrozen(await stopRecord(page))
  const log = await page.locator('#log').innerText()
  const { pathname } = new URL(page.url())
  await page.close()
  await server.restart()
  const again = await visitor.open(pathname)
  await again.locator('.notice').waitFor()
  await eventually(() => again.locator('#log').innerText()).toBe(log)
})

it('Escape stops, wherever the focus is, and a screen reader hears of it once', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  await page.locator('#log').focus()
  await page.keyboard.press('Escape')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await pause(600)
  const record = await stopRecord(page)
  expectFrozen(record)
  expect(record.spoken).toHaveLength(1)
  expect(record.spoken[0]).toMatch(/^Stopped/)
  expect(record.mostNotices).toBe(1)
})

it('a double press stops once and never sends the draft, which stays as it was', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  await page.locator('#chat-input').pressSequentially('not yet ready')
  const box = await page.locator('#stop-button').boundingBox()
  if (!box) throw new Error('There is no Stop.')
  // Where Send comes back to: the end edge, which both share.
  const at = [box.x + box.width - 12, box.y + box.height / 2] as const
  await page.mouse.dblclick(...at)
  await page.locator('#chat-submit').waitFor()
  await page.mouse.click(...at)
  await page.mouse.click(...at)
  await pause(1_000)
  const record = await stopRecord(page)
  expect(record.said).toEqual(['count'])
  expect(await page.inputValue('#chat-input')).toBe('not yet ready')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
  expect(record.mostNotices).toBe(1)
  expectFrozen(record)
  // After that moment it is an ordinary Send again.
  await page.mouse.click(...at)
  await eventually(() => answers(page).last().innerText()).toContain('You said: not yet ready')
})

it('9. the app’s own words are the only ones, the default is not seen in any frame', async () => {
  await using chat = await startTestChat(ownWords, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await pause(1_000)
  const record = await stopRecord(page)
  expect(record.notices).toEqual(['Stopping…', 'Put down the pen.'])
  expect(record.mostNotices).toBe(1)
  expect(record.spoken).toEqual(['Put down the pen.'])
  expect(record.toasts).toEqual([])
  expectFrozen(record)
})

it('17. a loop that never gives its thread back: the notice all the same, the next message answered', async () => {
  await using chat = await startTestChat(unwilling, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'block')
  await hasSaid(page, 5)
  await pause(500)
  await page.click('#stop-button')
  // A second on a machine at rest, which the benchmarks measure.
  await eventually(() => page.locator('.notice .said').allInnerTexts(), { timeout: 3_000 }).toEqual([
    expect.stringMatching(defaultNotice),
  ])
  await say(page, 'hello')
  await eventually(() => answers(page).last().innerText()).toContain('You said: hello')
  const record = await stopRecord(page)
  expect(record.toasts).toEqual([])
  expect(record.mostNotices).toBe(1)
})

it('38. without a line at the press: says so, goes out once, never hits a later run', async () => {
  await using chat = await startTestChat(unwilling, { web: true })
  await using line = await Line.to(chat.url)
  await using visitor = await browser.visit(line.url, { initScript: watchStop, expected: lostLine })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  line.cut()
  await page.locator('#session-error').waitFor()
  await page.click('#stop-button')
  await eventually(() => page.locator('.notice').innerText()).toContain('You are offline.')
  expect(await axeProblems(page)).toEqual([])
  expect(await page.locator('#stop-button').innerText()).toBe('Stop waits')
  await pause(500)
  expectFrozen(await stopRecord(page))

  const sent: string[] = []
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))))
  // Pressed before the line is whole it would be in vain, and a little after there is nothing to press any more.
  line.heal()
  await Promise.any([
    page.getByRole('button', { name: 'Retry now' }).click(),
    page.locator('#session-error').waitFor({ state: 'detached' }),
  ])
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expectFrozen(await stopRecord(page))
  expect((await stopRecord(page)).mostNotices).toBe(1)
  await say(page, 'hello')
  await eventually(() => answers(page).last().innerText()).toContain('You said: hello')
  const threadId = new URL(page.url()).pathname.split('/').at(-1) as string
  const tab = await chat.newTab(threadId)
  expect(sent.filter((payload) => payload.includes('"stop"'))).toHaveLength(1)
  expect(tab.runs.filter(({ kind }) => kind === 'message').map(({ state }) => state)).toEqual(['stopped', 'completed'])
})

it('without an answer to the press: the text stands still, it says so and tries again', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using line = await Line.to(chat.url)
  await using visitor = await browser.visit(line.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  line.hold()
  await page.click('#stop-button')
  await eventually(() => page.locator('.notice').innerText()).toContain('Stop not confirmed yet.')
  expect(await axeProblems(page)).toEqual([])
  expect(await page.locator('#stop-button').innerText()).toBe('Force stop')
  expectFrozen(await stopRecord(page))
  line.release()
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await pause(500)
  const record = await stopRecord(page)
  expectFrozen(record)
  expect(record.mostNotices).toBe(1)
  expect(record.notices.at(-1)).toMatch(defaultNotice)
})

it('39. pressed in one tab, the other shows the same and has no Stop left', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  const other = await visitor.open(new URL(page.url()).pathname)
  await other.locator('#stop-button').waitFor()
  await page.click('#stop-button')
  for (const tab of [page, other]) {
    await tab.locator('.turn[data-state="stopped"]').waitFor()
    await tab.locator('#chat-submit').waitFor()
    expect(await tab.locator('#stop-button').count()).toBe(0)
  }
  const text = await answerText(page)
  expect(await answerText(other)).toBe(text)
  await pause(1_000)
  expect(await answerText(other)).toBe(text)
  expect((await stopRecord(other)).mostNotices).toBe(1)
})

it('37. the page is reloaded while it works: nothing is lost or twice, and Stop is there', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  const before = (await answerText(page)).length
  await page.reload()
  await hasSaid(page, before + 40)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  const numbers = (await answerText(page)).split(' ').map(Number)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expectFrozen(await stopRecord(page))
})

it('9. a notice shows its elements and buttons, also after a reload', async () => {
  await using chat = await startTestChat(new URL('../stop/apps/notices.ts', import.meta.url), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'elements')
  await page.locator('.turn').getByText('working').waitFor()
  await page.click('#stop-button')
  const look = async (): Promise<void> => {
    const notice = page.locator('.notice')
    await notice.getByText('As far as it got:').waitFor()
    await eventually(() =>
      notice.locator('.inline-image img').evaluate((img: HTMLImageElement) => img.naturalWidth),
    ).toBe(40)
    expect(await notice.locator('.dataframe td').innerText()).toBe('Castle')
  }
  await look()
  await page.reload()
  await look()
  expect(await axeProblems(page)).toEqual([])
})
