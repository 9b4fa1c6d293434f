import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestChat } from 'chatwright/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../browser/lib.ts'
import { pause } from '../lib/jobs.ts'
import { hostileHtml, hostileSvg, samplePdf, samplePng, sampleWav } from '../lib/samples.ts'

const app = new URL('./apps/elements.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatwright-samples-'))
  await writeFile(join(folder, 'tiles.png'), samplePng(1_600, 1_200, { noise: true }))
  await writeFile(join(folder, 'other.png'), samplePng(40, 30))
  await writeFile(join(folder, 'plan.pdf'), samplePdf(5))
  await writeFile(join(folder, 'tone.wav'), sampleWav(3))
  await writeFile(join(folder, 'Grüße an alle.bin'), Buffer.from([0, 1, 2, 3, 255]))
  await writeFile(join(folder, 'hostile.svg'), hostileSvg)
  await writeFile(join(folder, 'rows.txt'), 'a,b\n1,2\n')
  await writeFile(join(folder, 'report.csv'), 'a,b\n1,2\n')
  await writeFile(join(folder, 'hostile.html'), hostileHtml)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const onDisk = (path: string): Promise<string[]> => readdir(path).catch(() => [])
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer())

describe.each(hosts)('elements, %s host', (host) => {
  it('ELEM-01, 13: each kind is shown by path, kept with the thread, and served as what its content is', async () => {
    await using chat = await startTestChat(app, { host })
    expect(await (await chat.send(`all ${folder}`)).ended()).toMatchObject({ state: 'completed' })
    expect(chat.text).toContain(
      '{image: tiles.png}\n{pdf: plan.pdf}\n{audio: tone.wav}\n{file: Grüße "an" alle 🎉.bin}',
    )
    const [png, plan, wav, bin, notes, code, svg, html] = chat.elements
    expect(notes?.source).toEqual({ type: 'text', text: '# Notes\n\nSome **bold** words.' })
    expect(code).toMatchObject({ language: 'ts' })
    const typeOf = async (one: { id: string } | undefined) =>
      (await chat.file(one as { id: string }, { method: 'HEAD' })).headers
    expect((await typeOf(png)).get('content-type')).toBe('image/png')
    expect((await typeOf(plan)).get('content-type')).toBe('application/pdf')
    expect((await typeOf(wav)).get('content-type')).toBe('audio/wav')
    expect((await typeOf(svg)).get('content-type')).toBe('image/svg+xml')
    expect((await typeOf(html)).get('content-type')).toBe('text/html; charset=utf-8')
    expect(hash(await bytesOf(await chat.file(png as { id: string })))).toBe(
      hash(await readFile(join(folder, 'tiles.png'))),
    )
    // ELEM-09: the bytes and the name, letters and all.
    const saved = await chat.file(bin as { id: string })
    expect([...(await bytesOf(saved))]).toEqual([0, 1, 2, 3, 255])
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename="Gr__e _an_ alle _.bin"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22an%22%20alle%20%F0%9F%8E%89.bin`,
    )
    await using later = await chat.newTab()
    expect(later.elements).toEqual(chat.elements)
    await chat.restart()
    expect((await chat.file(png as { id: string }, { method: 'HEAD' })).status).toBe(200)
    expect(chat.text).toContain('{image: tiles.png}')
  })

  it('17: an SVG or a page is never run: it is saved, sandboxed and not sniffed; so is all the rest', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send(`all ${folder}`)).ended()
    for (const element of chat.elements.filter(({ source }) => source.type === 'file')) {
      const { headers } = await chat.file(element, { method: 'HEAD' })
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/)
      const isShown = ['tiles.png', 'plan.pdf', 'tone.wav'].includes(element.name)
      expect(headers.get('content-disposition'), element.name).toMatch(isShown ? /^inline/ : /^attachment/)
    }
  })

  it('ELEM-07: parts of a file are given by range; what is not there is 416; what is known is 304', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send(`all ${folder}`)).ended()
    const wav = chat.elements[2] as { id: string }
    const whole = sampleWav(3)
    const part = async (range: string) => chat.file(wav, { headers: { range } })
    const middle = await part('bytes=100-199')
    expect(middle.status).toBe(206)
    expect(middle.headers.get('content-range')).toBe(`bytes 100-199/${whole.length}`)
    expect(Buffer.from(await bytesOf(middle))).toEqual(whole.subarray(100, 200))
    expect(Buffer.from(await bytesOf(await part('bytes=-10')))).toEqual(whole.subarray(-10))
    expect(Buffer.from(await bytesOf(await part('bytes=48000-')))).toEqual(whole.subarray(48_000))
    expect((await part(`bytes=${whole.length}-`)).status).toBe(416)
    expect((await part('bytes=9-3')).status).toBe(416)
    expect((await part('lines=1-2')).status).toBe(200)
    const known = (await part('bytes=0-1')).headers.get('etag') ?? ''
    expect((await chat.file(wav, { headers: { 'if-none-match': known } })).status).toBe(304)
    const head = await chat.file(wav, { method: 'HEAD' })
    expect([head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([String(whole.length), 0])
  })

  it('ELEM-01: the same by address, by bytes, by stream and by blob', async () => {
    const upstream = createServer((_, response) => createReadStream(join(folder, 'other.png')).pipe(response))
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    await using chat = await startTestChat(app, { host })
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/pics/other.png`
    expect(await (await chat.send(`sources ${url}`)).ended()).toMatchObject({ state: 'completed' })
    upstream.close()
    upstream.closeAllConnections()
    expect(chat.elements.map(({ name }) => name)).toEqual(['other.png', 'bytes.png', 'stream.png', 'blob.png'])
    const wanted = hash(samplePng(40, 30))
    for (const element of chat.elements) expect(hash(await bytesOf(await chat.file(element)))).toBe(wanted)
  })

  it('ELEM-13: what is changed stays in its place, what is removed is gone from screen, store and disk', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send(`change ${folder}`)
    await chat.waitFor('(asks')
    const [picture, page, notes] = chat.elements
    const pageId = page?.source.type === 'file' ? page.source.file.id : ''
    expect((await bytesOf(await chat.file(pageId))).length).toBe(hostileHtml.length)
    await chat.answer('Yes')
    await run.ended()
    expect(chat.elements.map(({ id }) => id)).toEqual([picture?.id, notes?.id])
    expect(chat.elements[0]).toMatchObject({ name: 'other.png', alt: 'Another', messageId: picture?.messageId })
    expect(chat.elements[1]).toMatchObject({ name: 'New notes', source: { type: 'text', text: 'old words' } })
    expect(hash(await bytesOf(await chat.file(picture as { id: string })))).toBe(hash(samplePng(40, 30)))
    expect((await chat.file(pageId)).status).toBe(404)
    await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(1)
    await using later = await chat.newTab()
    expect(later.elements).toEqual(chat.elements)
  })

  it('MSG-03: a message is given other buttons and elements in place of what it had, and none with empty lists', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send(`instead ${folder}`)
    await chat.waitFor('(asks')
    const [, notes] = chat.elements
    const look = () => [chat.elements.map(({ name }) => name), chat.state.actions.map(({ label }) => label)]
    expect(look()).toEqual([['tiles.png', 'Notes'], ['Go']])
    await chat.answer('Yes')
    await chat.waitFor('Away with it?')
    expect(chat.text).toContain('Ada: Still')
    expect(chat.text).toContain('bad_option,bad_option Notes,rows.txt')
    expect(look()).toEqual([['Notes', 'rows.txt'], ['Go on']])
    expect(chat.elements[0]?.id).toBe(notes?.id)
    await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(1)
    await chat.answer('Yes')
    await run.ended()
    expect(look()).toEqual([[], []])
    await eventually(() => onDisk(chat.filesFolder)).toEqual([])
    await using later = await chat.newTab()
    expect([later.elements, later.state.actions]).toEqual([[], []])
  })

  it('ELEM-13: a name of the app’s own hides no type; what a message had goes with it', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send(`gone ${folder}`)
    await chat.waitFor('(asks')
    const types = await Promise.all(
      chat.elements.map(async (element) => (await chat.file(element)).headers.get('content-type')),
    )
    expect(types).toEqual([expect.stringMatching(/^text\/csv/), expect.stringMatching(/^text\/csv/)])
    await chat.answer('Yes')
    await run.ended()
    expect(chat.elements).toEqual([])
    await eventually(() => onDisk(chat.filesFolder)).toEqual([])
  })

  it('ELEM-13: what is removed while a file for it comes in takes that with it', async () => {
    const upstream = createServer((_, response) => {
      response.write('some, ')
      setTimeout(() => response.end('and the rest'), 1_000)
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    await using chat = await startTestChat(app, { host })
    const run = await chat.send(`midway http://127.0.0.1:${(upstream.address() as AddressInfo).port}/slow`)
    await eventually(async () => (await onDisk(chat.filesFolder)).length).toBeGreaterThan(1)
    await run.ended()
    upstream.close()
    expect(run.text).toContain('not_found not_found not_found')
    expect(chat.elements).toEqual([])
    await eventually(() => onDisk(chat.filesFolder)).toEqual([])
    await chat.restart()
    expect(chat.elements).toEqual([])
    expect(await onDisk(chat.filesFolder)).toEqual([])
  })

  it('ELEM-13: a handle of a run that is over changes nothing', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send(`all ${folder}`)).ended()
    expect(await (await chat.send('late')).ended()).toMatchObject({ state: 'failed' })
    expect(chat.elements.length).toBe(8)
  })

  it('ELEM-01: what is not what it is shown as fails, and leaves nothing', async () => {
    await using chat = await startTestChat(app, { host })
    expect(await (await chat.send(`wrong ${folder}`)).ended()).toMatchObject({ state: 'failed' })
    expect(chat.text).toContain('hostile.html is of type text/html')
    expect(await (await chat.send(`unreadable ${folder}`)).ended()).toMatchObject({ state: 'failed' })
    expect(chat.text).toContain('tiles.png is of type image/png')
    expect(await onDisk(chat.filesFolder)).toEqual([])
  })

  it('Stop: an element that is half copied is refused, and its file is gone', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('endless')
    await eventually(() => onDisk(chat.filesFolder)).not.toEqual([])
    await pause(200)
    const [part] = await onDisk(chat.filesFolder)
    expect((await stat(join(chat.filesFolder, part as string))).size).toBeGreaterThan(60_000)
    await chat.stop()
    expect(await run.ended()).toMatchObject({ state: 'stopped' })
    await pause(3_000)
    expect(await onDisk(chat.filesFolder)).toEqual([])
    expect(chat.elements).toEqual([])
    await chat.restart()
    expect(chat.elements).toEqual([])
  })

  it('17: a handler that catches everything shows no element behind the fence, and leaves no file', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('deaf')
    await chat.waitFor(() => chat.elements.length > 1)
    await chat.stop()
    await run.ended()
    const kept = chat.elements.length
    const names = (await onDisk(chat.filesFolder)).toSorted()
    await pause(5_000)
    expect(chat.sideEffects).toContain('stopped')
    expect(chat.elements.length).toBe(kept)
    expect((await onDisk(chat.filesFolder)).toSorted()).toEqual(names)
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

it('18: a host that is killed in the middle of a file leaves nothing of it', async () => {
  await using chat = await startTestChat(app, { timings: { graceMs: 300 } })
  const run = await chat.send('blocked')
  await chat.waitFor('blocking')
  expect((await onDisk(chat.filesFolder)).length).toBe(1)
  await chat.stop()
  await run.ended()
  await chat.waitFor(() => chat.logs.some(({ msg }) => msg.startsWith('killed a host')))
  await eventually(async () => (await onDisk(chat.filesFolder)).length).toBe(0)
  expect(chat.elements).toEqual([])
})

it('15, 16: no path, no id of another thread, and nothing that is not shown is given', async () => {
  await using chat = await startTestChat(app)
  await (await chat.send(`all ${folder}`)).ended()
  const [png] = chat.elements
  const id = png?.source.type === 'file' ? png.source.file.id : ''
  await using other = await chat.newTab(null)
  await (await other.send('hello')).ended()
  expect((await other.file(id)).status).toBe(404)
  await writeFile(join(chat.filesFolder, 'secret'), 'secret')
  await writeFile(join(chat.filesFolder, '11111111-1111-4111-8111-111111111111'), 'secret')
  expect((await chat.file('11111111-1111-4111-8111-111111111111')).status).toBe(404)
  for (const path of [
    'secret',
    '../secret',
    '..%2fsecret',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5csecret',
    'C:%5csecret',
    `${id}%00`,
    '/etc/passwd',
  ]) {
    expect([400, 404], path).toContain((await chat.file(path)).status)
  }
  await chat.close()
})

it('a download that nobody reads does not keep the server from closing', async () => {
  const chat = await startTestChat(app)
  await (await chat.send(`all ${folder}`)).ended()
  const unread = await chat.file(chat.elements[0] as { id: string })
  expect(unread.status).toBe(200)
  const before = performance.now()
  await chat.close()
  expect(performance.now() - before).toBeLessThan(5_000)
  await expect(unread.arrayBuffer()).rejects.toThrow()
})
