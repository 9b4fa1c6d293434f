import { apply, emptyThread, newId, type Message, type ThreadEvent } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { keepAtStop } from './keep.ts'
import { LiveRun } from './live-run.ts'
import { MemoryLog } from './log.ts'
import type { Thread } from './thread.ts'

const runId = newId()

/** A thread as keepAtStop reads it: its state, folded, and its log. */
function threadOf(...records: object[]): Thread {
  const log = new MemoryLog()
  let state = emptyThread(newId())
  for (const record of records) {
    const event = { runId, ...record, seq: state.seq + 1, at: 0 } as ThreadEvent
    state = apply(state, event)
    log.append(event)
  }
  return { state, log } as Thread
}

function message(id: string, text: string, status: Message['status'] = 'streaming'): Message {
  const empty = { parentId: null, language: null, isError: false, createdAt: 0, metadata: {}, tags: [] }
  return { ...empty, id, runId, role: 'assistant', author: 'A', text, status }
}

const start = (id: string, text = '') => ({ type: 'message-start', messageId: id, message: message(id, text) })
const delta = (id: string, text: string) => ({ type: 'message-delta', messageId: id, text })
const set = (id: string, text: string) => ({ type: 'message-update', messageId: id, patch: { text } })
const whole = (id: string, text: string) => ({ type: 'message-end', messageId: id, message: message(id, text, 'done') })
const run = new LiveRun(runId, 'message')
const [a, b] = [newId(), newId()]

describe('keepAtStop', () => {
  it('cuts what was added after what the reader saw, and takes back what they had not seen at all', () => {
    const thread = threadOf(start(a), delta(a, 'one '), delta(a, 'two '), start(b), delta(b, 'three'))
    expect(keepAtStop(thread, run, 2, 'seen')).toEqual({ keep: { [a]: 4, [b]: 0 }, putBack: {} })
    expect(keepAtStop(thread, run, 5, 'seen')).toEqual({ keep: {}, putBack: {} })
    expect(keepAtStop(thread, run, 0, 'seen')).toEqual({ keep: { [a]: 0, [b]: 0 }, putBack: {} })
  })

  it('knows a text that is said anew and longer each time', () => {
    const thread = threadOf(start(a), set(a, 'one'), set(a, 'one two'), set(a, 'one two three'))
    expect(keepAtStop(thread, run, 3, 'seen')).toEqual({ keep: { [a]: 7 }, putBack: {} })
  })

  it('puts back a text that was replaced by another', () => {
    const thread = threadOf(start(a, 'first words'), set(a, 'something else'))
    expect(keepAtStop(thread, run, 1, 'seen')).toEqual({ keep: {}, putBack: { [a]: 'first words' } })
  })

  it('leaves a message alone that was reopened and has not grown, and cuts one that has', () => {
    const still = threadOf(whole(a, 'whole'), start(a, 'whole'))
    expect(keepAtStop(still, run, 1, 'seen')).toEqual({ keep: {}, putBack: {} })
    const grown = threadOf(whole(a, 'whole'), start(a, 'whole'), delta(a, ' and more'))
    expect(keepAtStop(grown, run, 1, 'seen')).toEqual({ keep: { [a]: 5 }, putBack: {} })
  })

  it('takes back nothing of what an earlier run had said, but what was done to it', () => {
    const earlier = { ...whole(a, 'what was said'), runId: newId() }
    earlier.message = { ...earlier.message, runId: earlier.runId }
    const later = { ...start(a, 'said anew'), message: { ...message(a, 'said anew'), createdAt: 9 } }
    const both = threadOf(earlier, later, delta(a, ' and more'))
    for (const policy of ['seen', 'discard'] as const) {
      expect(keepAtStop(both, run, 1, policy)).toEqual({ keep: {}, putBack: { [a]: 'what was said' } })
    }
    // The log does not reach back to what was there: then nothing is taken.
    const known = { state: both.state, log: new MemoryLog() } as Thread
    for (const event of both.log.between(1, 3)) known.log.append(event)
    for (const policy of ['seen', 'discard'] as const) {
      expect(keepAtStop(known, run, 1, policy)).toEqual({ keep: {}, putBack: {} })
    }
  })

  it('keeps a question that was answered, also where whoever stops had not seen it', () => {
    const ask = (askId: string, messageId: string) => ({
      type: 'ask-start',
      askId,
      ask: { id: askId, messageId, status: 'open', options: [] },
    })
    const [first, second] = [newId(), newId()]
    const records = [whole(a, 'Which?'), ask(first, a), whole(b, 'And?'), ask(second, b)]
    const answer = { type: 'ask-end', askId: first, status: 'answered', answer: null }
    for (const policy of ['seen', 'discard'] as const) {
      expect(keepAtStop(threadOf(...records), run, 0, policy).keep).toEqual({ [a]: 0, [b]: 0 })
      expect(keepAtStop(threadOf(...records, answer), run, 0, policy).keep).toEqual({ [b]: 0 })
    }
  })

  it('keeps everything with the policy sent, or without a number, and nothing with discard', () => {
    const thread = threadOf(start(a), delta(a, 'one'), delta(a, 'two'))
    expect(keepAtStop(thread, run, 2, 'sent')).toEqual({ keep: {}, putBack: {} })
    expect(keepAtStop(thread, run, undefined, 'seen')).toEqual({ keep: {}, putBack: {} })
    expect(keepAtStop(thread, run, 3, 'discard')).toEqual({ keep: { [a]: 0 }, putBack: {} })
  })
})
