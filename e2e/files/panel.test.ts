import { readdir } from 'node:fs/promises'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { eventually } from '../browser/lib.ts'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/panel.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

const onDisk = (path: string): Promise<string[]> => readdir(path).catch(() => [])
const panelOf = ({ state }: TestChat) => state.panels[0]
const namesOf = ({ elements }: TestChat): string[] => elements.map(({ name }) => name)
const fileOf = (chat: TestChat): string[] =>
  chat.elements.flatMap(({ source }) => (source.type === 'file' ? [source.file.id] : []))

/** The panel is what the thread says it is: in this tab, in another, on disk, and after a restart. */
async function expectShown(chat: TestChat, title: string, names: string[]): Promise<void> {
  await eventually(() => namesOf(chat)).toEqual(names)
  const panel = panelOf(chat)
  expect([panel?.title, panel?.elementIds]).toEqual([title, chat.elements.map(({ id }) => id)])
  await eventually(async () => (await onDisk(chat.filesFolder)).toSorted()).toEqual(fileOf(chat).toSorted())
  await using later = await chat.newTab()
  expect(later.state.panels).toEqual(chat.state.panels)
  expect(later.elements).toEqual(chat.elements)
}

describe.each(hosts)('SIDE-01: one panel for all runs of a thread, %s host', (host) => {
  it('what another run opened meanwhile is kept by a new title, and its turn is counted', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('then-title Second')
    await chat.waitFor('(asks')
    await (await chat.send('open First')).ended()
    expect(panelOf(chat)?.turn).toBe(1)
    await chat.answer('Yes')
    await run.ended()
    await expectShown(chat, 'Second', ['First'])
    expect(panelOf(chat)).toMatchObject({ isOpen: true, turn: 2 })
    await (await chat.send('open Third')).ended()
    expect(panelOf(chat)?.turn).toBe(3)
    await expectShown(chat, 'Third', ['Third'])
    await chat.restart()
    expect(namesOf(chat)).toEqual(['Third'])
  })

  it('a run closes what another opened after it began', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('then-close')
    await chat.waitFor('(asks')
    await (await chat.send('open First')).ended()
    await chat.answer('Yes')
    await run.ended()
    expect(panelOf(chat)).toMatchObject({ isOpen: false })
    await expectShown(chat, 'First', [])
  })

  it('a key is the one of the panel as it is: kept where it is open, shown where another took its place', async () => {
    await using chat = await startTestChat(app, { host })
    const kept = await chat.send('then-key plans')
    await chat.waitFor('(asks')
    await (await chat.send('key plans')).ended()
    const [own] = chat.elements
    await chat.answer('Yes')
    await kept.ended()
    expect(kept.text).toContain('then nothing')
    expect(chat.elements.map(({ id }) => id)).toEqual([own?.id])
    expect(panelOf(chat)).toMatchObject({ key: 'plans', turn: 2 })
    const shown = await chat.send('then-key plans')
    await chat.waitFor(() => chat.openAsks.length === 1)
    await (await chat.send('open Other')).ended()
    await chat.answer('Yes')
    await shown.ended()
    expect(shown.text).toContain('then plans')
    await expectShown(chat, 'Other', ['plans'])
  })

  it('its elements keep their order, also after a restart', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('many')).ended()
    await expectShown(
      chat,
      'Many',
      Array.from({ length: 9 }, (_, at) => `${at}`),
    )
    await chat.restart()
    expect(namesOf(chat)).toEqual(Array.from({ length: 9 }, (_, at) => `${at}`))
  })

  it('options that are none are refused by name, and open nothing', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('bad')
    await run.ended()
    for (const option of ['title', 'key', 'layout']) expect(run.text).toContain(`chat.panel.open: ${option}: expected`)
    expect(panelOf(chat)).toBeUndefined()
  })

  it('an element that another run replaced is not changed any more, and leaves no file', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('then-update')
    await chat.waitFor('(asks')
    await (await chat.send('open Other')).ended()
    await chat.answer('Yes')
    await run.ended()
    await expectShown(chat, 'Other', ['Other'])
  })

  it('Stop: what was being copied for the panel is never there, and its key opens nothing', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('open First')).ended()
    const run = await chat.send('endless plans')
    await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(3)
    await pause(200)
    await chat.stop()
    expect(await run.ended()).toMatchObject({ state: 'stopped' })
    await pause(3_000)
    await expectShown(chat, 'First', ['First'])
    expect(panelOf(chat)?.turn).toBe(1)
    const next = await chat.send('key plans')
    await next.ended()
    expect(next.text).toContain('shows plans')
    await expectShown(chat, 'First', ['plans'])
  })

  it('17: a handler that catches everything opens nothing behind the fence', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('deaf plans')
    await chat.waitFor(() => chat.elements.length > 0)
    await chat.stop()
    await run.ended()
    const { turn, elementIds } = panelOf(chat) ?? {}
    const names = await onDisk(chat.filesFolder)
    await pause(4_000)
    expect(chat.sideEffects).toContain('stopped')
    expect(panelOf(chat)).toMatchObject({ turn, elementIds })
    expect(chat.elements.length).toBe(1)
    expect(await onDisk(chat.filesFolder)).toEqual(names)
  })

  it('Stop: in a shield the panel is refused, and the run settles', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('shield plans')
    await chat.waitFor('at it')
    await chat.stop()
    await run.ended()
    await eventually(() => chat.sideEffects).toEqual(['stopped'])
    expect([chat.elements, panelOf(chat)]).toEqual([[], undefined])
    await eventually(() => chat.events.some(({ type }) => type === 'run-settled')).toBe(true)
  })
})

it('SIDE-01: runs in two workers have one panel', async () => {
  await using chat = await startTestChat(app, { host: 'worker' })
  const blocked = await chat.send('blocked plans')
  await chat.waitFor('blocking')
  await pause(1_500)
  const other = await chat.send('where plans')
  await other.ended()
  await blocked.ended()
  const workers = [other, blocked].map(({ text }) => /in (\d+)/.exec(text)?.[1])
  expect(new Set(workers).size).toBe(2)
  expect(blocked.text).toContain('nothing')
  await expectShown(chat, '', ['theirs'])
  expect(panelOf(chat)).toMatchObject({ key: 'plans', turn: 2 })
})
