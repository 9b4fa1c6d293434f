import { applyAll, emptyThread, type Step, type ThreadRecord, type ThreadState } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { createTimeline } from './create-timeline.ts'
import type { PendingMessage } from './own-messages.ts'
import { appMessage, delta, ended, newRun, opening, personMessage, stopping } from './testing/scripted-server.ts'
import type { TimelineItem, Turn } from './timeline.ts'

/** Folds records onto a state, numbered and dated by their number. */
function fold(state: ThreadState, ...records: ThreadRecord[]): ThreadState {
  return applyAll(
    state,
    records.map((record, at) => ({ ...record, seq: state.seq + 1 + at, at: state.seq + 1 + at })),
  )
}

function said(id: string, runId: string, at: number): ThreadRecord {
  return { type: 'message-end', runId, messageId: id, message: { ...personMessage(id, runId, id), createdAt: at } }
}

function began(runId: string, messageId: string | null, at: number, kind: Parameters<typeof newRun>[2] = 'message') {
  const run = { ...newRun(runId, messageId, kind), startedAt: at, state: 'running' as const }
  return { type: 'run-start', runId, run } satisfies ThreadRecord
}

function stepped(id: string, runId: string, parentId: string | null = null): ThreadRecord {
  const pane = { text: '', language: null }
  const step: Step = {
    id,
    runId,
    parentId,
    name: id,
    type: 'tool',
    status: 'running',
    canStop: false,
    input: pane,
    output: pane,
    showInput: false,
    defaultOpen: false,
    autoCollapse: false,
    icon: null,
    startedAt: 1,
    endedAt: null,
    metadata: {},
    tags: [],
  }
  return { type: 'step-start', runId, stepId: id, step }
}

const answer = (id: string, runId: string | null, parentId: string | null = null): ThreadRecord => ({
  type: 'message-end',
  runId,
  messageId: id,
  message: { ...appMessage(id, runId, id), parentId },
})

const outline = (items: readonly TimelineItem[]) => items.map((item) => `${item.type} ${item.id}`)
const turnOf = (items: readonly TimelineItem[], id: string) => items.find((item) => item.id === id) as Turn

const empty = emptyThread('thread')

describe('createTimeline', () => {
  it('puts each run behind the message that asked for it, also when more was said meanwhile', () => {
    const state = fold(
      empty,
      said('m1', 'r1', 1),
      began('r1', 'm1', 1),
      opening('r1', 'a1'),
      said('m2', 'r2', 2),
      began('r2', 'm2', 2),
      answer('a2', 'r1'),
      ended('r1', 'completed'),
      answer('a3', 'r2'),
    )
    const items = createTimeline()({ state, pending: [] })
    expect(outline(items)).toEqual(['said m1', 'turn r1', 'said m2', 'turn r2'])
    expect(turnOf(items, 'r1').messages.map(({ id }) => id)).toEqual(['a1', 'a2'])
    expect(turnOf(items, 'r1')).toMatchObject({ status: 'completed', author: 'Scripted', startedAt: 1 })
  })

  it('puts runs that nobody asked for, and messages of no run, where they began', () => {
    const late = { ...appMessage('a4', null, 'imported'), createdAt: 7 }
    const state = fold(
      empty,
      began('start', null, 1, 'start'),
      answer('hello', 'start'),
      said('m1', 'r1', 3),
      began('r1', 'm1', 3),
      answer('a1', 'r1'),
      began('resume', null, 5, 'resume'),
      answer('back', 'resume'),
      said('m2', 'r2', 6),
      { type: 'message-end', runId: null, messageId: 'a4', message: late },
      { type: 'message-end', runId: null, messageId: 'a5', message: { ...late, id: 'a5' } },
    )
    const items = createTimeline()({ state, pending: [] })
    expect(outline(items)).toEqual(['turn start', 'said m1', 'turn r1', 'turn resume', 'said m2', 'turn a4'])
    expect(turnOf(items, 'a4')).toMatchObject({
      run: null,
      status: 'completed',
      messages: [{ id: 'a4' }, { id: 'a5' }],
    })
  })

  it('gives no place to runs that show nothing, and one to answers that may yet, and to what went wrong', () => {
    const state = fold(
      empty,
      began('connect', null, 1, 'connect'),
      began('start', null, 1, 'start'),
      said('m1', 'r1', 2),
      began('r1', 'm1', 2),
      ended('r1', 'completed'),
      said('m2', 'r2', 3),
      began('r2', 'm2', 3),
      stopping('r2'),
      { ...ended('r2', 'stopped'), notice: null } as ThreadRecord,
      said('m3', 'r3', 4),
      began('r3', 'm3', 4),
      began('resume', null, 5, 'resume'),
      {
        type: 'run-end',
        runId: 'resume',
        state: 'failed',
        cause: null,
        notice: null,
        error: { code: 'handler_failed', message: 'It broke.' },
      },
    )
    const items = createTimeline()({ state, pending: [] })
    expect(outline(items)).toEqual(['said m1', 'said m2', 'turn r2', 'said m3', 'turn r3', 'turn resume'])
    expect(turnOf(items, 'r2')).toMatchObject({ status: 'stopped', notice: null, author: null })
    expect(turnOf(items, 'resume')).toMatchObject({ status: 'failed', error: { code: 'handler_failed' } })
  })

  it('nests steps and what was said in them; what has lost its parent stands at the root', () => {
    const state = fold(
      empty,
      said('m1', 'r1', 1),
      began('r1', 'm1', 1),
      stepped('s1', 'r1'),
      stepped('s2', 'r1', 's1'),
      stepped('s3', 'r1', 'gone'),
      answer('inside', 'r1', 's2'),
      answer('orphan', 'r1', 'gone'),
    )
    const turn = turnOf(createTimeline()({ state, pending: [] }), 'r1')
    const names = (nodes: Turn['steps']): unknown[] =>
      nodes.map((node) => [node.step.id, ...node.messages.map(({ id }) => id), ...names(node.children)])
    expect(names(turn.steps)).toEqual([['s1', ['s2', 'inside']], ['s3']])
    expect(turn.messages.map(({ id }) => id)).toEqual(['orphan'])
  })

  it('keeps the identity of all that did not change', () => {
    const select = createTimeline()
    const state = fold(
      empty,
      said('m1', 'r1', 1),
      began('r1', 'm1', 1),
      stepped('s1', 'r1'),
      stepped('s2', 'r1'),
      answer('a1', 'r1'),
      said('m2', 'r2', 2),
      began('r2', 'm2', 2),
      opening('r2', 'a2'),
    )
    const before = select({ state, pending: [] })
    expect(select({ state: { ...state }, pending: [] })).toBe(before)
    const later = select({ state: fold(state, delta('r2', 'a2', 'x')), pending: [] })
    expect(later.slice(0, 3)).toEqual(before.slice(0, 3))
    expect(later.map((item, at) => item === before[at])).toEqual([true, true, true, false])
    const stepLater = select({
      state: fold(state, { type: 'step-delta', runId: 'r1', stepId: 's1', pane: 'output', text: 'y' }),
      pending: [],
    })
    expect(turnOf(stepLater, 'r1').steps[1]).toBe(turnOf(before, 'r1').steps[1])
    expect(turnOf(stepLater, 'r1').messages).toBe(turnOf(before, 'r1').messages)
    expect(turnOf(stepLater, 'r1').steps[0]).not.toBe(turnOf(before, 'r1').steps[0])
  })

  it('shows what is on its way at the end, with the turn it asks for; a failed one asks for none', () => {
    const own = (id: string, delivery: PendingMessage['delivery']): PendingMessage => ({
      id,
      runId: `run of ${id}`,
      author: 'You',
      text: id,
      metadata: {},
      composed: {},
      files: [],
      createdAt: 9,
      delivery,
      error: null,
    })
    const select = createTimeline()
    const pending = [own('p1', 'unsent'), own('p2', 'failed')]
    const items = select({ state: empty, pending, stoppingRunIds: ['run of p1'] })
    expect(outline(items)).toEqual(['said p1', 'turn run of p1', 'said p2'])
    expect(items[0]).toMatchObject({ delivery: 'unsent', message: { role: 'user', text: 'p1' } })
    expect(items[1]).toMatchObject({ status: 'stopping', run: null })
    expect(items[2]).toMatchObject({ delivery: 'failed' })
    expect(select({ state: { ...empty }, pending: [...pending], stoppingRunIds: ['run of p1'] })).toBe(items)
  })
})
