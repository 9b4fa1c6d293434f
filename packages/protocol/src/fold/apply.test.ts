import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../content/message.ts'
import type { Run } from '../content/run.ts'
import type { Step } from '../content/step.ts'
import { hasEnded } from '../content/ended.ts'
import { emptyThread } from '../empty-thread.ts'
import { event as eventSchema, type ThreadEvent } from '../events/index.ts'
import { apply, applyAll } from './apply.ts'
import { newId } from '../new-id.ts'
import { threadState, type ThreadState } from '../state.ts'

/** Few ids, so that events hit each other, also where they should not. */
const runIds = [newId(), newId()] as const
const messageIds = [newId(), newId(), newId()] as const
const stepIds = [newId(), newId(), newId()] as const
const threadId = newId()

const text = fc.string({ maxLength: 12 })
const aRun = fc.constantFrom(...runIds)
const aMessage = fc.constantFrom(...messageIds)
const aStep = fc.constantFrom(...stepIds)
const pieceIds = [newId(), newId()] as const
const aPiece = fc.constantFrom(...pieceIds)
const at = 1_000

function message(id: string, runId: string, words: string, status: Message['status']): Message {
  const empty = { parentId: null, language: null, isError: false, createdAt: at, metadata: {}, tags: [] }
  return { ...empty, id, runId, role: 'assistant', author: 'A', text: words, status }
}

function step(id: string, runId: string, parentId: string | null): Step {
  const pane = { text: '', language: null }
  const look = { showInput: true, defaultOpen: false, autoCollapse: false, icon: null, metadata: {}, tags: [] }
  const time = { startedAt: at, endedAt: null }
  return {
    ...look,
    ...time,
    id,
    runId,
    parentId,
    name: 'S',
    type: 'tool',
    status: 'running',
    canStop: false,
    input: pane,
    output: pane,
  }
}

function run(id: string): Run {
  const open = { startedAt: at, endedAt: null, cause: null, notice: null, error: null }
  return { ...open, id, kind: 'message', state: 'running', messageId: null, actionId: null, branchId: null }
}

const thumb = { runId: null, userId: 'ada', reasons: [], comment: null, createdAt: at, updatedAt: at }

const openAsk = {
  kind: 'text',
  options: [],
  rules: null,
  status: 'open',
  answer: null,
  askedAt: at,
  expiresAt: null,
  endedAt: null,
} as const

const button = { name: 'go', payload: {}, label: 'Go', icon: null, tooltip: null, variant: 'default', isOnce: false }

const notes = {
  kind: 'text',
  name: 'Notes',
  display: 'side',
  alt: null,
  language: null,
  size: 'medium',
  page: 1,
  autoPlay: false,
}

const pieceRecords = fc.oneof(
  fc.tuple(aPiece, aRun, aMessage, fc.boolean()).map(([askId, runId, messageId, isLater]) => ({
    type: 'ask-start',
    runId,
    askId,
    ask: { ...openAsk, id: askId, runId, messageId, ...(isLater ? { later: { key: 'name', context: {} } } : {}) },
  })),
  fc.record({
    type: fc.constant('ask-end'),
    runId: aRun,
    askId: aPiece,
    status: fc.constantFrom('answered', 'skipped', 'expired', 'stopped'),
    answer: fc.constant(null),
  }),
  fc.record({ type: fc.constant('ask-update'), runId: aRun, askId: aPiece, answered: text }),
  fc.tuple(aPiece, aRun, aMessage).map(([actionId, runId, messageId]) => ({
    type: 'action-put',
    runId,
    actionId,
    action: { ...button, id: actionId, runId, messageId },
  })),
  fc.tuple(aPiece, aMessage, fc.constantFrom('up', 'down')).map(([id, messageId, value]) => ({
    type: 'feedback-put',
    feedback: { ...thumb, id, messageId, value },
  })),
  fc.record({ type: fc.constant('feedback-remove'), feedbackId: aPiece }),
  fc.tuple(aPiece, aRun, text).map(([callId, runId, args]) => ({
    type: 'call-start',
    runId,
    callId,
    call: { id: callId, runId, name: 'selection', args, calledAt: at, expiresAt: null },
  })),
  fc.record({ type: fc.constant('call-end'), runId: aRun, callId: aPiece }),
  fc.record({ type: fc.constant('action-remove'), runId: aRun, actionId: aPiece }),
  fc.tuple(aPiece, aRun, fc.constantFrom('ready', 'running', 'done')).map(([listId, runId, status]) => ({
    type: 'tasks-put',
    runId,
    listId,
    list: { id: listId, runId, title: 'Plan', tasks: [{ id: pieceIds[0], title: 'One', status, messageId: null }] },
  })),
  fc.record({ type: fc.constant('tasks-remove'), runId: aRun, listId: aPiece }),
  fc.tuple(aPiece, aRun).map(([branchId, beforeRunId]) => ({
    type: 'branch-start',
    branch: { id: branchId, parentId: null, beforeRunId },
  })),
  fc.tuple(fc.option(aRun), fc.constantFrom('b', 'c')).map(([runId, profileId]) => ({
    type: 'setup-put',
    runId,
    setup: { id: 'profile', profileId },
  })),
  fc.option(aRun).map((runId) => ({ type: 'setup-put', runId, setup: { id: 'starters', starters: [] } })),
  fc.option(aRun).map((runId) => ({ type: 'setup-remove', runId, setupId: 'starters' })),
  fc.record({ type: fc.constant('branch-switch'), branchId: fc.option(aPiece) }),
  fc.tuple(aPiece, aRun, fc.option(aMessage), text).map(([elementId, runId, messageId, words]) => ({
    type: 'element-put',
    runId,
    elementId,
    element: { ...notes, id: elementId, runId, messageId, source: { type: 'text', text: words } },
  })),
  fc.record({ type: fc.constant('element-remove'), runId: aRun, elementId: aPiece }),
  fc.tuple(aRun, fc.option(fc.array(aPiece, { maxLength: 2 })), fc.boolean()).map(([runId, ids, hasKey]) => ({
    type: 'panel-open',
    runId,
    ...(hasKey ? { key: 'sources', title: 'Sources' } : {}),
    ...(ids === null
      ? {}
      : {
          elements: ids.map((id) => ({
            ...notes,
            id,
            runId,
            messageId: null,
            source: { type: 'text', text: '' },
          })),
        }),
  })),
  aRun.map((runId) => ({ type: 'panel-close', runId })),
)

const records = fc.oneof(
  { weight: 3, arbitrary: pieceRecords },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('message-delta'), runId: aRun, messageId: aMessage, text }) },
  fc.tuple(aMessage, aRun, text).map(([messageId, runId, words]) => ({
    type: 'message-start',
    runId,
    messageId,
    message: message(messageId, runId, words, 'streaming'),
  })),
  fc.tuple(aMessage, aRun, text, fc.boolean()).map(([messageId, runId, words, isWhole]) => ({
    type: 'message-end',
    runId,
    messageId,
    ...(isWhole ? { message: message(messageId, runId, words, 'done') } : {}),
  })),
  fc.record({ type: fc.constant('message-update'), runId: aRun, messageId: aMessage, patch: fc.record({ text }) }),
  fc.record({ type: fc.constant('message-remove'), runId: aRun, messageId: aMessage }),
  fc.tuple(aStep, aRun, fc.option(aStep)).map(([stepId, runId, parentId]) => ({
    type: 'step-start',
    runId,
    stepId,
    step: step(stepId, runId, parentId),
  })),
  fc.record({
    type: fc.constant('step-delta'),
    runId: aRun,
    stepId: aStep,
    pane: fc.constantFrom('input', 'output'),
    text,
  }),
  fc.record({ type: fc.constant('step-update'), runId: aRun, stepId: aStep, patch: fc.record({ name: text }) }),
  fc.record({
    type: fc.constant('step-end'),
    runId: aRun,
    stepId: aStep,
    status: fc.constantFrom('done', 'failed', 'stopped'),
  }),
  fc.record({ type: fc.constant('step-remove'), runId: aRun, stepId: aStep }),
  aRun.map((runId) => ({ type: 'run-start', runId, run: run(runId) })),
  fc.record({
    type: fc.constant('run-update'),
    runId: aRun,
    state: fc.constantFrom('queued', 'held', 'running', 'waiting'),
  }),
  fc.record({
    type: fc.constant('run-stopping'),
    runId: aRun,
    cause: fc.constant('user'),
    keep: fc.dictionary(aMessage, fc.nat(6), { maxKeys: 3 }),
    putBack: fc.dictionary(aMessage, text, { maxKeys: 1 }),
  }),
  fc.record({
    type: fc.constant('run-end'),
    runId: aRun,
    state: fc.constantFrom('stopped', 'completed', 'failed', 'lost'),
    cause: fc.constant(null),
    notice: fc.constant(null),
    error: fc.constant(null),
  }),
  fc.record({ type: fc.constant('thread-update'), title: fc.option(text) }),
)

/** A log: plausible or not, but numbered 1, 2, 3 … */
const logs = fc
  .array(records, { maxLength: 60 })
  .map((list) => list.map((record, index) => ({ ...record, seq: index + 1, at: at + index }) as ThreadEvent))

const fold = (log: readonly ThreadEvent[]): ThreadState => applyAll(emptyThread(threadId), log)
const overTheWire = (state: ThreadState): ThreadState => JSON.parse(JSON.stringify(state)) as ThreadState

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

describe('apply', () => {
  it('comes to the same state at once and in two halves through a snapshot', () => {
    fc.assert(
      fc.property(logs, fc.nat(60), (log, cut) => {
        const half = overTheWire(fold(log.slice(0, cut)))
        expect(applyAll(half, log.slice(cut))).toEqual(fold(log))
      }),
    )
  })

  it('comes to the same state when events are repeated, one by one or from any earlier point', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(60), { maxLength: 5 }), (log, repeats) => {
        let state = emptyThread(threadId)
        for (const [index, event] of log.entries()) {
          state = apply(apply(state, event), event)
          if (repeats.includes(index)) state = applyAll(state, log.slice(0, index + 1))
        }
        expect(state).toEqual(fold(log))
      }),
    )
  })

  it('changes nothing it was given', () => {
    fc.assert(
      fc.property(logs, (log) => {
        freeze(log)
        let state = freeze(emptyThread(threadId))
        for (const event of log) state = freeze(apply(state, event))
      }),
    )
  })

  it('comes to the same state when deltas in a row are merged under the later number', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const merged: ThreadEvent[] = []
        for (const event of log) {
          const last = merged.at(-1)
          const isSame =
            last?.type === 'message-delta' && event.type === 'message-delta' && last.messageId === event.messageId
          if (isSame) merged[merged.length - 1] = { ...event, text: last.text + event.text }
          else merged.push(event)
        }
        expect(fold(merged)).toEqual(fold(log))
      }),
    )
  })

  it('keeps the identity of what an event does not touch', () => {
    fc.assert(
      fc.property(logs, (log) => {
        let state = emptyThread(threadId)
        for (const event of log) {
          const next = apply(state, event)
          if (event.type === 'message-delta') {
            expect(next.steps).toBe(state.steps)
            expect(next.runs).toBe(state.runs)
            const untouched = (list: Message[]) => list.filter(({ id }) => id !== event.messageId)
            untouched(next.messages).forEach((item, index) => expect(item).toBe(untouched(state.messages)[index]))
          }
          state = next
        }
      }),
    )
  })

  it('never changes a run that has ended, and leaves nothing of it open', () => {
    fc.assert(
      fc.property(logs, (log) => {
        let state = emptyThread(threadId)
        for (const event of log) {
          const next = apply(state, event)
          for (const before of state.runs) {
            if (!hasEnded(before.state) || event.type === 'run-start') continue
            expect(next.runs.find(({ id }) => id === before.id)).toEqual(before)
          }
          const ended = event.type === 'run-end' && next.runs.find(({ id }) => id === event.runId)
          if (ended && state.runs.some(({ id, state: was }) => id === ended.id && !hasEnded(was))) {
            const isOpen = (item: { runId: string | null; status: string }) =>
              item.runId === ended.id && (item.status === 'streaming' || item.status === 'running')
            expect([...next.messages, ...next.steps].filter(isOpen)).toEqual([])
            expect(next.calls.filter(({ runId }) => runId === ended.id)).toEqual([])
          }
          state = next
        }
      }),
    )
  })

  it('never lets a text grow that a stop has cut, whatever deltas follow', () => {
    fc.assert(
      fc.property(logs, aMessage, fc.nat(6), fc.array(text, { maxLength: 5 }), (log, id, length, later) => {
        const before = fold(log)
        const stopping = { type: 'run-stopping', runId: runIds[0], cause: 'user', keep: { [id]: length } }
        const deltas = later.map((words) => ({ type: 'message-delta', runId: runIds[0], messageId: id, text: words }))
        const after = [stopping, ...deltas].map(
          (record, index) => ({ ...record, seq: before.seq + 1 + index, at }) as ThreadEvent,
        )
        const shown = applyAll(before, after).messages.find((item) => item.id === id)
        const was = before.messages.find((item) => item.id === id)
        expect(shown?.text ?? '').toBe((was?.text ?? '').slice(0, length))
      }),
    )
  })

  it('keeps no feedback on what was removed or cut away whole', () => {
    const given = (messageId: string): ThreadEvent => ({
      type: 'feedback-put',
      feedback: { ...thumb, id: newId(), messageId, value: 'up' },
      seq: 3,
      at,
    })
    const [runId] = runIds
    const [kept, gone] = messageIds
    const said = [kept, gone].map((messageId, index): ThreadEvent => ({
      type: 'message-end',
      runId,
      messageId,
      message: message(messageId, runId, 'words', 'done'),
      seq: index + 1,
      at,
    }))
    const state = applyAll(emptyThread(threadId), [...said, given(kept), { ...given(gone), seq: 4 }])
    expect(state.feedbacks).toHaveLength(2)
    const after = apply(state, { type: 'message-remove', runId, messageId: gone, seq: 5, at })
    expect(after.feedbacks.map(({ messageId }) => messageId)).toEqual([kept])
  })

  it('words for an answer go with a question that was answered, and with no other', () => {
    const [runId] = runIds
    const [askId] = pieceIds
    const put = { ...openAsk, id: askId, runId, messageId: messageIds[0], outcome: { expired: 'Too late.' } }
    const records = (status: 'answered' | 'expired') => [
      { type: 'ask-start', runId, askId, ask: put },
      { type: 'ask-update', runId, askId, answered: 'Too early.' },
      { type: 'ask-end', runId, askId, status, answer: null },
      { type: 'ask-update', runId, askId, answered: { en: 'Held.' } },
    ]
    const outcomeOf = (status: 'answered' | 'expired') =>
      fold(records(status).map((record, index) => ({ ...record, seq: index + 1, at }) as ThreadEvent)).asks[0]?.outcome
    expect(outcomeOf('answered')).toEqual({ expired: 'Too late.', answered: { en: 'Held.' } })
    expect(outcomeOf('expired')).toEqual({ expired: 'Too late.' })
  })

  it('takes what the schemas take, and gives what they take', () => {
    fc.assert(
      fc.property(logs, (log) => {
        for (const event of log) expect(eventSchema.safeParse(event).success).toBe(true)
        expect(threadState.safeParse(fold(log)).success).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
