import { createApp, textInput } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone, say } from './lib.ts'

const browser = browserForTests()
const lastTurn = (page: Page) => page.locator('.turn').last()
const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: samplePng(60, 40) })

function createDraftsApp() {
  const app = createApp({
    feedback: { reasons: { down: ['Wrong', 'Too long'] } },
    settings: { tone: textInput({ initial: 'plain' }) },
    commands: [
      {
        id: 'book',
        label: 'Book',
        args: { city: textInput({ label: 'City', required: true }), pin: textInput({ secret: true }) },
      },
    ],
  })
  app.onMessage(async (message, chat) => {
    if (message.text === 'refund') {
      const call = { tool: 'refund', args: { cents: 1 } }
      await chat.send(JSON.stringify(await chat.ask.approve(call, { editable: true, timeoutMs: Infinity })))
      return
    }
    const names = message.attachments.map(({ name }) => name)
    const { city } = (message.args ?? {}) as { city?: string }
    await chat.send([`said ${message.text}`, ...names, ...(city === undefined ? [] : [`in ${city}`])].join(', '))
  })
  return app
}

it('whatever was begun and not sent is there after another chat and after a reload, and takes nobody’s focus', async () => {
  await using chat = await startTestChat(createDraftsApp(), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'one')
  await eventually(() => lastTurn(page).innerText()).toContain('said one')
  // A call to agree to,
  await say(page, 'refund')
  const args = page.getByLabel('What refund is called with')
  await args.fill('{ "cents": 7')
  // why an answer is no good,
  await page.getByRole('button', { name: 'Bad answer' }).click()
  await page.getByRole('button', { name: 'Too long', exact: true }).click()
  await page.locator('.feedback-card textarea').fill('I wanted less')
  // an edit, with a file taken along,
  await page.locator('.user').first().hover()
  await page.getByRole('button', { name: 'Edit message' }).first().click()
  await page.locator('.editing textarea').fill('two')
  await page.locator('.editing input[type="file"]').setInputFiles([picture('menu.png')])
  await page.locator('.editing .thumb img').waitFor()
  expect(await axeProblems(page)).toEqual([])
  // and the next message, with what is chosen for it.
  for (const _ of ['once', 'again']) {
    await page.fill('#chat-input', '/book')
    await page.getByRole('option', { name: 'Book' }).waitFor()
    await page.press('#chat-input', 'Enter')
  }
  await say(page, 'too early')
  await page.locator('.args').getByLabel('City').fill('Porto')
  await page.locator('.args').getByLabel('pin').fill('hunter2')
  await page.fill('#chat-input', 'half a thought')

  const isAllThere = async (): Promise<void> => {
    await eventually(() => args.inputValue()).toBe('{ "cents": 7')
    expect(await page.locator('.feedback-card textarea').inputValue()).toBe('I wanted less')
    expect(await page.getByRole('button', { name: 'Too long' }).getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('.editing textarea').inputValue()).toBe('two')
    await page.getByRole('button', { name: 'Remove menu.png' }).waitFor()
    expect(await page.locator('.args').getByLabel('City').inputValue()).toBe('Porto')
    expect(await page.inputValue('#chat-input')).toBe('half a thought')
    expect(await page.locator('.user').count()).toBe(2)
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
  }
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/drafts.png` })
  const address = page.url()
  await page.reload()
  await isAllThere()
  expect(await page.locator('.args').getByLabel('pin').inputValue()).toBe('')
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('hunter2')
  await page.goto(new URL('/', address).href)
  await page.locator('.thread').first().waitFor()
  expect(await page.inputValue('#chat-input')).toBe('')
  await page.locator('.thread').first().click()
  await isAllThere()

  // Each is sent as it was left, and then nothing of it is kept.
  await args.fill('{ "cents": 7 }')
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('{"approved":true,"args":{"cents":7}}')
  await page.locator('.feedback-card').getByRole('button', { name: 'Add comment' }).click()
  await eventually(() => page.locator('.feedback-card').count()).toBe(0)
  await page.press('#chat-input', 'Enter')
  await eventually(() => lastTurn(page).innerText()).toContain('said half a thought, in Porto')
  await page.locator('.editing').getByRole('button', { name: 'Send again' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('said two, menu.png')
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => /draft|files/.test(key)))
  await eventually(kept).toEqual([])
})

it('EDIT-01: where the app, or a profile, lets nothing be changed there is no pencil, and an answer is asked for again', async () => {
  const createFixed = (options: Parameters<typeof createApp>[0]) => {
    const app = createApp(options)
    let times = 0
    app.onMessage(({ text }, chat) => chat.send(`${text}: answer ${++times}`))
    return app
  }
  const profiles = [
    { id: 'open', label: 'Open' },
    { id: 'fixed', label: 'Fixed', editing: false },
  ]
  for (const [options, path] of [
    [{ editing: false }, '/'],
    [{ profiles }, '/?profile=fixed'],
  ] as const) {
    await using chat = await startTestChat(createFixed(options), { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open(path)
    await say(page, 'why')
    await eventually(() => lastTurn(page).innerText()).toContain('why: answer 1')
    await page.locator('.user').hover()
    await page.getByRole('button', { name: 'Copy message' }).waitFor()
    expect(await page.getByRole('button', { name: 'Edit message' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Answer again' }).click()
    await eventually(() => lastTurn(page).innerText()).toContain('why: answer 2')
    await using tab = await chat.newTab(new URL(page.url()).pathname.split('/').at(-1))
    await expect(tab.edit('why', 'who')).rejects.toMatchObject({ code: 'not_offered' })
  }
})

it('EDIT-01: a message that is only a file is edited by keys: one file goes, one comes; Escape leaves it as it was', async () => {
  await using chat = await startTestChat(createDraftsApp(), { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, colorScheme: 'dark' })
  const page = await visitor.open()
  await page.locator('#upload-button-input').setInputFiles([picture('a.png'), picture('b.png')])
  await eventually(() => page.locator('.att .thumb').count()).toBe(2)
  await page.locator('#submit-button, [aria-label="Send"]').first().click()
  await eventually(() => lastTurn(page).innerText()).toContain('said , a.png, b.png')
  const pencil = page.getByRole('button', { name: 'Edit message' })
  await pencil.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove a.png' }).click()
  await page.locator('.editing textarea').focus()
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('.editing').count()).toBe(0)
  expect(await pencil.evaluate((button) => button === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('.editing .att').count()).toBe(2)
  await page.getByRole('button', { name: 'Remove a.png' }).click()
  await page.getByRole('button', { name: 'Remove b.png' }).click()
  const send = page.locator('.editing').getByRole('button', { name: 'Send again' })
  expect(await send.isDisabled()).toBe(true)
  await page.locator('.editing input[type="file"]').setInputFiles([picture('c.png')])
  await eventually(() => send.isDisabled()).toBe(false)
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/edit-phone.png` })
  await send.click()
  await eventually(() => lastTurn(page).innerText()).toContain('said , c.png')
  await page.getByRole('button', { name: 'Earlier way' }).click()
  await eventually(() => lastTurn(page).innerText()).toContain('said , a.png, b.png')
})
