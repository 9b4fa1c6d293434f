import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('../stop/apps/asking-more.ts', import.meta.url))
const browser = browserForTests()

const lastTurn = (page: Page) => page.locator('.turn').last()
const lastSaid = (page: Page) => page.locator('.user').last()
const picker = (page: Page) => page.locator('.ask input[type="file"]')
const answering = (page: Page) => page.locator('.answering')

/** Leaves pictures of the page as it stands, where somebody wants them. */
async function shoot(page: Page, name: string): Promise<void> {
  const { SHOTS } = process.env
  if (!SHOTS) return
  await page.screenshot({ path: `${SHOTS}/${name}.png` })
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `${SHOTS}/${name}-phone.png` })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light' })
}

it('ASK-01. an answer takes the chosen command, what it asks for and the mode along, and the choice is over', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'words')
  await answering(page).waitFor()
  await page.locator('#chat-input').pressSequentially('/pic')
  await page.locator('#slash-menu').waitFor()
  await page.keyboard.press('Enter')
  const args = page.getByRole('group', { name: 'Picture' })
  await args.waitFor()
  await page.fill('#chat-input', 'Blue ones')
  await page.press('#chat-input', 'Enter')
  // What it asks for is missing: nothing goes.
  await args.getByRole('textbox', { name: 'of' }).fill('tiles')
  expect(await lastSaid(page).innerText()).toContain('words')
  expect(await axeProblems(page)).toEqual([])
  await shoot(page, 'answer-with-command')
  await page.getByRole('button', { name: 'Model: Fast' }).click()
  await page.getByRole('option', { name: 'Slow' }).click()
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastTurn(page).innerText()).toMatch(/"text": "Blue ones",\s+"command": "picture"/)
  expect(await lastTurn(page).innerText()).toMatch(/"of": "tiles"[^]*"model": "slow"[^]*"isSame": true/)
  await eventually(() => lastSaid(page).innerText()).toMatch(/Picture\s*Slow\s*Blue ones/)
  expect(await args.count()).toBe(0)
  expect(await page.locator('#command-picture').count()).toBe(0)
  expect(await page.inputValue('#chat-input')).toBe('')
  await shoot(page, 'answered-with-command')
  await page.reload()
  await eventually(() => lastSaid(page).innerText()).toMatch(/Picture\s*Slow\s*Blue ones/)
  expect(await page.locator('#command-picture').count()).toBe(0)

  // A command alone is an answer; one that persists stays chosen, through a stop as well.
  const choose = async (label: string): Promise<void> => {
    await page.click('#command-button')
    await page.getByRole('menuitem', { name: label }).click()
  }
  await say(page, 'words')
  await answering(page).waitFor()
  await choose('Search')
  await page.click('#chat-submit')
  await eventually(() => lastTurn(page).innerText()).toMatch(/"text": "",\s+"command": "search"/)
  expect(await lastSaid(page).innerText()).toContain('Search')
  expect(await page.locator('#command-search').count()).toBe(0)
  await say(page, 'words')
  await answering(page).waitFor()
  await choose('Keep')
  await say(page, 'this')
  await eventually(() => lastTurn(page).innerText()).toMatch(/"text": "this",\s+"command": "keep"/)
  expect(await page.locator('#command-keep').getAttribute('aria-pressed')).toBe('true')
  await say(page, 'words')
  await answering(page).waitFor()
  await page.fill('#chat-input', 'half')
  await page.click('#stop-button')
  await lastTurn(page).and(page.locator('[data-state="stopped"]')).waitFor()
  expect(await page.inputValue('#chat-input')).toBe('half')
  expect(await page.locator('#command-keep').getAttribute('aria-pressed')).toBe('true')
})

it('ASK-01. answered in another window: words, command and files stay in the composer for what is said next', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'words')
  await answering(page).waitFor()
  await page.click('#command-button')
  await page.getByRole('menuitem', { name: 'Search' }).click()
  const attach = page.locator('.composer input[type="file"]').first()
  await attach.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') })
  await page.getByRole('button', { name: 'Remove note.txt' }).waitFor()
  await page.fill('#chat-input', 'These')
  // The question is answered in another window a moment before.
  const threadId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await using tab = await chat.newTab(threadId)
  await tab.answer('Mine')
  await eventually(() => lastTurn(page).innerText()).toContain('"text": "Mine"')
  expect(await page.inputValue('#chat-input')).toBe('These')
  expect(await page.locator('#command-search').getAttribute('aria-pressed')).toBe('true')
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastSaid(page).innerText()).toMatch(/note\.txt[^]*Search\s*Fast\s*These/)
})

it('ASK-01. an answer that a schema refuses is asked for again, in its words', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'count')
  await answering(page).waitFor()
  await say(page, 'a few')
  await eventually(() => answering(page).innerText()).toContain('Digits only, please.')
  await say(page, '41')
  await eventually(() => lastTurn(page).innerText()).toContain('41 is 42 less one')
  const outcome = page.locator('.ask-foot')
  await eventually(() => outcome.allInnerTexts()).toEqual(['41 it is.'])
  await page.reload()
  await eventually(() => outcome.allInnerTexts()).toEqual(['41 it is.'])
  // A stop while it looks: the question is over, and nothing comes of the answer.
  await say(page, 'slow-count 800')
  await answering(page).waitFor()
  await say(page, '12')
  await eventually(() => answering(page).count()).toBe(0)
  await page.keyboard.press('Escape')
  await lastTurn(page).and(page.locator('[data-state="stopped"]')).waitFor()
  const log = await page.locator('.log').innerText()
  await page.waitForTimeout(1_500)
  expect(await page.locator('.log').innerText()).toBe(log)
  expect(await answering(page).count()).toBe(0)
})

it('ASK-02. files that answer stand in the question’s card, each as what it is and once, after a reload too', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'files')
  await picker(page).waitFor({ state: 'attached' })
  await picker(page).setInputFiles([
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
    { name: 'tile.png', mimeType: 'image/png', buffer: Buffer.from(samplePng(320, 200)) },
  ])
  await page.getByRole('button', { name: 'Give 2' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('"name": "tile.png"')
  const look = async (): Promise<void> => {
    await page.locator('.ask .inline-image').waitFor()
    expect(await page.locator('.turn .file').count()).toBe(1)
    expect(await page.locator('.turn .pic').count()).toBe(1)
    expect(await page.locator('.ask .file').innerText()).toContain('note.txt')
    expect(await page.locator('.ask .drop').count()).toBe(0)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('.ask a.file').click()])
    expect(saved.suggestedFilename()).toBe('note.txt')
  }
  await look()
  expect(await axeProblems(page)).toEqual([])
  await shoot(page, 'answered-with-files')
  await page.reload()
  await look()
  await page.locator('.ask .inline-image').click()
  await page.getByRole('dialog').waitFor()
})

it('ASK-03. the app’s words stand under a question, in the reader’s language, for good', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { locale: 'de-AT' })
  const page = await visitor.open()
  const outcomes = page.locator('.ask-foot:not(:has(button))')
  await say(page, 'held')
  await page.locator('.choice').first().click()
  await eventually(() => outcomes.allInnerTexts()).toEqual(['Reserviert: Saturday'])
  await eventually(() => lastTurn(page).innerText()).toContain('Day: sat')
  await say(page, 'held')
  await page.getByRole('button', { name: 'Skip', exact: true }).click()
  await eventually(() => outcomes.count()).toBe(2)
  await say(page, 'held 300')
  const all = ['Reserviert: Saturday', 'Nothing is held.', 'Zu spät dafür.']
  await eventually(() => outcomes.allInnerTexts()).toEqual(all)
  await eventually(() => lastTurn(page).innerText()).toContain('Day: null')
  expect(await axeProblems(page)).toEqual([])
  await shoot(page, 'outcomes')
  await page.reload()
  await eventually(() => outcomes.allInnerTexts()).toEqual(all)
  expect(await page.locator('.choice[aria-pressed="true"]').innerText()).toContain('Saturday')
})

it('ASK-03. words for every kind of question, beside what was answered', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'kinds')
  await answering(page).waitFor()
  await say(page, 'Bo')
  await page.locator('.choice').nth(1).click()
  await page.locator('.ask-form').getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await picker(page).setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') })
  await eventually(() => lastTurn(page).innerText()).toContain('All kinds.')
  const all = ['Pleased to meet you.', 'No, that is false.', '1 seats.', 'Paid.', 'Read note.txt.']
  const outcomes = page.locator('.ask-foot')
  await eventually(() => outcomes.allInnerTexts()).toEqual(all)
  expect(await page.locator('.ask-filled').innerText()).toMatch(/seats\s+1/)
  expect(await axeProblems(page)).toEqual([])
  await shoot(page, 'outcome-kinds')
  await page.reload()
  await eventually(() => outcomes.allInnerTexts()).toEqual(all)
})
