import type { Placed, ThreadWrite } from '@chatwright/gateway/ports'
import { newId, type Message, type Run, type Step } from '@chatwright/protocol'

/** A finished message of the app. */
export function sampleMessage(fields: Partial<Message> = {}): Message {
  return {
    id: newId(),
    runId: null,
    parentId: null,
    role: 'assistant',
    author: 'Concierge',
    text: 'The pool opens at nine.',
    language: null,
    status: 'done',
    isError: false,
    createdAt: 1_790_000_000_000,
    metadata: {},
    tags: [],
    ...fields,
  }
}

/** A step at work. */
export function sampleStep(fields: Partial<Step> = {}): Step {
  return {
    id: newId(),
    runId: newId(),
    parentId: null,
    name: 'look up opening hours',
    type: 'tool',
    status: 'running',
    canStop: false,
    input: { text: '{"place":"pool"}', language: 'json' },
    output: { text: '', language: null },
    showInput: 'json',
    defaultOpen: false,
    autoCollapse: true,
    icon: null,
    startedAt: 1_790_000_000_000,
    endedAt: null,
    metadata: {},
    tags: [],
    ...fields,
  }
}

/** A run at work. */
export function sampleRun(fields: Partial<Run> = {}): Run {
  return {
    id: newId(),
    kind: 'message',
    state: 'running',
    messageId: null,
    actionId: null,
    branchId: null,
    startedAt: 1_790_000_000_000,
    endedAt: null,
    cause: null,
    notice: null,
    error: null,
    ...fields,
  }
}

/** A write of a new thread in which nothing happened; `fields` say what did. */
export function sampleWrite(fields: Partial<ThreadWrite> = {}): ThreadWrite {
  return {
    threadId: newId(),
    userId: 'ada',
    seq: 1,
    title: 'Opening hours',
    branchId: null,
    createdAt: 1_790_000_000_000,
    updatedAt: 1_790_000_000_000,
    messages: [],
    steps: [],
    runs: [],
    pieces: [],
    removedMessages: [],
    removedSteps: [],
    removedPieces: [],
    ...fields,
  }
}

/** Things at positions 1, 2, 3 …, or from `first` on. */
export function placed<T>(items: T[], first = 1): Placed<T>[] {
  return items.map((item, index) => ({ position: first + index, item }))
}
