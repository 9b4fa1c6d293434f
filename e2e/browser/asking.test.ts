import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, say } from './lib.ts'
import { expectFrozen, stopRecord, watchStop } from './stop-watch.ts'

const app = fileURLToPath(new URL('../stop/apps/asking.ts', import.meta.url))
const browser = browserForTests()

const send = async (page: Page, text: string): Promise<void> => {
  await page.fill('#chat-input', text)
  await page.keyboard.press('Enter')
}
const lastTurn = (page: Page) => page.locator('.turn').last()

it('asks: words in the composer, a choice by key, a file with its limits; all stay where they were given', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await send(page, 'name')
  await page.locator('.answering').waitFor()
  expect(await page.locator('#stop-button').count()).toBe(1)
  expect(await axeProblems(page)).toEqual([])
  await send(page, 'Bo')
  await eventually(() => lastTurn(page).innerText()).toContain('Hello Bo')
  await send(page, 'slot')
  await page.locator('.choice').first().waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('2')
  await eventually(() => lastTurn(page).innerText()).toContain('Chose sunday')
  await send(page, 'file')
  const picker = page.locator('.ask input[type="file"]')
  await picker.setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(2_000) })
  await eventually(() => page.locator('.file').innerText()).toContain('2 kB is over the limit of 1 kB')
  expect(await axeProblems(page)).toEqual([])
  await picker.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') })
  await eventually(() => lastTurn(page).innerText()).toContain('note.txt: words')
  const before = await page.locator('.log').innerText()
  await page.reload()
  await eventually(() => page.locator('.log').innerText()).toBe(before)
  expect(await page.locator('.choice[aria-pressed="true"]').innerText()).toContain('sunday')
})

it('27. stopped while it asks: the card is gone in both windows, and the words typed next are a message', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await send(page, 'name')
  await page.locator('.answering').waitFor()
  const other = await visitor.open(new URL(page.url()).pathname)
  await other.locator('.answering').waitFor()
  await page.keyboard.press('Escape')
  for (const window of [page, other]) {
    await window.locator('.turn[data-state="stopped"]').waitFor()
    await eventually(() => window.locator('.answering, .ask').count()).toBe(0)
  }
  await send(page, 'hello')
  await eventually(() => lastTurn(page).innerText()).toContain('You said hello')
})

it('25. a long button is stopped: it shows that it works, Stop is there and goes within 300 ms', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { initScript: watchStop })
  const page = await visitor.open()
  await send(page, 'buttons')
  await page.getByRole('button', { name: 'Long' }).click()
  await eventually(() => page.locator('.actions [aria-busy="true"]').count()).toBe(1)
  await eventually(() => lastTurn(page).innerText()).toContain('at it')
  const goneAfter = await page.evaluate(async () => {
    const startedAt = performance.now()
    document.querySelector<HTMLElement>('#stop-button')?.click()
    while (document.querySelector('#stop-button')) await new Promise(requestAnimationFrame)
    return performance.now() - startedAt
  })
  // The bound is 300 ms; a machine that runs many tests at once may be late.
  expect(goneAfter).toBeLessThan(1_500)
  expectFrozen(await stopRecord(page))
  expect(await page.locator('.actions [aria-busy="true"]').count()).toBe(0)
  await page.getByRole('button', { name: 'Nobody' }).click()
  await eventually(() => page.getByRole('alert').innerText()).toContain('does nothing any more')
})

it('26. an edit is answered on a way of its own, stopped, answered again; the first way can be taken again', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await send(page, 'first words')
  await eventually(() => lastTurn(page).innerText()).toContain('You said first words')
  const edit = async (text: string): Promise<void> => {
    await page.locator('.user').last().hover()
    await page.locator('.user').last().getByRole('button', { name: 'Edit message' }).click()
    await page.locator('.editing textarea').fill(text)
    await page.keyboard.press('Enter')
  }
  await edit('count')
  await eventually(() => lastTurn(page).innerText()).toContain('counting')
  await page.keyboard.press('Escape')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Retry' }).click()
  await eventually(() => page.locator('.ways').innerText()).toContain('3 of 3')
  await page.locator('#stop-button').click()
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('Going on after 1')
  await page.getByRole('button', { name: 'Earlier way' }).click()
  await eventually(() => page.locator('.ways').innerText()).toContain('2 of 3')
  await page.getByRole('button', { name: 'Earlier way' }).click()
  await eventually(() => page.locator('.log').innerText()).toContain('You said first words')
  await page.reload()
  await eventually(() => page.locator('.ways').innerText()).toContain('1 of 3')
})

it('29. and 33. one step is stopped alone; a plan is closed as stopped, and no spinner is left', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await send(page, 'three')
  await page.getByRole('button', { name: 'Stop two' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('one, step_stopped, three')
  await send(page, 'plan')
  await page.locator('.task.run').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.locator('.task.halt').waitFor()
  expect(await page.locator('.tasks .spin').count()).toBe(0)
})

it('35. what waits is held by a stop, and is sent on, edited or removed; the draft is as it was', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: { width: 390, height: 844 } })
  const page = await visitor.open()
  await say(page, 'count')
  await eventually(() => lastTurn(page).innerText()).toContain('counting')
  for (const text of ['a', 'b', 'c']) await send(page, text)
  await eventually(() => page.locator('.queued').count()).toBe(3)
  await page.fill('#chat-input', 'half')
  await page.locator('#stop-button').click()
  await eventually(() => page.locator('.queued[data-state="held"]').count()).toBe(3)
  await eventually(() => page.locator('#stop-button').count()).toBe(0)
  expect(await page.inputValue('#chat-input')).toBe('half')
  expect(await axeProblems(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove waiting message' }).nth(1).click()
  await eventually(() => page.locator('.queued').count()).toBe(2)
  await page.getByRole('button', { name: 'Edit waiting message' }).nth(1).click()
  await eventually(() => page.inputValue('#chat-input')).toBe('half\nc')
  await eventually(() => page.locator('.queued').count()).toBe(1)
  await page.getByRole('button', { name: 'Send now' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('You said a')
  expect(await page.locator('.queued').count()).toBe(0)
})
