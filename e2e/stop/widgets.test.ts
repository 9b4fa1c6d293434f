import { startTestChat, type TestChat } from 'chatwright/testing'
import { expect, it, vi } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('../browser/apps/widgets/app.ts', import.meta.url)

/** The element that a message brings. */
async function shown(chat: TestChat, words: string): Promise<string> {
  await chat.say(words)
  return chat.elements.at(-1)?.id ?? ''
}

it('CEL-03: only custom elements of the very thread are changed, and nothing of them but their props', async () => {
  await using chat = await startTestChat(app)
  const counter = await shown(chat, 'counter')
  const picture = await shown(chat, 'picture')
  await using other = await chat.newTab(null)
  await other.say('hello')

  const forged = { count: 3, type: 'file', path: '/etc/passwd', url: 'file:///etc/passwd', component: 'Escape' }
  await chat.view.commands.changeElement(counter, forged)
  await chat.waitFor(() => JSON.stringify(chat.elements).includes('passwd'))
  expect(chat.elements.find(({ id }) => id === counter)).toMatchObject({
    kind: 'custom',
    source: { type: 'props', component: 'Counter', props: forged },
  })

  const gone = { code: 'not_found', message: 'There is no such custom element.' }
  for (const { commands } of [other.view, chat.view]) {
    const id = commands === other.view.commands ? counter : picture
    await expect(commands.changeElement(id, {})).rejects.toMatchObject(gone)
    await expect(commands.removeElement(id)).rejects.toMatchObject(gone)
    await expect(commands.callAction(id, 'double', { count: 1 })).rejects.toMatchObject(gone)
  }
  const taken = JSON.parse('{"within":{"constructor":{"taken":true}}}') as { count: number }
  await expect(chat.view.commands.changeElement(counter, taken)).rejects.toMatchObject({ code: 'bad_request' })
  // Little by little is too much, too.
  const half = 'x'.repeat(60_000)
  await chat.view.commands.changeElement(counter, { one: half })
  await expect(chat.view.commands.changeElement(counter, { two: half })).rejects.toMatchObject({ code: 'too_large' })
  await expect(chat.view.commands.callAction(counter, 'double', { two: half + half })).rejects.toMatchObject({
    code: 'too_large',
  })
  expect(await chat.stored()).toMatchObject({ elements: [{ id: counter }, { id: picture }] })
})

it('CEL-08: its document and its script are shut, compressed, and found by no other name', async () => {
  await using chat = await startTestChat(app)
  const get = (path: string) => fetch(new URL(path, chat.url))
  const frame = await get('/api/elements/Counter/frame')
  expect(frame.headers.get('content-security-policy')).toContain("sandbox allow-scripts; default-src 'none'")
  expect(frame.headers.get('set-cookie')).toBeNull()
  const script = await get('/api/elements/Counter/script.js')
  expect(script.headers.get('content-encoding')).toBe('gzip')
  expect(await script.text()).toContain('Double')
  for (const name of ['counter', 'Counter.tsx', '..%2Fapp', '%2e%2e', '__proto__', 'x'.repeat(5_000)]) {
    expect((await get(`/api/elements/${name}/script.js`)).status).toBe(404)
  }
})

it('CEL-04: what an action gives back is told to the pages, and stored nowhere', async () => {
  await using chat = await startTestChat(app)
  const counter = await shown(chat, 'counter')
  const { commands } = chat.view
  await expect(commands.callAction(counter, 'undeclared', {})).rejects.toMatchObject({ code: 'not_found' })
  const runId = await commands.callAction(counter, 'double', { count: 21 })
  const run = await chat.waitFor(() => chat.state.runs.find(({ id, state }) => id === runId && state === 'completed'))
  expect(run.value).toEqual({ doubled: 42 })
  expect((await chat.stored())?.runs.find(({ id }) => id === runId)).not.toHaveProperty('value')
  // The payload is checked by its schema, as that of every action.
  const refused = await commands.callAction(counter, 'double', { count: 'many' })
  const ended = await chat.waitFor(() => chat.state.runs.find(({ id, state }) => id === refused && state === 'failed'))
  expect(ended.value).toBeUndefined()
})

it('CEL-04: Stop ends what an element called, and nothing comes after it', async () => {
  await using chat = await startTestChat(app)
  const counter = await shown(chat, 'counter')
  const runId = await chat.view.commands.callAction(counter, 'slow', { ms: 600 })
  await vi.waitFor(() => expect(chat.sideEffects).toEqual(['begun']))
  await chat.stop()
  const run = await chat.waitFor(() => chat.state.runs.find(({ id, state }) => id === runId && state === 'stopped'))
  expect(run.value).toBeUndefined()
  const { text } = chat
  await pause(1_200)
  expect(chat.text).toBe(text)
  expect(chat.eventsAfter('run-end')).toEqual([])
  expect(chat.sideEffects).toEqual(['begun'])
  expect(chat.state.runs.find(({ id }) => id === runId)?.value).toBeUndefined()
  // Left alone it does all of it.
  const whole = await chat.view.commands.callAction(counter, 'slow', { ms: 10 })
  await chat.waitFor(() => chat.state.runs.find(({ id, state }) => id === whole && state === 'completed'))
  await vi.waitFor(() => expect(chat.sideEffects).toEqual(['begun', 'begun', 'slow']))
  expect(chat.text).toContain('It took its time.')
})
