import type { Message } from './content/message.ts'
import { hasEnded, type EndedState } from './content/ended.ts'
import type { Run } from './content/run.ts'
import type { Step, StepPatch } from './content/step.ts'
import type { ThreadEvent } from './events/index.ts'
import type { ThreadState } from './state.ts'

/**
 * The meaning of an event: the state after it. Pure; the only place that knows what an event does. Gateway, store,
 * browser and tests all fold with it, so what was seen live is what is seen after a reload.
 *
 * An event whose number is not above the state's is a repeat and changes nothing. An event about something that is not
 * there (removed before, cut off by a stop) moves the number on and changes nothing else. Holes are the caller's
 * business: delivery keeps events contiguous, and drops only what a stop takes back.
 */
export function apply(state: ThreadState, event: ThreadEvent): ThreadState {
  if (event.seq <= state.seq) return state
  return { ...change(state, event), seq: event.seq }
}

/** Folds many events, in order. */
export function applyAll(state: ThreadState, events: Iterable<ThreadEvent>): ThreadState {
  for (const event of events) state = apply(state, event)
  return state
}

function change(state: ThreadState, event: ThreadEvent): ThreadState {
  switch (event.type) {
    case 'message-start':
      return withMessage(state, event.message)
    case 'message-delta':
      return editMessage(state, event.messageId, (message) =>
        message.status === 'streaming' ? { ...message, text: message.text + event.text } : message,
      )
    case 'message-update':
      return editMessage(state, event.messageId, (message) => ({ ...message, ...defined(event.patch) }))
    case 'message-end':
      if (event.message) return withMessage(state, event.message)
      return editMessage(state, event.messageId, (message) =>
        message.status === 'streaming' ? { ...message, status: 'done' } : message,
      )
    case 'message-remove':
      return { ...state, messages: state.messages.filter((message) => message.id !== event.messageId) }

    case 'step-start':
      return { ...state, steps: put(state.steps, event.step) }
    case 'step-delta':
      return editStep(state, event.stepId, (step) => ({
        ...step,
        [event.pane]: { ...step[event.pane], text: step[event.pane].text + event.text },
      }))
    case 'step-update':
      return { ...state, steps: replace(state.steps, event.stepId, (step) => updateStep(step, event.patch)) }
    case 'step-end':
      return editStep(state, event.stepId, (step) => ({
        ...step,
        ...defined(event.patch ?? {}),
        status: event.status,
        endedAt: event.at,
      }))
    case 'step-remove': {
      const gone = withDescendants(state.steps, event.stepId)
      return { ...state, steps: state.steps.filter((step) => !gone.has(step.id)) }
    }

    case 'run-start':
      return { ...state, runs: put(state.runs, event.run) }
    case 'run-update':
      return editRun(state, event.runId, (run) => ({ ...run, state: event.state }))
    case 'run-stopping':
      return {
        ...editRun(state, event.runId, (run) => ({ ...run, state: 'stopping', cause: event.cause })),
        messages: cut(state.messages, event.keep, event.putBack ?? {}),
      }
    case 'run-end':
      return closeRun(state, event)
    case 'run-settled':
      return state
    case 'thread-update':
      return { ...state, title: event.title }
  }
}

/** A message that is there already is put in its own place: sending it again never makes a copy. */
function withMessage(state: ThreadState, message: Message): ThreadState {
  return { ...state, messages: put(state.messages, message) }
}

function editMessage(state: ThreadState, id: string, edit: (message: Message) => Message): ThreadState {
  return { ...state, messages: replace(state.messages, id, edit) }
}

function editStep(state: ThreadState, id: string, edit: (step: Step) => Step): ThreadState {
  return { ...state, steps: replace(state.steps, id, (step) => (step.status === 'running' ? edit(step) : step)) }
}

/** A step may be corrected after it ended; one that a stop or a crash ended stays as it was. */
function updateStep(step: Step, patch: StepPatch): Step {
  return step.status === 'stopped' || step.status === 'lost' ? step : { ...step, ...defined(patch) }
}

/** An ended run never changes again, whatever comes. */
function editRun(state: ThreadState, id: string, edit: (run: Run) => Run): ThreadState {
  return { ...state, runs: replace(state.runs, id, (run) => (hasEnded(run.state) ? run : edit(run))) }
}

function cut(messages: Message[], keep: Record<string, number>, putBack: Record<string, string>): Message[] {
  if (Object.keys(keep).length === 0 && Object.keys(putBack).length === 0) return messages
  return messages.flatMap((message) => {
    const text = putBack[message.id]
    if (text !== undefined) return [{ ...message, text, status: 'stopped' as const }]
    const length = keep[message.id]
    if (length === undefined) return [message]
    return length === 0 ? [] : [{ ...message, text: message.text.slice(0, length), status: 'stopped' as const }]
  })
}

function closeRun(state: ThreadState, event: ThreadEvent & { type: 'run-end' }): ThreadState {
  const run = state.runs.findLast((candidate) => candidate.id === event.runId)
  if (run && hasEnded(run.state)) return state
  const status = leftOpenStatus[event.state]
  return {
    ...editRun(state, event.runId, (open) => ({
      ...open,
      state: event.state,
      endedAt: event.at,
      cause: event.cause,
      notice: event.notice,
      error: event.error,
    })),
    messages: mapSome(
      state.messages,
      (message) => message.runId === event.runId && message.status === 'streaming',
      (message) => ({ ...message, status }),
    ),
    steps: mapSome(
      state.steps,
      (step) => step.runId === event.runId && step.status === 'running',
      (step) => ({ ...step, status, endedAt: event.at }),
    ),
  }
}

const leftOpenStatus = {
  completed: 'done',
  failed: 'failed',
  stopped: 'stopped',
  lost: 'lost',
} as const satisfies Record<EndedState, string>

function put<T extends { id: string }>(list: T[], item: T): T[] {
  const at = indexOf(list, item.id)
  return at < 0 ? [...list, item] : list.with(at, item)
}

function replace<T extends { id: string }>(list: T[], id: string, edit: (item: T) => T): T[] {
  const at = indexOf(list, id)
  if (at < 0) return list
  const before = list[at] as T
  const after = edit(before)
  return after === before ? list : list.with(at, after)
}

function mapSome<T>(list: T[], test: (item: T) => boolean, edit: (item: T) => T): T[] {
  return list.some(test) ? list.map((item) => (test(item) ? edit(item) : item)) : list
}

/** From the end: what changes is nearly always among the last. */
function indexOf(list: { id: string }[], id: string): number {
  return list.findLastIndex((item) => item.id === id)
}

function withDescendants(steps: Step[], rootId: string): Set<string> {
  const found = new Set([rootId])
  for (const step of steps) if (step.parentId !== null && found.has(step.parentId)) found.add(step.id)
  return found
}

/** Leaves out keys that are present but undefined, so that a patch cannot blank a field. */
function defined<T extends object>(patch: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
