import type { Ask, EventBatch, ThreadEvent, ThreadRecord } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { delta, ended, newRun, opening, personMessage, ScriptedThread, stopping } from './testing/scripted-server.ts'
import { ThreadFeed } from './thread-feed.ts'

const runId = '00000000-0000-4000-8000-000000000001'
const messageId = '00000000-0000-4000-8000-000000000002'

function start() {
  const thread = new ScriptedThread('00000000-0000-4000-8000-000000000003')
  const feed = new ThreadFeed(thread.id)
  feed.replace({ threadId: thread.id, epoch: thread.epoch, state: thread.state })
  const say = (...records: ThreadRecord[]) => feed.receive(thread.record(...records))
  const textOf = () => feed.state.messages.find((message) => message.id === messageId)?.text
  return { thread, feed, say, textOf }
}

describe('ThreadFeed', () => {
  it('applies what follows, and tells repeats from gaps', () => {
    const { thread, feed, textOf } = start()
    const first = thread.record({ type: 'run-start', runId, run: newRun(runId, null) }, opening(runId, messageId, 'a'))
    const second = thread.record(delta(runId, messageId, 'b'))
    const third = thread.record(delta(runId, messageId, 'c'))
    expect(feed.receive(second)).toBe('gap')
    expect(feed.receive(first)).toBe('applied')
    expect(feed.receive(first)).toBe('repeat')
    expect(feed.receive(third)).toBe('gap')
    expect(feed.receive(second)).toBe('applied')
    expect(feed.receive(third)).toBe('applied')
    expect(feed.state).toEqual(thread.state)
    expect(textOf()).toBe('abc')
  })

  it('takes a batch that overlaps for a gap, since a merged delta cannot be taken apart', () => {
    const { thread, feed, say, textOf } = start()
    say(opening(runId, messageId, ''))
    const merged: EventBatch = {
      ...thread.record(delta(runId, messageId, 'ab')),
      from: 1,
    }
    expect(feed.receive(merged)).toBe('gap')
    expect(textOf()).toBe('')
  })

  it('refuses the batches of another log', () => {
    const { thread, feed } = start()
    const batch = thread.record(opening(runId, messageId))
    expect(feed.receive({ ...batch, epoch: 'other' })).toBe('gap')
    expect(feed.state.seq).toBe(0)
  })

  it('moves on over numbers that a stop took back', () => {
    const { thread, feed, say } = start()
    say(opening(runId, messageId))
    thread.record(delta(runId, messageId, 'taken back'))
    const events: ThreadEvent[] = []
    expect(feed.receive({ threadId: thread.id, epoch: thread.epoch, from: 2, to: 2, events })).toBe('applied')
    expect(feed.seen).toEqual({ epoch: thread.epoch, seq: 2 })
    expect(say({ type: 'thread-update', title: 'T' })).toBe('applied')
  })

  it('drops what a run shows behind its fence, whatever the server sends', () => {
    const { feed, say, textOf } = start()
    say({ type: 'run-start', runId, run: newRun(runId, null) }, opening(runId, messageId, 'before'))
    say(stopping(runId))
    const stepId = '00000000-0000-4000-8000-00000000000a'
    const step = { id: stepId, runId, parentId: null, name: 's', type: 'tool', status: 'running', startedAt: 1 }
    say(delta(runId, messageId, ' behind'), {
      type: 'step-start',
      runId,
      stepId,
      step: step as Extract<ThreadRecord, { type: 'step-start' }>['step'],
    })
    say(ended(runId, 'stopped'))
    say(opening(runId, '00000000-0000-4000-8000-000000000009', 'late'), delta(runId, messageId, ' late'))
    expect(textOf()).toBe('before')
    expect(feed.state.messages).toHaveLength(1)
    expect(feed.state.steps).toEqual([])
    expect(feed.state.seq).toBe(8)
  })

  it('never drops what the person said', () => {
    const { feed, say } = start()
    say({ type: 'run-start', runId, run: newRun(runId, null) }, stopping(runId))
    say({ type: 'message-end', runId, messageId, message: personMessage(messageId, runId, 'mine') })
    expect(feed.state.messages.map((message) => message.text)).toEqual(['mine'])
  })

  it('keeps the identity of all that a snapshot does not change', () => {
    const { thread, feed, say } = start()
    say({ type: 'run-start', runId, run: newRun(runId, null) }, opening(runId, messageId, 'a'))
    const other = '00000000-0000-4000-8000-00000000000b'
    say(opening(runId, other, 'x'))
    const before = feed.state
    thread.record(delta(runId, other, 'y'))
    feed.replace({ threadId: thread.id, epoch: 'new', state: structuredClone(thread.state) })
    expect(feed.state).toEqual(thread.state)
    expect(feed.state.runs).toBe(before.runs)
    expect(feed.state.messages[0]).toBe(before.messages[0])
    expect(feed.state.messages[1]).not.toBe(before.messages[1])
    expect(feed.seen).toEqual({ epoch: 'new', seq: 4 })
  })

  it('shows nothing that a stopped run puts up behind its fence: no question, button, plan or panel', () => {
    const { feed, say } = start()
    const id = '00000000-0000-4000-8000-000000000009'
    say({ type: 'run-start', runId, run: newRun(runId, null) }, opening(runId, messageId, 'a'), stopping(runId))
    const ask = { kind: 'text', options: [], rules: null, status: 'open', answer: null } satisfies Partial<Ask>
    const times = { askedAt: 1, expiresAt: null, endedAt: null }
    const look = { icon: null, tooltip: null, variant: 'default', isOnce: false } as const
    say(
      { type: 'ask-start', runId, askId: id, ask: { ...ask, ...times, id, runId, messageId } },
      {
        type: 'action-put',
        runId,
        actionId: id,
        action: { ...look, id, runId, messageId, name: 'go', payload: {}, label: 'Go' },
      },
      { type: 'tasks-put', runId, listId: id, list: { id, runId, title: 'Plan', tasks: [] } },
    )
    expect(feed.state).toMatchObject({ asks: [], actions: [], taskLists: [] })
    expect(feed.state.seq).toBe(6)
  })
})
