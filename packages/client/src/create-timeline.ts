import type { Message, Run, Step, ThreadState } from '@chatwright/protocol'
import { keepList } from './keep-list.ts'
import type { PendingMessage } from './own-messages.ts'
import type { Said, StepNode, TimelineItem, Turn, TurnStatus } from './timeline.ts'

/** What a timeline is made of. */
export interface TimelineSource {
  state: ThreadState
  pending: readonly PendingMessage[]
  /** Runs that are being stopped; matters for those the server has not begun. */
  stoppingRunIds?: readonly string[]
}

/** Makes the timeline of a thread's state. Remembers the last one, and gives its parts again where nothing changed. */
export type SelectTimeline = (source: TimelineSource) => readonly TimelineItem[]

/** A {@link SelectTimeline} for one thread. Pure but for its memory. */
export function createTimeline(): SelectTimeline {
  let last: readonly TimelineItem[] = []
  let known = new Map<string, TimelineItem>()
  return (source) => {
    const next = arrange(source).map((item) => keepIdentity(known.get(keyOf(item)), item))
    const kept = keepList(last, next)
    if (kept === last) return last
    last = next
    known = new Map(next.map((item) => [keyOf(item), item]))
    return last
  }
}

function keyOf(item: TimelineItem): string {
  return `${item.type} ${item.id}`
}

/**
 * The order: a run stands behind the message that asked for it, also when the person has said more meanwhile. Runs that
 * nobody asked for, and messages of no run, stand where they began.
 */
function arrange({ state, pending, stoppingRunIds = [] }: TimelineSource): TimelineItem[] {
  const parts = gather(state)
  const said = state.messages.filter((message) => message.role === 'user')
  const saidIds = new Set(said.map((message) => message.id))
  const askedFor = new Map<string, Run[]>()
  const loose: Turn[] = []
  for (const run of state.runs) {
    if (run.messageId !== null && saidIds.has(run.messageId)) push(askedFor, run.messageId, run)
    else loose.push(...turnOf(run, parts))
  }
  const runIds = new Set(state.runs.map((run) => run.id))
  for (const [groupId, messages] of parts.messages) if (!runIds.has(groupId)) loose.push(runlessTurn(messages))
  loose.sort((a, b) => a.startedAt - b.startedAt)

  const items: TimelineItem[] = []
  let nextLoose = 0
  for (const message of said) {
    for (let turn = loose[nextLoose]; turn && turn.startedAt <= message.createdAt; turn = loose[nextLoose]) {
      items.push(turn)
      nextLoose++
    }
    items.push({ type: 'said', id: message.id, message, delivery: 'delivered', error: null })
    for (const run of askedFor.get(message.id) ?? []) items.push(...turnOf(run, parts))
  }
  items.push(...loose.slice(nextLoose))
  for (const message of pending) {
    items.push(pendingSaid(message))
    if (message.delivery !== 'failed') items.push(pendingTurn(message, stoppingRunIds.includes(message.runId)))
  }
  return items
}

interface Parts {
  /** Messages that are not the person's, by run; those of no run by the first of them that stand together. */
  messages: Map<string, Message[]>
  steps: Map<string, Step[]>
}

function gather(state: ThreadState): Parts {
  const parts: Parts = { messages: new Map(), steps: new Map() }
  let runlessId: string | null = null
  for (const message of state.messages) {
    if (message.role === 'user') {
      runlessId = null
    } else if (message.runId !== null) {
      push(parts.messages, message.runId, message)
    } else {
      runlessId ??= message.id
      push(parts.messages, runlessId, message)
    }
  }
  for (const step of state.steps) push(parts.steps, step.runId, step)
  return parts
}

/** The turn of a run, or none: what shows nothing, needs nothing said and is no answer takes no place. */
function turnOf(run: Run, parts: Parts): Turn[] {
  const messages = parts.messages.get(run.id) ?? []
  const steps = parts.steps.get(run.id) ?? []
  const isAnswer = run.kind === 'message' && run.state !== 'completed'
  if (messages.length === 0 && steps.length === 0 && !isAnswer && !run.notice && !run.error) return []
  const { state: status, notice, error, startedAt, endedAt } = run
  return [{ type: 'turn', id: run.id, run, ...nest(messages, steps), status, notice, error, startedAt, endedAt }]
}

function runlessTurn(messages: Message[]): Turn {
  const [first] = messages as [Message, ...Message[]]
  const isStreaming = messages.some((message) => message.status === 'streaming')
  const nested = nest(messages, [])
  return {
    ...emptyTurn(first.id, isStreaming ? 'running' : 'completed', first.createdAt),
    ...nested,
    endedAt: isStreaming ? null : (messages.at(-1) as Message).createdAt,
  }
}

function pendingTurn(message: PendingMessage, isStopping: boolean): Turn {
  return emptyTurn(message.runId, isStopping ? 'stopping' : 'pending', message.createdAt)
}

function emptyTurn(id: string, status: TurnStatus, startedAt: number): Turn {
  return {
    type: 'turn',
    id,
    run: null,
    author: null,
    messages: [],
    steps: [],
    status,
    notice: null,
    error: null,
    startedAt,
    endedAt: null,
  }
}

function pendingSaid(pending: PendingMessage): Said {
  const { id, runId, author, text, metadata, createdAt, delivery, error } = pending
  const message: Message = {
    id,
    runId,
    parentId: null,
    role: 'user',
    author,
    text,
    language: null,
    status: 'done',
    isError: delivery === 'failed',
    createdAt,
    metadata,
    tags: [],
  }
  return { type: 'said', id, message, delivery, error }
}

const root = ''

/** Steps as a tree. What is nested in something that is not there stands at the root. */
function nest(messages: Message[], steps: Step[]): Pick<Turn, 'author' | 'messages' | 'steps'> {
  const author = messages[0]?.author ?? null
  if (steps.length === 0) return { author, messages, steps: [] }
  const ids = new Set(steps.map((step) => step.id))
  const parentOf = (item: Message | Step) => (item.parentId !== null && ids.has(item.parentId) ? item.parentId : root)
  const stepsIn = new Map<string, Step[]>()
  for (const step of steps) push(stepsIn, parentOf(step), step)
  const messagesIn = new Map<string, Message[]>()
  for (const message of messages) push(messagesIn, parentOf(message), message)
  const nodesIn = (parentId: string): StepNode[] =>
    (stepsIn.get(parentId) ?? []).map((step) => ({
      step,
      children: nodesIn(step.id),
      messages: messagesIn.get(step.id) ?? [],
    }))
  return { author, messages: messagesIn.get(root) ?? [], steps: nodesIn(root) }
}

function keepIdentity(before: TimelineItem | undefined, after: TimelineItem): TimelineItem {
  if (before?.type === 'said' && after.type === 'said') {
    const isSame = before.delivery === after.delivery && before.error === after.error
    if (isSame && (before.message === after.message || after.delivery !== 'delivered')) return before
    return after
  }
  if (before?.type !== 'turn' || after.type !== 'turn') return after
  const steps = keepNodes(before.steps, after.steps)
  const messages = keepList(before.messages, after.messages)
  const isSame =
    before.run === after.run &&
    before.status === after.status &&
    before.endedAt === after.endedAt &&
    before.messages === messages &&
    before.steps === steps
  return isSame ? before : { ...after, messages, steps }
}

function keepNodes(before: readonly StepNode[], after: readonly StepNode[]): readonly StepNode[] {
  if (before.length === 0 && after.length === 0) return before
  const known = new Map(before.map((node) => [node.step.id, node]))
  return keepList(
    before,
    after.map((node) => {
      const old = known.get(node.step.id)
      if (!old) return node
      const children = keepNodes(old.children, node.children)
      const messages = keepList(old.messages, node.messages)
      const isSame = old.step === node.step && old.children === children && old.messages === messages
      return isSame ? old : { step: node.step, children, messages }
    }),
  )
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}
