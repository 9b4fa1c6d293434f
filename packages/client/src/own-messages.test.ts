import { limits, newId } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { MemoryStorage } from './testing/memory-storage.ts'
import { goOffline, goOnline, startClient, startPair } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

describe('own messages', () => {
  it('are shown in the very call, and are one with the message that arrives', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    const { messageId, runId } = view.send('Hello', { color: 'red' })
    expect(view.getSnapshot().pending).toMatchObject([{ id: messageId, runId, text: 'Hello', delivery: 'sending' }])
    expect(view.getSnapshot().openRunIds).toEqual([runId])
    expect(view.timeline.getSnapshot().map((item) => item.id)).toEqual([messageId, runId])
    const ids = new Set<string>()
    view.subscribe(() =>
      ids.add(
        view.timeline
          .getSnapshot()
          .map((item) => item.id)
          .join(' '),
      ),
    )
    await waitUntil('it arrived', () => view.getSnapshot().pending.length === 0)
    expect([...ids]).toEqual([`${messageId} ${runId}`])
    expect(pair.server.commands('send')[0]?.body['metadata']).toEqual({ color: 'red' })
  })

  it('reach a thread that nobody has opened', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.send('Hello')
    await waitUntil('it arrived', () => pair.server.commands('send').length === 1)
    await waitUntil('it is closed behind it', () => pair.server.commands('close').length === 1)
    expect(pair.server.received.map(({ name }) => name)).toEqual(['open', 'send', 'close'])
    expect(pair.server.thread(view.id).state.messages).toHaveLength(1)
  })

  it('say that they are unsent after a while, and go on by themselves', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    pair.server.script = ({ name }) => (name === 'send' ? 'silence' : undefined)
    view.send('Hello')
    await waitUntil('it is unsent', () => view.getSnapshot().pending[0]?.delivery === 'unsent')
    pair.server.script = () => undefined
    pair.server.cut()
    await waitUntil('it arrived', () => view.getSnapshot().state.messages.length === 1)
    const [first, second] = pair.server.commands('send')
    expect(second?.body).toEqual(first?.body)
  })

  it('go out after a reconnect in the order in which they were written', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    await goOffline(pair)
    for (const text of ['one', 'two', 'three']) view.send(text)
    await goOnline(pair)
    await waitUntil('all arrived', () => view.getSnapshot().pending.length === 0)
    expect(view.getSnapshot().state.messages.map((message) => message.text)).toEqual(['one', 'two', 'three'])
    expect(pair.server.received.slice(-4).map(({ name }) => name)).toEqual(['open', 'send', 'send', 'send'])
  })

  it('take "sent before" for good news when they are sent again', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    const taken = { ok: false, error: { code: 'id_taken', message: 'This message was sent before.' } } as const
    const sends = () => pair.server.commands('send').length
    pair.server.script = ({ name }) => (name === 'send' ? (sends() === 1 ? 'silence' : taken) : undefined)
    view.send('Hello')
    await waitUntil('it went out', () => sends() === 1)
    pair.server.cut()
    await waitUntil('it went out again', () => sends() === 2)
    await pass(50)
    expect(view.getSnapshot().pending).toMatchObject([{ delivery: 'sending', error: null }])
  })

  it('fail with the reason, and can be sent again or discarded', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    const refusal = { code: 'bad_request', message: 'No.' } as const
    pair.server.script = ({ name }) => (name === 'send' ? { ok: false, error: refusal } : undefined)
    const first = view.send('Hello')
    const second = view.send('Other')
    await waitUntil('both failed', () => view.getSnapshot().pending.every(({ delivery }) => delivery === 'failed'))
    expect(view.getSnapshot().pending[0]?.error).toEqual(refusal)
    expect(view.getSnapshot().openRunIds).toEqual([])
    expect(view.timeline.getSnapshot().map(({ type }) => type)).toEqual(['said', 'said'])
    pair.server.script = () => undefined
    view.discardSend(second.messageId)
    view.retrySend(first.messageId)
    expect(view.getSnapshot().pending).toMatchObject([{ id: first.messageId, delivery: 'sending' }])
    await waitUntil('it arrived', () => view.getSnapshot().pending.length === 0)
    expect(view.getSnapshot().state.messages.map((message) => message.text)).toEqual(['Hello'])
  })

  it('wait and try again when the server says "later"', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    const sends = () => pair.server.commands('send')
    pair.server.script = ({ name }) =>
      name === 'send' && sends().length < 3
        ? { ok: false, error: { code: 'rate_limited', message: 'Later.' } }
        : undefined
    view.send('Hello')
    await waitUntil('it arrived', () => view.getSnapshot().state.messages.length === 1)
    expect(sends()).toHaveLength(3)
    expect(new Set(sends().map(({ body }) => body.id)).size).toBe(3)
    expect(new Set(sends().map(({ body }) => body['messageId'])).size).toBe(1)
  })

  it('fail when the server says "later" too often', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    pair.server.script = ({ name }) =>
      name === 'send' ? { ok: false, error: { code: 'rate_limited', message: 'Later.' } } : undefined
    view.send('Hello')
    await waitUntil('it failed', () => view.getSnapshot().pending[0]?.delivery === 'failed')
    expect(pair.server.commands('send')).toHaveLength(5)
  })

  it('are refused here when the line would not survive them', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    view.send('x'.repeat(limits.messageCharacters + 1))
    view.send('x', { big: 'x'.repeat(limits.metadataBytes) })
    view.send('\u0001'.repeat(limits.messageCharacters))
    await waitUntil('all failed', () => view.getSnapshot().pending.every(({ delivery }) => delivery === 'failed'))
    expect(view.getSnapshot().pending.map(({ error }) => error?.code)).toEqual(['too_large', 'too_large', 'too_large'])
    expect(pair.server.commands('send')).toEqual([])
    expect(() => view.send('  ')).toThrow('empty')
  })
})

describe('unsent messages and a reload', () => {
  it('are sent by the next page, as the same messages', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    view.open()
    await waitUntil('it is open', () => pair.server.threads.size === 1)
    await goOffline(pair)
    const { messageId } = view.send('Hello')
    pair.client.close()
    await pair.server.listen()
    const next = startClient(pair.server, { storage })
    const nextView = next.thread(view.id)
    nextView.open()
    await waitUntil('it arrived', () => nextView.getSnapshot().state.messages.length === 1)
    expect(nextView.getSnapshot().state.messages[0]?.id).toBe(messageId)
    expect(storage.length).toBe(0)
    next.close()
  })

  it('keep what was chosen for them and what is attached', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    view.open()
    await goOffline(pair)
    const file = { id: newId(), name: 'a.txt', type: 'text/plain', bytes: 1 }
    const chosen = { command: 'search', args: { deep: true }, modes: { model: 'slow' } }
    view.send('', {}, { ...chosen, files: [file] })
    pair.client.close()
    await pair.server.listen()
    const next = startClient(pair.server, { storage })
    await waitUntil('it was sent', () => pair.server.commands('send').length > 0)
    expect(pair.server.commands('send')[0]?.body).toMatchObject({ text: '', ...chosen, fileIds: [file.id] })
    next.close()
  })

  it('make their thread first when it was never made', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    await goOffline(pair)
    const { id } = pair.client.newThread()
    pair.client.thread(id).send('Hello')
    pair.client.close()
    await pair.server.listen()
    const next = startClient(pair.server, { storage })
    await waitUntil('it arrived', () => pair.server.threads.get(id)?.state.messages.length === 1)
    next.close()
  })

  it('stay stopped', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    view.open()
    await goOffline(pair)
    const { runId } = view.send('Hello')
    view.stop({ source: 'button' })
    pair.client.close()
    await pair.server.listen()
    const next = startClient(pair.server, { storage })
    const stored = () => pair.server.threads.get(view.id)?.state
    await waitUntil('it was stopped', () => stored()?.runs[0]?.state === 'stopped')
    expect(stored()).toMatchObject({ messages: [{ text: 'Hello' }], runs: [{ id: runId }] })
    next.close()
  })

  it('are not sent by somebody else, and survive a storage that is damaged or forbidden', async () => {
    const storage = new MemoryStorage()
    storage.setItem('chatwright:unsent:1', '{"id":"1","threadId":"t","text":"x","userId":"somebody else"}')
    storage.setItem('chatwright:unsent:2', '{broken')
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    view.open()
    storage.setItem = () => {
      throw new Error('QuotaExceededError')
    }
    view.send('Hello')
    await waitUntil('it arrived', () => view.getSnapshot().state.messages.length === 1)
    expect(pair.server.commands('send')).toHaveLength(1)
  })
})

describe('drafts', () => {
  it('survive a reload, and a new thread finds that of a new thread', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    view.draft.set('half a thought')
    pair.client.close()
    const next = startClient(pair.server, { storage })
    const nextView = next.newThread()
    await waitUntil('the draft is there', () => nextView.draft.getSnapshot() === 'half a thought')
    nextView.open()
    nextView.draft.set('')
    nextView.send('whole')
    expect(next.newThread().draft.getSnapshot()).toBe('')
    nextView.draft.set('afterwards')
    expect(next.newThread().draft.getSnapshot()).toBe('')
    next.close()
  })

  it('is found at once by the next new thread, and is not lost to one that has none', async () => {
    const storage = new MemoryStorage()
    await using pair = await startPair({ storage })
    const view = pair.client.newThread()
    await waitUntil('it is known who writes', () => pair.client.hello.getSnapshot() !== null)
    view.draft.set('half a thought')
    const nextView = pair.client.newThread()
    expect(nextView.draft.getSnapshot()).toBe('half a thought')
    pair.client.newThread().draft.save()
    expect(pair.client.newThread().draft.getSnapshot()).toBe('half a thought')
  })
})
