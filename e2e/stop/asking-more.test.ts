import { readdir } from 'node:fs/promises'
import { newId, threadExport } from '@chatwright/protocol'
import { openTestTab, startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { pause } from '../lib/jobs.ts'
import { samplePng } from '../lib/samples.ts'

const app = new URL('./apps/asking-more.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

const last = (chat: TestTab): unknown => JSON.parse(chat.messages.at(-1)?.text ?? '')
const at = (chat: { url: string; threadId: string }, path: string): string =>
  new URL(`api/threads/${chat.threadId}/${path}`, chat.url).href
const said = (chat: TestTab) => chat.messages.findLast(({ role }) => role === 'user')
const onDisk = (path: string): Promise<string[]> => readdir(path).catch(() => [])

describe.each(hosts)('ASK-01, %s host', (host) => {
  it('an answer brings along what was chosen in the composer, checked as a message’s is; after a restart too', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('words')
    const args = { count: 2, of: 'tiles' }
    await chat.answer('Blue ones', { command: 'picture', args, modes: { model: 'slow' } })
    await run.ended()
    const whole = { command: 'picture', args, modes: { model: 'slow' } }
    expect(last(chat)).toEqual({ text: 'Blue ones', ...whole, files: [], isSame: true })
    expect(said(chat)).toMatchObject({ text: 'Blue ones', ...whole })
    await chat.restart()
    expect(said(chat)).toMatchObject({ text: 'Blue ones', ...whole })
    // The mode stays, as it does from message to message, and a command alone is an answer.
    const next = await chat.send('words')
    await chat.answer('', { command: 'search', files: [await chat.upload('a.txt', 'words')] })
    await next.ended()
    const alone = { text: '', command: 'search', modes: { model: 'slow' }, files: ['a.txt'], isSame: true }
    expect(last(chat)).toEqual(alone)
    expect(said(chat)).not.toHaveProperty('args')
  })

  it('what is not offered is refused, nothing is said, and the question stays', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('words')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    const file = await chat.upload('a.txt', 'words')
    const give = (more: object) =>
      chat.view.commands.answer(ask.id, { type: 'text', text: 'These', fileIds: [file.id], ...more })
    for (const [more, code] of [
      [{ command: 'sing' }, 'not_offered'],
      [{ modes: { mood: 'good' } }, 'not_offered'],
      [{ modes: { model: 'vast' } }, 'not_offered'],
      [{ command: 'picture' }, 'setting_invalid'],
      [{ command: 'picture', args: { of: 'x', count: 9 } }, 'setting_invalid'],
      [{ command: 'picture', args: { of: 'x', colour: 'red' } }, 'setting_invalid'],
    ] as const) {
      await expect(give(more)).rejects.toMatchObject({ code })
    }
    const raw = { threadId: chat.threadId, askId: ask.id, answer: { type: 'text', messageId: newId(), text: ' ' } }
    expect(await chat.rawCommand('answer', raw)).toMatchObject({ ok: false, error: { code: 'bad_request' } })
    expect(chat.openAsks).toHaveLength(1)
    expect(chat.text).not.toContain('These')
    // The file was given back each time.
    await give({ command: 'search', args: { of: 'nothing wants it' } })
    await run.ended()
    expect(last(chat)).toMatchObject({ command: 'search', files: ['a.txt'] })
    expect(last(chat)).not.toHaveProperty('args')
  })

  it('a schema: asks again with its words, and gives what it makes of the answer, typed', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('count')
    await chat.answer('a few')
    await chat.waitFor('Digits only, please.\n(asks)')
    await chat.answer(' 41 ')
    await run.ended()
    expect(chat.messages.at(-1)?.text).toBe(' 41  is 42 less one')
    // Words for an answer are for the good one.
    expect(chat.text).toContain('How many?\n(answered)\nYou: a few')
    expect(chat.text).toContain('Digits only, please.\n(answered; 41 it is.)')
  })

  it('a schema that takes its time: asks again after it, and a stop while it looks ends everything', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('slow-count 150')
    await chat.answer('12')
    await chat.waitFor('Nine at most.\n(asks)')
    await chat.answer('8')
    await run.ended()
    expect(chat.messages.at(-1)?.text).toBe('8 at last')
    const stopped = await chat.send('slow-count 500')
    await chat.answer('12')
    await chat.waitFor(() => stopped.run?.state === 'running')
    await chat.stop(stopped.id)
    expect(await stopped.ended()).toMatchObject({ state: 'stopped' })
    const before = chat.text
    await pause(1_200)
    expect(chat.text).toBe(before)
    expect(chat.openAsks).toEqual([])
    expect(chat.eventsAfter('run-end')).toEqual([])
    expect(await chat.say('hi')).toBe('You said hi')
  })
})

describe.each(hosts)('ASK-02, %s host', (host) => {
  it('files that answer are elements of the question under their own ids: kept, exported, gone with the thread', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('files')
    await chat.give('note.txt', 'words')
    await run.ended()
    const [given] = last(chat) as { id: string }[]
    const ask = chat.state.asks[0]
    const isWhole = (tab: TestTab): void => {
      expect(tab.elements).toMatchObject([
        { id: given?.id, kind: 'file', name: 'note.txt', messageId: ask?.messageId, runId: run.id },
      ])
      expect(tab.elements[0]?.source).toMatchObject({ type: 'file', file: { id: given?.id, type: 'text/plain' } })
      // It is shown once: with the answer.
      expect(tab.text).toContain('Your files?\n(answered: note.txt)\nAda: ')
    }
    isWhole(chat)
    await chat.restart()
    isWhole(chat)
    await using later = await chat.newTab()
    isWhole(later)
    expect(await (await chat.file({ id: given?.id ?? '' })).text()).toBe('words')
    const exported = async (format: string): Promise<string> =>
      (await fetch(at(chat, `export?format=${format}`))).text()
    const link = at(chat, `files/${given?.id}`)
    expect((await exported('markdown')).split(`[note.txt](<${link}>)`)).toHaveLength(2)
    const json = threadExport.parse(JSON.parse(await exported('json')))
    expect(json.links).toEqual({ [given?.id ?? '']: link })
    expect(json.thread.elements).toHaveLength(1)
    expect(await onDisk(chat.filesFolder)).toEqual([given?.id])
    const { filesFolder } = chat
    await chat.command('deleteThread', { threadId: chat.threadId })
    for (let tries = 0; tries < 50 && (await onDisk(filesFolder)).length > 0; tries++) await pause(40)
    expect(await onDisk(filesFolder)).toEqual([])
  })

  it('each is shown as what it is; an id that something has is refused; a stop afterwards leaves them', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('files wait')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    const [picture, note] = [newId(), newId()]
    const put = async (fileId: string, name: string, content: BlobPart): Promise<number> => {
      const headers = { 'x-file-name': name, 'content-type': 'application/octet-stream' }
      return (
        await fetch(at(chat, `asks/${ask.id}/files/${fileId}`), { method: 'PUT', headers, body: new Blob([content]) })
      ).status
    }
    const attached = await chat.upload('mine.txt', 'mine')
    expect(await put(picture, 'tile.png', new Uint8Array(samplePng(8, 8)))).toBe(200)
    for (const taken of [picture, attached.id]) expect(await put(taken, 'other.txt', 'other')).toBe(409)
    expect(await put(note, 'note.txt', 'words')).toBe(200)
    await chat.view.commands.answer(ask.id, { type: 'files', fileIds: [picture, note, note] })
    await chat.waitFor(() => chat.messages.at(-1)?.text.includes(note))
    const shown = () => chat.elements.map(({ id, kind }) => [id, kind])
    const both = [
      [picture, 'image'],
      [note, 'file'],
    ]
    expect(shown()).toEqual(both)
    await chat.stop(run.id)
    await run.ended()
    expect(await put(newId(), 'late.txt', 'late')).toBe(409)
    await pause(200)
    await chat.restart()
    expect(shown()).toEqual(both)
    expect(await (await chat.file(note)).text()).toBe('words')
    expect(await (await chat.file(attached.id)).text()).toBe('mine')
    expect(await onDisk(chat.filesFolder)).toHaveLength(4)
  })

  it('a stop from a window that had not seen the question takes back neither it nor what was given', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('files wait')
    const { seq } = chat.state
    await chat.give('note.txt', 'words')
    await chat.waitFor('(answered: note.txt)')
    const [given] = chat.elements
    await chat.command('stop', { threadId: chat.threadId, runId: run.id, seenSeq: Math.min(seq, 2), source: 'api' })
    await run.ended()
    await pause(300)
    await chat.restart()
    expect(chat.text).toContain('Your files?\n(answered: note.txt)')
    expect(await (await chat.file({ id: given?.id ?? '' })).text()).toBe('words')
  })

  it('of a question that nobody waited with, too', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('box')).ended()
    await chat.restart()
    await chat.give('note.txt', 'words')
    await chat.waitFor('The box has words')
    expect(chat.elements).toMatchObject([{ name: 'note.txt', messageId: chat.state.asks[0]?.messageId }])
    expect(chat.text).toContain('(answered: note.txt; In the box.)')
  })
})

describe.each(hosts)('ASK-03, %s host', (host) => {
  it('the app’s words for how a choice ended, in the reader’s language, after a restart and in exports too', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('held')
    await chat.answer('sat')
    await run.ended()
    const second = await chat.send('held')
    await chat.skip()
    await second.ended()
    await (await chat.send('held 200')).ended()
    await using german = await openTestTab({ url: chat.url, threadId: chat.threadId, locale: 'de-AT' })
    const inEnglish = [
      '(answered: Saturday; Held: Saturday)',
      '(skipped; Nothing is held.)',
      '(expired; Too late for that.)',
    ]
    const inGerman = [
      '(answered: Saturday; Reserviert: Saturday)',
      '(skipped; Nothing is held.)',
      '(expired; Zu spät dafür.)',
    ]
    const endings = (tab: TestTab) => tab.text.match(/\((?:answered|skipped|expired)[^\n]*\)/g)
    expect(endings(chat)).toEqual(inEnglish)
    await german.waitFor('Zu spät')
    expect(endings(german)).toEqual(inGerman)
    await chat.restart()
    expect(endings(chat)).toEqual(inEnglish)
    const markdown = await (await fetch(at(chat, 'export'))).text()
    for (const words of ['Held: Saturday', 'Nothing is held.', 'Too late for that.']) {
      expect(markdown).toContain(`\n*${words}*\n`)
    }
    expect(markdown).not.toMatch(/\*\((?:skipped|expired)\)\*/)
  })

  it('of all kinds; a stopped question says nothing', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('kinds')
    await chat.answer('Bo')
    await chat.waitFor(/\(asks: Yes, No\)$/)
    await chat.answer('No')
    await chat.waitFor(() => chat.openAsks[0]?.kind === 'form')
    await chat.fillIn({ seats: 3 })
    await chat.waitFor(() => chat.openAsks[0]?.kind === 'approval')
    await chat.approve()
    await chat.waitFor(() => chat.openAsks[0]?.kind === 'files')
    await chat.give('note.txt', 'words')
    await run.ended()
    const words = () => chat.state.asks.map(({ outcome }) => outcome?.answered)
    const all = ['Pleased to meet you.', 'No, that is false.', '3 seats.', 'Paid.', 'Read note.txt.']
    expect(words()).toEqual(all)
    await chat.restart()
    expect(words()).toEqual(all)
    const stopped = await chat.send('held')
    await chat.waitFor('(asks: Saturday, sunday)')
    await chat.stop(stopped.id)
    await stopped.ended()
    await pause(200)
    expect(chat.text).toContain('Which day?\n(stopped)\n')
    expect(chat.state.asks.at(-1)?.outcome).not.toHaveProperty('answered')
  })
})
