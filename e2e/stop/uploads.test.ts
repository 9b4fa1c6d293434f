import { readdir } from 'node:fs/promises'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { describe, expect, it, vi } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/uploads.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

const onDisk = (chat: TestChat): Promise<string[]> => readdir(chat.filesFolder).catch(() => [])
const refusal = (chat: TestChat, name: string) =>
  chat.upload(name, 'content').then(
    () => null,
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  )

describe.each(hosts)('UP-03: what onUpload looks at, %s host', (host) => {
  it('is taken in, or refused with its words, and then nothing of it stays', async () => {
    await using chat = await startTestChat(app, { host })
    const file = await chat.upload('read.txt', 'words of a file', 'text/plain')
    expect(chat.sideEffects).toEqual(['saw read.txt text/plain 15', 'read 15 words'])
    expect(await refusal(chat, 'virus.txt')).toEqual({ code: 'file_refused', message: 'It has a virus.' })
    expect(await onDisk(chat)).toHaveLength(2) // the file and its note
    const run = await chat.send('here', { files: [file] })
    await run.ended()
    expect(run.text).toBe('Got: read.txt')
    // What was looked at leaves no trace in the conversation.
    expect(chat.text).toBe('You: here\n{file: read.txt}\nAda: Got: read.txt')
  })

  it('is looked at in a run that Stop stops: refused, and what the handler would have done is not done', async () => {
    await using chat = await startTestChat(app, { host })
    const uploading = refusal(chat, 'slow.txt')
    await vi.waitFor(() => expect(chat.sideEffects).toHaveLength(1))
    await chat.stop()
    expect(await uploading).toEqual({ code: 'file_refused', message: 'It could not be checked.' })
    await pause(1_200)
    expect(chat.sideEffects).toEqual(['saw slow.txt text/plain 7'])
    expect(await onDisk(chat)).toEqual([])
    expect(chat.text).toBe('')
    await chat.upload('slow.txt', 'content')
    expect(chat.sideEffects.at(-1)).toBe('through slow.txt')
  })
})

describe('UP-03: onUpload', () => {
  it('refuses what it fails at, takes too long for or answers nonsense about, without its secrets', async () => {
    await using chat = await startTestChat(app, { timings: { uploadMs: 1_500, graceMs: 200 }, logLevel: 'silent' })
    for (const name of ['throws.txt', 'nonsense.txt', 'skipped.txt', 'hangs.txt', 'blocks.txt']) {
      expect(await refusal(chat, name)).toEqual({ code: 'file_refused', message: 'It could not be checked.' })
    }
    await vi.waitFor(async () => expect(await onDisk(chat)).toEqual([]))
    await chat.upload('good.txt', 'content')
    expect(await chat.say('hi')).toBe('Got: nothing')
    expect(chat.text).not.toContain('secret-host')
  })

  it('looks at several at once, each for itself', async () => {
    await using chat = await startTestChat(app)
    const outcomes = await Promise.all(['slow.a', 'virus.b', 'slow.c', 'good.d'].map((name) => refusal(chat, name)))
    expect(outcomes.map((outcome) => outcome?.message ?? 'in')).toEqual(['in', 'It has a virus.', 'in', 'in'])
    expect(chat.sideEffects.filter((effect) => String(effect).startsWith('through'))).toHaveLength(2)
  })

  it('ends when the person takes the file back, or goes away', async () => {
    await using chat = await startTestChat(app)
    const fileId = crypto.randomUUID()
    const url = new URL(`/api/threads/${chat.threadId}/files/${fileId}`, chat.url)
    const headers = { 'x-file-name': 'slow.txt' }
    const put = fetch(url, { method: 'PUT', body: 'content', headers })
    await vi.waitFor(() => expect(chat.sideEffects).toHaveLength(1))
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect((await put).status).toBe(400)
    const gone = new AbortController()
    const other = fetch(url, { method: 'PUT', body: 'content', headers, signal: gone.signal }).catch(() => 'gone')
    await vi.waitFor(() => expect(chat.sideEffects).toHaveLength(2))
    gone.abort()
    expect(await other).toBe('gone')
    await pause(1_200)
    expect(chat.sideEffects).toEqual(['saw slow.txt text/plain 7', 'saw slow.txt text/plain 7'])
    expect(await onDisk(chat)).toEqual([])
    expect(chat.state.runs.filter(({ kind }) => kind === 'upload').map(({ state }) => state)).toEqual([
      'stopped',
      'stopped',
    ])
  })

  it('looks at the answers to questions, while their run waits; its words are shown', async () => {
    await using chat = await startTestChat(app)
    const run = await chat.send('ask')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    const give = (name: string) =>
      fetch(new URL(`/api/threads/${chat.threadId}/asks/${ask.id}/files/${crypto.randomUUID()}`, chat.url), {
        method: 'PUT',
        body: 'content',
        headers: { 'x-file-name': name },
      })
    const refused = await give('virus.txt')
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { message: 'It has a virus.' } })
    const taken = (await (await give('says.txt')).json()) as { id: string }
    expect(chat.text).toContain('Looking at says.txt …')
    await chat.view.commands.answer(ask.id, { type: 'files', fileIds: [taken.id] })
    await run.ended()
    expect(run.text).toContain('Given: says.txt')
  })

  it('is not in the way where there is none', async () => {
    await using chat = await startTestChat(new URL('./apps/asking.ts', import.meta.url))
    await chat.upload('virus.txt', 'content')
    expect(chat.state.runs).toEqual([])
  })
})
