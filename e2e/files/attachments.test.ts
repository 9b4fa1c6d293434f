import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { createApp } from 'chatwright'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { newId } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { eventually } from '../browser/lib.ts'
import { pause } from '../lib/jobs.ts'
import { hostileHtml, samplePdf, samplePng } from '../lib/samples.ts'

const app = new URL('./apps/elements.ts', import.meta.url)
const strict = new URL('./apps/strict.ts', import.meta.url)
const off = new URL('./apps/no-uploads.ts', import.meta.url)

const onDisk = (path: string): Promise<string[]> => readdir(path).catch(() => [])
const tile = new Uint8Array(samplePng(40, 30))

it('UP-04: what is attached reaches the handler with what its content is, and its bytes by path, text and stream', async () => {
  await using chat = await startTestChat(app)
  const files = [
    await chat.upload('holiday.dat', tile, 'application/octet-stream'),
    await chat.upload('plan.pdf', new Uint8Array(samplePdf(3))),
    await chat.upload('words.ts', new TextEncoder().encode('const plan = 1'), 'video/mp2t'),
  ]
  const run = await chat.send('attached', { files })
  await run.ended()
  const pdf = samplePdf(3).length
  expect(run.text).toBe(
    `image holiday.dat image/png ${tile.length} ${tile.length}\npdf plan.pdf application/pdf ${pdf} ${pdf}\n` +
      `file words.ts text/plain 14 14 const plan = 1`,
  )
  expect(chat.text).toContain('You: attached\n{image: holiday.dat}\n{pdf: plan.pdf}\n{file: words.ts}')
  expect((await onDisk(chat.filesFolder)).toSorted()).toEqual(files.map(({ id }) => id).toSorted())
  await chat.restart()
  expect(await chat.say('earlier')).toBe('Earlier: holiday.dat, plan.pdf, words.ts')
})

it('UP-04: what is attached goes to a model with the words, also what was attached before a restart', async () => {
  await using chat = await startTestChat(app)
  await (await chat.send('first', { files: [await chat.upload('holiday.png', tile)] })).ended()
  await chat.restart()
  const run = await chat.send('models', {
    files: [await chat.upload('notes.txt', new TextEncoder().encode('Tram 28'))],
  })
  await run.ended()
  const url = `data:image/png;base64,${Buffer.from(tile).toString('base64')}`
  const told = JSON.parse(chat.messages.at(-1)?.text ?? '') as { role: string; content: unknown }[]
  expect(told.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([
    [
      { type: 'image_url', image_url: { url } },
      { type: 'text', text: 'first' },
    ],
    [
      { type: 'text', text: '[Attached: notes.txt]\nTram 28' },
      { type: 'text', text: 'models' },
    ],
  ])
})

it('UP-04: a file alone is said without words, and gives the thread its title', async () => {
  await using chat = await startTestChat(app)
  const run = await chat.send('', { files: [await chat.upload('holiday.png', tile)] })
  await run.ended()
  expect(run.text).toBe(`1 files and ''`)
  expect(chat.state.title).toBe('holiday.png')
  expect(
    await chat.command('send', { threadId: chat.threadId, messageId: newId(), runId: newId(), text: ' ' }),
  ).toMatchObject({ ok: false, error: { code: 'bad_request' } })
})

it('UP-03: ending, type and number are the server’s business, and the type is what the content says', async () => {
  await using chat = await startTestChat(strict)
  const refusal = { code: 'file_refused' }
  const csv = new TextEncoder().encode('a,b\n1,2\n')
  await expect(chat.upload('table.exe', csv, 'text/csv')).rejects.toMatchObject(refusal)
  await expect(chat.upload('page.html', new TextEncoder().encode(hostileHtml), 'text/csv')).rejects.toMatchObject(
    refusal,
  )
  await expect(chat.upload('picture.png', new TextEncoder().encode(hostileHtml), 'image/png')).rejects.toMatchObject(
    refusal,
  )
  await expect(chat.upload('picture.png', csv, 'image/png')).rejects.toMatchObject(refusal)
  await expect(chat.upload('big.png', new Uint8Array(20_000), 'image/png')).rejects.toMatchObject({ code: 'too_large' })
  expect(await onDisk(chat.filesFolder)).toEqual([])
  const good = [await chat.upload('Table.CSV', csv), await chat.upload('a', tile), await chat.upload('b', tile)]
  expect(good.map(({ type }) => type)).toEqual(['text/csv', 'image/png', 'image/png'])
  const body = { threadId: chat.threadId, messageId: newId(), runId: newId(), text: 'hi' }
  const many = await chat.command('send', { ...body, fileIds: good.map(({ id }) => id) })
  expect(many).toMatchObject({ ok: false, error: refusal })
  expect(await chat.command('send', { ...body, fileIds: [newId()] })).toMatchObject({ ok: false, error: refusal })
  expect(chat.messages).toEqual([])
  expect(await chat.say('all is well')).toContain('0 files')
})

it('UP-01: where content cannot tell, the ending that the app has declared does', async () => {
  await using chat = await startTestChat(strict)
  const binary = new Uint8Array([0, 1, 2, 250, 251])
  expect(await chat.upload('wheel.PART', binary)).toMatchObject({ type: 'application/x-part' })
  expect(await chat.upload('water.xyz', new TextEncoder().encode('3 atoms'))).toMatchObject({ type: 'chemical/x-xyz' })
  await expect(chat.upload('wheel.obj', binary)).rejects.toMatchObject({ code: 'file_refused' })
  // What shows what it is has no say in it, and what ought to show it and does not is refused.
  await expect(chat.upload('page.part', new TextEncoder().encode(hostileHtml))).rejects.toMatchObject({
    code: 'file_refused',
  })
  await expect(chat.upload('no.png', binary)).rejects.toMatchObject({ code: 'file_refused' })
})

it('UP-01: an app without uploads refuses each', async () => {
  await using chat = await startTestChat(off)
  expect(chat.client.hello.getSnapshot()?.app.uploads).toBeNull()
  await expect(chat.upload('a.txt', new TextEncoder().encode('a'))).rejects.toMatchObject({ code: 'file_refused' })
  expect(await onDisk(chat.filesFolder)).toEqual([])
})

it('UP-01: what a chat takes is changed while it goes on, and stays so over a restart', async () => {
  await using chat = await startTestChat(off)
  await chat.say('allow')
  expect(await chat.say('look', { files: [await chat.upload('a.png', tile)] })).toBe('a.png')
  await chat.restart()
  expect(await chat.say('look', { files: [await chat.upload('b.png', tile)] })).toBe('b.png')
  await expect(chat.upload('words.txt', new TextEncoder().encode('hello'))).rejects.toMatchObject({
    code: 'file_refused',
  })
  await chat.say('forbid')
  await expect(chat.upload('c.png', tile)).rejects.toMatchObject({ code: 'file_refused' })
})

it('UP-02: taken back, broken off, or never sent: the disk is as before', async () => {
  await using chat = await startTestChat(app)
  const { id } = await chat.upload('a.png', tile)
  expect((await chat.file(id)).headers.get('content-type')).toBe('image/png')
  expect((await chat.file(id, { method: 'DELETE' })).status).toBe(204)
  expect((await chat.file(id)).status).toBe(404)
  await breakOff(chat, 300_000)
  await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(0)
})

it('35: a message that waits takes its files back to the composer, and they go with another', async () => {
  await using chat = await startTestChat(new URL('./apps/strict.ts', import.meta.url))
  await chat.send('slow')
  await chat.waitFor('waiting')
  const files = [await chat.upload('a.png', tile)]
  const second = await chat.send('look', { files })
  const { text, files: back } = await chat.view.commands.withdraw(second.id)
  expect([text, back]).toEqual(['look', files])
  await chat.stop()
  await pause(300)
  const run = await chat.send('look again', { files: back })
  await run.ended()
  expect(run.text).toContain('1 files')
})

it('26: said anew, a message keeps its files; deleting the thread removes them', async () => {
  await using chat = await startTestChat(app)
  await (await chat.send('first', { files: [await chat.upload('a.png', tile)] })).ended()
  const again = await chat.edit('first', 'second')
  await again.ended()
  expect(again.text).toBe(`1 files and 'second'`)
  expect((await onDisk(chat.filesFolder)).length).toBe(1)
  await chat.command('deleteThread', { threadId: chat.threadId })
  await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(0)
})

it('Stop loses nothing: what was attached is there after the stop, a reload and a restart', async () => {
  await using chat = await startTestChat(app)
  const run = await chat.send('slow', { files: [await chat.upload('a.png', tile)] })
  await chat.waitFor('waiting')
  const waiting = await chat.upload('next.png', tile)
  await chat.stop()
  await run.ended()
  await chat.restart()
  expect(chat.text).toContain('{image: a.png}')
  expect(Buffer.from(await (await chat.file(chat.elements[0] as { id: string })).arrayBuffer())).toEqual(
    Buffer.from(tile),
  )
  const next = await chat.send('attached', { files: [waiting] })
  await next.ended()
  expect(next.text).toBe(`image next.png image/png ${tile.length} ${tile.length}`)
})

it('18: a body of 1 GB is refused while it comes, without memory growing', async () => {
  await using chat = await startTestChat(strict)
  const before = process.memoryUsage().rss
  let most = before
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10)
  // Announced as what it is it is refused before it comes; without a length, as soon as it is too much.
  const told = await flood(chat, 1_000_000_000, { announced: true })
  const untold = await flood(chat, 1_000_000_000, { announced: false })
  clearInterval(looking)
  expect([told.status, untold.status]).toEqual([413, 413])
  expect(untold.sent).toBeLessThan(50_000_000)
  expect((most - before) / 1e6).toBeLessThan(80)
  expect(await onDisk(chat.filesFolder)).toEqual([])
}, 120_000)

it('18: a file of 300 MB that is welcome streams to the disk, without memory growing', async () => {
  await using chat = await startTestChat(app)
  const before = process.memoryUsage().rss
  let most = before
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10)
  const { status, sent } = await flood(chat, 300_000_000, { announced: true })
  clearInterval(looking)
  expect([status, sent]).toEqual([200, 300_000_000])
  expect((most - before) / 1e6).toBeLessThan(120)
}, 120_000)

/** Sends so many zeros, as fast as they are taken, until they are through or there is an answer. */
function flood(
  chat: TestChat,
  bytes: number,
  { announced }: { announced: boolean },
): Promise<{ status: number; sent: number }> {
  const part = Buffer.alloc(1_000_000)
  return new Promise((resolve, reject) => {
    let sent = 0
    const state = { isOver: false }
    const sending = request(new URL(`api/threads/${chat.threadId}/files/${newId()}`, chat.url), {
      method: 'PUT',
      headers: { 'x-file-name': 'zeros.bin', ...(announced ? { 'content-length': bytes } : {}) },
    })
    const over = (status: number): void => {
      state.isOver = true
      resolve({ status, sent })
      sending.destroy()
    }
    sending.on('response', (response) => over(response.statusCode ?? 0))
    sending.on('error', (error) => state.isOver || reject(error))
    const go = (): void => {
      while (sent < bytes && !state.isOver) {
        sent += part.length
        if (!sending.write(part)) return void sending.once('drain', go)
      }
      if (!state.isOver) sending.end()
    }
    go()
  })
}

/** Begins to upload and goes away. */
async function breakOff(chat: TestChat, bytes: number): Promise<void> {
  const sending = request(new URL(`api/threads/${chat.threadId}/files/${newId()}`, chat.url), {
    method: 'PUT',
    headers: { 'x-file-name': 'half.bin', 'content-length': bytes * 2 },
  })
  sending.on('error', () => {})
  sending.write(Buffer.alloc(bytes))
  await eventually(() => onDisk(chat.filesFolder)).toContainEqual(expect.stringMatching(/\.part$/))
  sending.destroy()
}

it('EDIT-01: an edit takes files out and others along; it names what it replaces, and no file goes to two that are taken back', async () => {
  await using chat = await startTestChat(strict)
  const [first, second] = [await chat.upload('a.png', tile), await chat.upload('b.png', tile)]
  await (await chat.send('look', { files: [first, second] })).ended()
  const third = await chat.upload('c.png', tile)
  const ids = [first, second, third].map(({ id }) => id)
  await expect(chat.edit('look', 'again', { fileIds: ids })).rejects.toMatchObject({ code: 'file_refused' })
  await expect(chat.edit('look', 'again', { fileIds: [newId()] })).rejects.toMatchObject({ code: 'file_refused' })
  await expect(chat.edit('look', ' ', { fileIds: [] })).rejects.toMatchObject({ code: 'bad_request' })
  const lookedAt = chat.messages.find(({ text }) => text === 'look')
  const edit = await chat.edit('look', '', { fileIds: [second.id, third.id] })
  await edit.ended()
  expect(edit.text).toBe(`2 files in place of ${lookedAt?.id}`)
  expect(chat.text).toContain('{image: b.png}\n{image: c.png}')
  expect(chat.text).not.toContain('a.png')
  await chat.view.commands.switchBranch(null)
  await chat.waitFor('{image: a.png}')

  // What only waits is taken back with what nothing else shows.
  const slow = await chat.send('slow')
  await chat.waitFor('waiting')
  const waiting = await chat.edit('look', 'later', { fileIds: [first.id] })
  const { files } = await chat.view.commands.withdraw(waiting.id)
  expect(files).toEqual([])
  await chat.stop()
  await slow.ended()
  expect((await onDisk(chat.filesFolder)).toSorted()).toEqual(ids.toSorted())
})

it('EDIT-01: where nothing is to be changed an edit is refused, and the same can still be asked again', async () => {
  const fixed = createApp({ editing: false })
  fixed.onMessage(({ text, replaces }, chat) => chat.send(`${text} ${replaces === undefined ? 'first' : 'again'}`))
  await using chat = await startTestChat(fixed)
  await chat.say('one')
  await expect(chat.edit('one', 'two')).rejects.toMatchObject({ code: 'not_offered' })
  await expect(chat.edit('one', undefined, { fileIds: [] })).rejects.toMatchObject({ code: 'not_offered' })
  const again = await chat.edit('one')
  await again.ended()
  expect(again.text).toBe('one again')
})
