import { describe, expect, it } from 'vitest'
import { delta, opening } from './testing/scripted-server.ts'
import { goOffline, goOnline, startPair, startStreaming } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

describe('delivery', () => {
  it('opens a thread with a snapshot and follows it', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    const thread = server.thread(crypto.randomUUID())
    const runId = crypto.randomUUID()
    const messageId = crypto.randomUUID()
    thread.record(opening(runId, messageId, 'Hello'))
    const view = client.thread(thread.id)
    expect(view.getSnapshot().status).toBe('loading')
    view.open()
    await waitUntil('the thread is there', () => view.getSnapshot().status === 'ready')
    thread.append(delta(runId, messageId, ' you'))
    await waitUntil('the text has grown', () => view.getSnapshot().state.messages[0]?.text === 'Hello you')
    expect(client.thread(thread.id)).toBe(view)
  })

  it('says that a thread is missing', async () => {
    await using pair = await startPair()
    const view = pair.client.thread(crypto.randomUUID())
    view.open()
    await waitUntil('it is missing', () => view.getSnapshot().status === 'missing')
  })

  it('is missing as soon as it is deleted, and is not asked for again', async () => {
    await using pair = await startPair()
    const { view } = await startStreaming(pair)
    pair.server.emit('thread-changed', { deleted: view.id })
    await waitUntil('it is missing', () => view.getSnapshot().status === 'missing')
    pair.server.cut()
    await waitUntil('there is a new line', () => pair.server.lines === 2)
    await waitUntil('it is online', () => pair.client.connection.getSnapshot().status === 'online')
    await pass(50)
    expect(pair.server.commands('open')).toHaveLength(1)
  })

  it('gets the missing rest after a reconnect, each event once', async () => {
    await using pair = await startPair()
    const { view, thread, stream, shownText } = await startStreaming(pair, 'a')
    pair.server.cut()
    stream('b')
    stream('c')
    await waitUntil('the rest is there', () => shownText() === 'abc')
    const opens = pair.server.commands('open')
    expect(opens).toHaveLength(2)
    expect(opens[1]?.body['seen']).toEqual({ epoch: thread.epoch, seq: thread.state.seq - 2 })
    stream('d')
    await waitUntil('it goes on', () => shownText() === 'abcd')
    expect(view.getSnapshot().state).toEqual(thread.state)
  })

  it('takes a snapshot from a server that has another log', async () => {
    await using pair = await startPair()
    const { view, thread, stream, shownText } = await startStreaming(pair, 'a')
    await goOffline(pair)
    thread.restart()
    stream('b')
    await goOnline(pair)
    await waitUntil('the snapshot is shown', () => shownText() === 'ab')
    stream('c')
    await waitUntil('it goes on', () => shownText() === 'abc')
    expect(view.getSnapshot().state).toEqual(thread.state)
  })

  it('asks again when a batch was lost, one question at a time', async () => {
    await using pair = await startPair()
    const { thread, runId, messageId, stream, shownText } = await startStreaming(pair, 'a')
    thread.record(delta(runId, messageId, 'b'))
    for (const text of ['c', 'd', 'e']) stream(text)
    await waitUntil('the gap is closed', () => shownText() === 'abcde')
    stream('f')
    await waitUntil('it goes on', () => shownText() === 'abcdef')
    const again = pair.server.commands('open').slice(1)
    expect(again).toHaveLength(1)
    expect(again[0]?.body['seen']).toEqual({ epoch: thread.epoch, seq: thread.state.seq - 5 })
  })

  it('ignores what it has', async () => {
    await using pair = await startPair()
    const { thread, runId, messageId, stream, shownText } = await startStreaming(pair, 'a')
    const batch = thread.append(delta(runId, messageId, 'b'))
    thread.send(batch)
    thread.send(batch)
    stream('c')
    await waitUntil('it goes on', () => shownText() === 'abc')
    expect(pair.server.commands('open')).toHaveLength(1)
  })

  it('says how far it is: at once after a quiet time, and for the last batch', async () => {
    await using pair = await startPair({ timings: { seenMs: 100 } })
    const { thread, stream } = await startStreaming(pair, 'a')
    await waitUntil('all was seen', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    await pass(120)
    pair.server.seen.length = 0
    const before = thread.state.seq
    for (let count = 0; count < 200; count++) stream('x')
    await waitUntil('the last was seen', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    expect(pair.server.seen[0]?.seq).toBe(before + 1)
    expect(pair.server.seen.length).toBeLessThan(100)
  })

  it('says how far it is each 64 kB, sooner than its time', async () => {
    await using pair = await startPair({ timings: { seenMs: 60_000 } })
    const { thread, stream } = await startStreaming(pair, 'a')
    pair.server.seen.length = 0
    for (let count = 0; count < 7; count++) stream('x'.repeat(20_000))
    await waitUntil('it was said', () => pair.server.seen.length >= 1)
    expect(pair.server.seen[0]?.seq).toBe(thread.state.seq - 3)
  })

  it('closes a thread that nobody shows, and not one that is shown again at once', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    const view = client.newThread()
    const release = view.open()
    await waitUntil('it is open', () => server.commands('open').length === 1 && view.getSnapshot().state.seq === 0)
    await waitUntil('the server knows', () => server.thread(view.id).watchers.size === 1)
    release()
    const releaseAgain = view.open()
    await pass(80)
    expect(server.commands('close')).toEqual([])
    releaseAgain()
    await waitUntil('it is closed', () => server.commands('close').length === 1)
    expect(server.commands('open')).toHaveLength(1)
    view.open()
    await waitUntil('it is open again', () => server.commands('open').length === 2)
  })

  it('is not closed by one who let go late, of a time before it was closed', async () => {
    await using pair = await startPair()
    const { view, shownText, stream } = await startStreaming(pair, 'a')
    const releaseFirst = view.open()
    view.close({ leave: true })
    view.open()
    releaseFirst()
    await waitUntil('it left', () => pair.server.commands('close').length === 1)
    stream('b')
    await waitUntil('it is live', () => shownText() === 'ab')
    await pass(60)
    expect(pair.server.commands('close')).toHaveLength(1)
  })

  it('does not let a close from the old line undo an open on the new', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    const { view, shownText, stream } = await startStreaming(pair, 'a')
    server.script = ({ name }) => (name === 'close' ? 'silence' : undefined)
    view.close()
    await waitUntil('the close went out', () => server.commands('close').length === 1)
    view.open()
    server.cut()
    await waitUntil('it is open on the new line', () => server.commands('open').some(({ line }) => line === 2))
    await waitUntil('it is online', () => client.connection.getSnapshot().status === 'online')
    stream('b')
    await waitUntil('it is live', () => shownText() === 'ab')
    expect(server.commands('close')).toHaveLength(1)
  })

  it('leaves once there is a line, and is live again if it was opened meanwhile', async () => {
    await using pair = await startPair()
    const { view, thread, shownText, stream } = await startStreaming(pair, 'a')
    await goOffline(pair)
    view.close({ leave: true })
    view.open()
    await goOnline(pair)
    await waitUntil('it left', () => pair.server.commands('close')[0]?.body['leave'] === true)
    await waitUntil(
      'it is watched again',
      () => pair.server.commands('open').length === 3 && thread.watchers.size === 1,
    )
    stream('b')
    await waitUntil('it is live', () => shownText() === 'ab')
  })
})
