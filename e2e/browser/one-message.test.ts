import { createApp, image, type MessageHandle, type StepHandle } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()
const messages = (page: Page) => page.locator('.turn .message')

it('MSG-01: a picture and a button stand under their message, once, also after a reload', async () => {
  const app = createApp({ name: 'Ada' })
  app.onMessage((_, chat) =>
    chat.send('Here it is.', {
      elements: [image({ content: samplePng(40, 30), name: 'tile.png' })],
      actions: [{ name: 'keep', label: 'Keep it' }],
    }),
  )
  app.onAction('keep', () => {})
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  for (let time = 0; time < 2; time++) {
    await page.locator('.turn .inline-image img').waitFor()
    await page.getByRole('button', { name: 'Keep it' }).waitFor()
    expect(await messages(page).count()).toBe(1)
    expect(await page.locator('.turn .inline-image').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Keep it' }).count()).toBe(1)
    const tops = await page.evaluate(() =>
      ['.turn .message', '.turn .inline-image', '.turn .actions, .turn [class*="action"]'].map(
        (selector) => document.querySelector(selector)?.getBoundingClientRect().top ?? 0,
      ),
    )
    expect(tops).toEqual(tops.toSorted((a, b) => a - b))
    await page.reload()
  }
  const stored = await chat.stored(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect([stored?.messages.length, stored?.elements.length, stored?.actions.length]).toEqual([2, 1, 1])
})

it('MSG-03, STEP-03: changed in its place, and taken away from the page and the store; a step with what is in it', async () => {
  let kept: MessageHandle | null = null
  let outer: StepHandle | null = null
  const app = createApp({ name: 'Ada' })
  app.onMessage(async ({ text }, chat) => {
    if (text === 'hello') kept = await chat.send('Hello!')
    // A slow machine has to see it before it is another.
    await chat.sleep(1_500)
    if (text === 'hello') return kept?.update({ text: 'Hello again!' })
    if (text === 'gone') {
      const message = await chat.send('Not for long.')
      await chat.sleep(1_500)
      return message.remove()
    }
    await chat.step({ name: 'Outer', defaultOpen: true, type: 'tool' }, async (step) => {
      outer = step
      step.output = 'first'
      await chat.step({ name: 'Inner', type: 'tool' }, () => 'x')
    })
    await outer?.update({ output: 'second' })
    if (text === 'steps') return void (await chat.send('Both are there.'))
    await outer?.remove()
    await chat.send('Neither is.')
  })
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'hello')
  await eventually(() => messages(page).allInnerTexts()).toEqual(['Hello!'])
  const id = await messages(page).getAttribute('data-message-id')
  await eventually(() => messages(page).allInnerTexts()).toEqual(['Hello again!'])
  expect(await messages(page).getAttribute('data-message-id')).toBe(id)

  await say(page, 'gone')
  await page.getByText('Not for long.').waitFor()
  await eventually(() => page.getByText('Not for long.').count()).toBe(0)
  expect(await page.locator('.user').count()).toBe(2)

  await say(page, 'steps')
  await page.getByText('Both are there.').waitFor()
  await eventually(() => page.locator('.step-body').first().innerText()).toContain('second')
  expect(await page.locator('.step').count()).toBe(2)
  await say(page, 'no steps')
  await page.getByText('Neither is.').waitFor()
  expect(await page.locator('.turn').last().locator('.step').count()).toBe(0)
  expect(await axeProblems(page)).toEqual([])
  const stored = await chat.stored(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect(stored?.messages.filter(({ role }) => role === 'assistant').map(({ text }) => text)).toEqual([
    'Hello again!',
    'Both are there.',
    'Neither is.',
  ])
  expect(stored?.steps.map(({ name }) => name)).toEqual(['Outer', 'Inner'])
})

it('MSG-03: without its last message the chat begins anew as it did, or stays as it is', async () => {
  const app = createApp({ name: 'Ada' })
  app.onChatStart(async (chat) => {
    const greeting = await chat.send('Welcome.')
    await chat.sleep(400)
    await greeting.remove()
  })
  app.onMessage((_, chat) => chat.send('Yes?'))
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await eventually(() => page.getByText('Welcome.').count()).toBe(0)
  await page.locator('.welcome').waitFor()
  await say(page, 'still here')
  await eventually(() => messages(page).allInnerTexts()).toEqual(['Yes?'])
})
