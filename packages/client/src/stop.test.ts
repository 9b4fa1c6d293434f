import { describe, expect, it } from 'vitest'
import { delta, ended, opening, stopping } from './testing/scripted-server.ts'
import { goOffline, goOnline, startPair, startStreaming, type Pair } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

/** Notes every text and phase a reader would see. */
function watch({ view, shownText }: Awaited<ReturnType<typeof startStreaming>>) {
  const texts: string[] = []
  const phases: string[] = []
  view.subscribe(() => {
    const { stop } = view.getSnapshot()
    if (texts.at(-1) !== shownText()) texts.push(shownText())
    if (phases.at(-1) !== stop.phase) phases.push(stop.phase)
  })
  return { texts, phases }
}

const stopsOf = ({ server }: Pair) => server.commands('stop')

describe('stop', () => {
  it('stands still in the very call, and says so', async () => {
    await using pair = await startPair()
    const { view, thread, runId, shownText } = await startStreaming(pair, 'one two ')
    const before = view.getSnapshot()
    view.stop({ source: 'button' })
    const after = view.getSnapshot()
    expect(after.stop).toMatchObject({ phase: 'stopping', runIds: [runId] })
    expect(after.state.runs.at(-1)?.state).toBe('stopping')
    expect(after.state.messages).toBe(before.state.messages)
    expect(shownText()).toBe('one two ')
    await waitUntil('the command is there', () => stopsOf(pair).length === 1)
    expect(stopsOf(pair)[0]?.body).toMatchObject({
      threadId: view.id,
      runId,
      seenSeq: before.state.seq,
      source: 'button',
    })
    expect(thread.state.runs.at(-1)?.state).toBe('stopped')
  })

  it('stands still when somebody else stops it and that is told ahead, and then shows what was kept in one piece', async () => {
    await using pair = await startPair()
    const streaming = await startStreaming(pair, 'one ')
    const { view, thread, runId, shownText, stream } = streaming
    const { texts } = watch(streaming)
    thread.foretell(runId)
    await waitUntil('it is said', () => view.getSnapshot().state.runs.at(-1)?.state === 'stopping')
    stream('two ')
    await pass(50)
    stream('three ')
    await waitUntil('all of it has arrived', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    expect(shownText()).toBe('one ')
    thread.endStopped(runId, thread.state.seq)
    await waitUntil('the end is shown', () => view.getSnapshot().state.runs.at(-1)?.state === 'stopped')
    expect(texts).toEqual(['one ', 'one two three '])
    expect(view.getSnapshot().state).toEqual(thread.state)
  })

  it.each(['a snapshot', 'another line'])('goes on after %s, whatever was told ahead', async (what) => {
    await using pair = await startPair()
    const { view, thread, runId, shownText, stream } = await startStreaming(pair, 'one ')
    thread.foretell(runId)
    await waitUntil('it is said', () => view.getSnapshot().state.runs.at(-1)?.state === 'stopping')
    if (what === 'a snapshot') thread.sendSnapshot()
    else pair.server.cut()
    await waitUntil('it goes on', () => view.getSnapshot().state.runs.at(-1)?.state === 'running')
    await waitUntil('there is a line', () => thread.watchers.size > 0)
    stream('two ')
    await waitUntil('more is shown', () => shownText() === 'one two ')
  })

  it('never lets the text grow between the press and the end, whatever is on its way', async () => {
    await using pair = await startPair()
    const streaming = await startStreaming(pair, 'one two ')
    const { view, thread, runId, shownText, stream } = streaming
    thread.stopsItself = false
    const { texts, phases } = watch(streaming)
    view.stop({ source: 'key' })
    const { seq } = view.getSnapshot().state
    for (let count = 0; count < 50; count++) stream('more ')
    await waitUntil('the server has the stop', () => stopsOf(pair).length === 1)
    await waitUntil('all of it has arrived', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    expect(shownText()).toBe('one two ')
    expect(view.getSnapshot().state.seq).toBe(seq)
    thread.endStopped(runId, seq)
    await waitUntil('the run has ended', () => view.getSnapshot().stop.phase === 'idle')
    expect(texts).toEqual(['one two '])
    expect(phases).toEqual(['stopping', 'idle'])
    expect(view.getSnapshot().state).toEqual(thread.state)
    expect(view.getSnapshot().openRunIds).toEqual([])
  })

  it('shows what was held in one change, when the fence is up', async () => {
    await using pair = await startPair()
    const { view, thread, runId, messageId, stream } = await startStreaming(pair, 'one ')
    thread.stopsItself = false
    const other = crypto.randomUUID()
    view.stop({ source: 'button' })
    await waitUntil('it is accepted', () => stopsOf(pair).length === 1)
    stream('two ')
    thread.append(opening(crypto.randomUUID(), other, 'of another run'))
    await waitUntil('it has arrived', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    const shown: number[] = []
    view.subscribe(() => shown.push(view.getSnapshot().state.messages.length))
    expect(view.getSnapshot().state.messages).toHaveLength(2)
    thread.append(stopping(runId, { [messageId]: 4 }))
    await waitUntil('it is shown', () => view.getSnapshot().state.messages.length === 3)
    expect(shown).toEqual([3])
    expect(view.getSnapshot().stop.phase).toBe('stopping')
    thread.append(ended(runId, 'stopped'))
    await waitUntil('it has ended', () => view.getSnapshot().stop.phase === 'idle')
  })

  it('catches up when the run had ended already', async () => {
    await using pair = await startPair()
    const { view, thread, runId, shownText } = await startStreaming(pair, 'one ')
    view.stop({ source: 'button' })
    thread.append(delta(runId, thread.state.messages.at(-1)?.id as string, 'two'), ended(runId, 'completed'))
    await waitUntil('the answer has finished', () => shownText() === 'one two')
    await waitUntil('nothing is being stopped', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.getSnapshot().state.runs.at(-1)?.state).toBe('completed')
  })

  it('lets go when the server says that the run has ended, even if the end itself is lost', async () => {
    await using pair = await startPair()
    const { view, stream, shownText } = await startStreaming(pair, 'one ')
    pair.server.script = ({ name }) =>
      name === 'stop'
        ? { ok: true, result: { outcome: 'already-ended', runIds: [], fenceSeq: null, fenceMs: 0 } }
        : undefined
    view.stop({ source: 'button' })
    stream('two ')
    await waitUntil('it catches up', () => shownText() === 'one two ')
    await waitUntil('nothing is being stopped', () => view.getSnapshot().stop.phase === 'idle')
  })

  it('does nothing when nothing is open', async () => {
    await using pair = await startPair()
    const { view, runId, thread } = await startStreaming(pair)
    thread.append(ended(runId, 'completed'))
    await waitUntil('it has ended', () => view.getSnapshot().openRunIds.length === 0)
    let changes = 0
    view.subscribe(() => changes++)
    view.stop({ source: 'key' })
    view.forceStop()
    await pass(50)
    expect(stopsOf(pair)).toEqual([])
    expect(changes).toBe(0)
  })

  it('says when it is not confirmed and sends it again with the same id', async () => {
    await using pair = await startPair()
    const streaming = await startStreaming(pair)
    const { view } = streaming
    const { phases } = watch(streaming)
    pair.server.script = ({ name }) => (name === 'stop' ? 'silence' : undefined)
    view.stop({ source: 'button' })
    await waitUntil('it went out three times', () => stopsOf(pair).length === 3)
    const { stop } = view.getSnapshot()
    expect(stop.phase).toBe('unconfirmed')
    expect(stop.phase === 'unconfirmed' && stop.tries).toBeGreaterThanOrEqual(3)
    expect(new Set(stopsOf(pair).map(({ body }) => body.id)).size).toBe(1)
    pair.server.script = () => undefined
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(phases.slice(0, 2)).toEqual(['stopping', 'unconfirmed'])
    expect(phases.at(-1)).toBe('idle')
  })

  it('asks again with another id when the server could not', async () => {
    await using pair = await startPair()
    const { view } = await startStreaming(pair)
    pair.server.script = ({ name }) =>
      name === 'stop' && stopsOf(pair).length === 1
        ? { ok: false, error: { code: 'internal', message: 'Something went wrong.' } }
        : undefined
    view.stop({ source: 'button' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(stopsOf(pair)).toHaveLength(2)
    expect(stopsOf(pair)[0]?.body.id).not.toBe(stopsOf(pair)[1]?.body.id)
    expect(view.getSnapshot().state.runs.at(-1)?.state).toBe('stopped')
  })

  it('forces at the second press, with another id', async () => {
    await using pair = await startPair()
    const { view, thread, runId } = await startStreaming(pair)
    thread.stopsItself = false
    view.stop({ source: 'button' })
    await waitUntil('it is accepted', () => stopsOf(pair).length === 1)
    thread.append(stopping(runId))
    view.stop({ source: 'button' })
    expect(view.getSnapshot().stop.phase).toBe('forcing')
    await waitUntil('it went out', () => stopsOf(pair).length === 2)
    const [first, second] = stopsOf(pair)
    expect(second?.body).toMatchObject({ runId, force: true })
    expect(first?.body['force']).toBeUndefined()
    expect(second?.body.id).not.toBe(first?.body.id)
    thread.append(ended(runId, 'stopped'))
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
  })

  it('is kept while offline, names its run, and goes out once', async () => {
    await using pair = await startPair()
    const { view, thread, runId, stream, shownText } = await startStreaming(pair, 'one ')
    await goOffline(pair)
    const { seq } = view.getSnapshot().state
    view.stop({ source: 'button' })
    expect(view.getSnapshot().stop.phase).toBe('offline')
    stream('two ')
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    await pass(300)
    expect(stopsOf(pair)).toHaveLength(1)
    expect(stopsOf(pair)[0]?.body).toMatchObject({ runId, seenSeq: seq })
    expect(shownText()).toBe('one ')
    expect(thread.state.runs.at(-1)?.state).toBe('stopped')
  })

  it('is answered the same when the line was lost before the answer', async () => {
    await using pair = await startPair()
    const streaming = await startStreaming(pair, 'one ')
    const { view, thread, shownText, stream } = streaming
    const { texts, phases } = watch(streaming)
    pair.server.script = ({ name, body }) => {
      if (name !== 'stop' || stopsOf(pair).length > 1) return undefined
      stream('two ')
      pair.server.cut()
      thread.stop(body['runId'] as string, body['seenSeq'] as number)
      return 'silence'
    }
    view.stop({ source: 'button' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    await waitUntil('it went out again', () => stopsOf(pair).length === 2)
    expect(stopsOf(pair)[1]?.body).toEqual(stopsOf(pair)[0]?.body)
    expect(phases).toContain('offline')
    expect(texts).toEqual(['one '])
    expect(shownText()).toBe('one ')
  })

  it('goes out as a force when it was pressed twice offline', async () => {
    await using pair = await startPair()
    const { view, runId } = await startStreaming(pair)
    await goOffline(pair)
    view.stop({ source: 'button' })
    view.stop({ source: 'button' })
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(stopsOf(pair).map(({ body }) => [body['runId'], body['force']])).toEqual([[runId, true]])
  })

  it('lets go when the run was lost meanwhile', async () => {
    await using pair = await startPair()
    const { view, thread, runId } = await startStreaming(pair)
    await goOffline(pair)
    view.stop({ source: 'button' })
    thread.restart()
    thread.record({ type: 'run-end', runId, state: 'lost', cause: null, notice: null, error: null })
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.getSnapshot().state.runs.at(-1)?.state).toBe('lost')
  })

  it('holds the text through the tail of a reconnect', async () => {
    await using pair = await startPair()
    const streaming = await startStreaming(pair, 'one ')
    const { view, thread, stream } = streaming
    const { texts } = watch(streaming)
    await goOffline(pair)
    view.stop({ source: 'button' })
    thread.restart()
    stream('two ')
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    // The new log does not reach back to what the reader had: the server cuts nothing, and the text is as stored.
    expect(texts.filter((text) => text !== 'one ').length).toBeLessThanOrEqual(1)
    expect(view.getSnapshot().state).toEqual(thread.state)
  })

  it('never meets a later run: a stop of several is sent for each when the line was lost', async () => {
    await using pair = await startPair()
    const { view, runId } = await startStreaming(pair)
    const second = view.send('and this').runId
    await waitUntil('both are open', () => view.getSnapshot().state.runs.length === 2)
    pair.server.script = ({ name }) => (name === 'stop' ? 'silence' : undefined)
    view.stop({ source: 'button' })
    await waitUntil('one went out for both', () => stopsOf(pair).length === 1)
    expect(stopsOf(pair)[0]?.body['runId']).toBeUndefined()
    await goOffline(pair)
    pair.server.script = () => undefined
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    const later = stopsOf(pair).filter(({ line }) => line > 1)
    expect(later.map(({ body }) => body['runId'])).toEqual([runId, second])
  })

  it('stops a run that the server does not know yet', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    const { runId } = view.send('go')
    view.stop({ source: 'button' })
    expect(view.getSnapshot().stop).toMatchObject({ phase: 'stopping', runIds: [runId] })
    expect(view.timeline.getSnapshot().at(-1)).toMatchObject({ type: 'turn', id: runId, run: null, status: 'stopping' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(pair.server.received.map(({ name }) => name)).toEqual(['open', 'send', 'stop'])
    expect(view.getSnapshot().state.runs.at(-1)?.state).toBe('stopped')
  })

  it('sends what was said offline, stored and stopped, and runs nothing', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    await waitUntil('it is open', () => pair.server.threads.size === 1)
    await goOffline(pair)
    const { runId, messageId } = view.send('go')
    view.stop({ source: 'button' })
    expect(view.getSnapshot().stop.phase).toBe('offline')
    expect(view.getSnapshot().pending).toHaveLength(1)
    await goOnline(pair)
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    const { state, pending } = view.getSnapshot()
    expect(pending).toEqual([])
    expect(state.messages.map((message) => message.id)).toEqual([messageId])
    expect(state.runs).toMatchObject([{ id: runId, state: 'stopped' }])
    expect(pair.server.received.slice(-3).map(({ name }) => name)).toEqual(['open', 'send', 'stop'])
  })

  it('lets go of a run whose message was refused', async () => {
    await using pair = await startPair()
    pair.server.script = ({ name }) =>
      name === 'send' ? { ok: false, error: { code: 'forbidden', message: 'No.' } } : undefined
    const view = pair.client.newThread()
    view.open()
    view.send('go')
    view.stop({ source: 'button' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.getSnapshot().pending).toMatchObject([{ delivery: 'failed' }])
    expect(view.getSnapshot().openRunIds).toEqual([])
  })

  it('can stop one of two runs, and the other afterwards', async () => {
    await using pair = await startPair()
    const { view, runId } = await startStreaming(pair)
    const second = view.send('and this').runId
    await waitUntil('both are open', () => view.getSnapshot().state.runs.length === 2)
    view.stop({ source: 'menu', runId })
    await waitUntil('one is stopped', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.getSnapshot().openRunIds).toEqual([second])
    view.stop({ source: 'button' })
    await waitUntil('both are stopped', () => view.getSnapshot().openRunIds.length === 0)
    expect(stopsOf(pair).map(({ body }) => body['runId'])).toEqual([runId, second])
  })

  it('hears what becomes of the others when one of several had ended', async () => {
    await using pair = await startPair()
    const { view, thread, runId } = await startStreaming(pair)
    view.send('and this')
    await waitUntil('both are open', () => view.getSnapshot().state.runs.length === 2)
    pair.server.script = ({ name }) => {
      if (name !== 'stop') return undefined
      thread.append(ended(runId, 'completed'))
      return { ok: true, result: { outcome: 'nothing-running', runIds: [], fenceSeq: null, fenceMs: 1 } }
    }
    view.stop({ source: 'button' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.getSnapshot().state).toEqual(thread.state)
    expect(stopsOf(pair)).toHaveLength(1)
  })

  it('keeps the draft', async () => {
    await using pair = await startPair()
    const { view } = await startStreaming(pair)
    view.draft.set('half a thought')
    view.stop({ source: 'button' })
    await waitUntil('it is over', () => view.getSnapshot().stop.phase === 'idle')
    expect(view.draft.getSnapshot()).toBe('half a thought')
  })

  it('lets the person write again while a run is being stopped', async () => {
    await using pair = await startPair()
    const { view, thread } = await startStreaming(pair)
    thread.stopsItself = false
    view.stop({ source: 'button' })
    view.send('next')
    expect(view.getSnapshot().pending).toMatchObject([{ text: 'next' }])
    await waitUntil('it arrived', () => thread.state.messages.some((message) => message.text === 'next'))
    expect(view.getSnapshot().stop.phase).toBe('stopping')
    expect(view.getSnapshot().pending).toHaveLength(1)
  })
})
