import { newId } from '@chatwright/protocol'
import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, phone, say, lostLine } from './lib.ts'

const app = new URL('../../examples/favorites/app.ts', import.meta.url)
const browser = browserForTests()

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])('PERS-12. star, new chat, pick from the list: the composer is filled: $colorScheme', async (options) => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { ...options, expected: lostLine })
  const page = await visitor.open()
  const dialog = page.locator('#favorites-dialog')
  const stars = page.locator('[data-favorite]')

  // Empty, by key.
  await page.locator('#favorites-button').press('Enter')
  await dialog.getByText('Nothing here yet').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => dialog.count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('favorites-button')

  await say(page, 'First <b>thing</b>')
  await eventually(() => answers(page).count()).toBe(1)
  await say(page, 'Second thing')
  await eventually(() => answers(page).count()).toBe(2)
  await eventually(() => stars.count()).toBe(2)
  for (const at of [0, 1]) {
    await stars.nth(at).focus()
    await page.keyboard.press('Enter')
    await eventually(() => stars.nth(at).getAttribute('aria-pressed')).toBe('true')
  }
  expect(await axeProblems(page)).toEqual([])

  // Another window has them too, in a new chat; what is written there already stays.
  const other = await visitor.open()
  await other.fill('#chat-input', 'Please:')
  await other.locator('#favorites-button').click()
  await eventually(() => other.locator('#favorites-dialog li .words').allInnerTexts()).toEqual([
    'Second thing',
    'First <b>thing</b>',
  ])
  expect(await axeProblems(other)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await other.screenshot({ path: `${SHOTS}/favorites-${options.colorScheme}.png` })
  expect(await other.evaluate(() => document.activeElement?.className)).toBe('use')
  await other.keyboard.press('Tab')
  await other.keyboard.press('Tab')
  await other.keyboard.press('Enter')
  await eventually(() => other.inputValue('#chat-input')).toBe('Please:\nFirst <b>thing</b>')
  await eventually(() => other.evaluate(() => document.activeElement?.id)).toBe('chat-input')
  expect(await answers(other).count()).toBe(0)

  // Removed there, it is marked here no more; the rest outlives a restart and its own conversation.
  await other.locator('#favorites-button').click()
  await other.getByRole('button', { name: 'Remove: Second thing' }).click()
  await eventually(() => other.locator('#favorites-dialog li').count()).toBe(1)
  await eventually(() => stars.nth(1).getAttribute('aria-pressed')).toBe('false')
  await chat.restart()
  await page.reload()
  await eventually(() => stars.first().getAttribute('aria-pressed')).toBe('true')
  expect(await stars.nth(1).getAttribute('aria-pressed')).toBe('false')
  await chat.client.threads.delete(/thread\/([0-9a-f-]+)/.exec(page.url())?.[1] as string)
  await other.reload()
  await other.locator('#favorites-button').click()
  await eventually(() => other.locator('#favorites-dialog li').count()).toBe(1)
})

it('PERS-12. is off unless the app wants it, and marks nothing but what a person said', async () => {
  const plain = createApp()
  plain.onMessage((_, chat) => chat.send('Yes.'))
  await using chat = await startTestChat(plain, { host: 'inline', web: true })
  await chat.say('this')
  const messageId = chat.messages[0]?.id as string
  await expect(chat.client.favorites.add(chat.threadId, messageId)).rejects.toMatchObject({ code: 'not_offered' })
  expect(await chat.command('listFavorites', {})).toMatchObject({ ok: true, result: { favorites: [] } })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open(`/thread/${chat.threadId}`)
  await answers(page).first().waitFor()
  expect(await page.locator('[data-favorite], #favorites-button').count()).toBe(0)

  const wanted = createApp({ favorites: true })
  wanted.onMessage((_, chat) => chat.send('Yes.'))
  await using other = await startTestChat(wanted, { host: 'inline' })
  await other.say('this')
  const { favorites } = other.client
  const [said, answer] = other.messages.map(({ id }) => id) as [string, string]
  await expect(favorites.add(other.threadId, answer)).rejects.toMatchObject({ code: 'not_found' })
  await expect(favorites.add(other.threadId, newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(favorites.add(newId(), said)).rejects.toMatchObject({ code: 'thread_not_found' })
  await expect(favorites.add('x', said)).rejects.toMatchObject({ code: 'bad_request' })
  await favorites.add(other.threadId, said)
  await favorites.add(other.threadId, said)
  expect(favorites.getSnapshot().favorites.map(({ text }) => text)).toEqual(['this'])
  await favorites.remove(said)
  await favorites.remove(said)
  expect(favorites.getSnapshot().favorites).toEqual([])
})
