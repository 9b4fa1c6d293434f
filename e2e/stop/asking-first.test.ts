import { startTestChat } from 'chatwright/testing'
import { afterEach, expect, it } from 'vitest'

const app = new URL('./apps/asking-first.ts', import.meta.url)

const begin = (first: string) => {
  process.env['FIRST'] = first
  return startTestChat(app)
}
afterEach(() => {
  delete process.env['FIRST']
})

it('a thread that begins with words is called by them, and a question of its return hides nothing', async () => {
  await using chat = await begin('text')
  await chat.waitFor(() => chat.openAsks.length === 1)
  await chat.answer('Ada')
  await chat.waitFor('Ada: Your name?\n(answered)\nYou: Ada\nAda: Hello Ada')
  expect(chat.state.title).toBe('Ada')
  const before = chat.text
  await chat.restart()
  await using tab = await chat.newTab()
  await tab.waitFor('(asks: yes)')
  expect(tab.text).toBe(`${before}\nAda: Back again?\n(asks: yes)`)
  await tab.reconnect()
  await tab.answer('yes')
  await chat.waitFor('(answered: yes)')
})

it('so is one that begins with a choice, with files, with a form, or with a button', async () => {
  const titles: (string | null)[] = []
  const doFirst = async (first: string, what: (chat: Awaited<ReturnType<typeof begin>>) => Promise<unknown>) => {
    await using chat = await begin(first)
    await what(chat)
    titles.push(await chat.waitFor(() => chat.state.title))
  }
  await doFirst('choice', (chat) => chat.answer('Saturday'))
  await doFirst('files', (chat) => chat.give('a.txt', 'words'))
  await doFirst('form', (chat) => chat.fillIn({ name: 'Bo' }))
  await doFirst('button', (chat) => chat.press('Go on'))
  expect(titles).toEqual(['Saturday', 'a.txt', 'What is it about?', 'Go on'])
})
