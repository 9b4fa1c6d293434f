import {
  homeOf,
  mediaKind,
  onBranch,
  waysAt,
  type Element,
  type FileInfo,
  type Message,
  type Run,
  type Step,
  type ThreadState,
} from '@chatwright/protocol'
import { nestSteps } from './nest-steps.ts'
import type { PendingMessage } from './own-messages.ts'
import type { Said, TimelineItem, Turn, TurnStatus } from './timeline.ts'

/** What a timeline is made of. */
export interface TimelineSource {
  state: ThreadState
  pending: readonly PendingMessage[]
  /** Runs that are being stopped; matters for those the server has not begun. */
  stoppingRunIds?: readonly string[]
}

/**
 * The order: a run stands behind the message that asked for it, also when the person has said more meanwhile. What the
 * person answered in a run stands within it. Runs that nobody asked for, and messages of no run, stand where they began.
 * Only what is on the way that the conversation took is shown.
 */
export function arrange({ state, pending, stoppingRunIds = [] }: TimelineSource): TimelineItem[] {
  const isShown = onBranch(state)
  const runs = state.runs.filter((run) => isShown(run.id))
  const parts = gather(state, runs, isShown)
  const said = parts.said
  const saidIds = new Set(said.map((message) => message.id))
  const askedFor = new Map<string, Run>()
  const loose: { at: number; items: TimelineItem[] }[] = []
  for (const run of runs) {
    if (run.messageId === null) loose.push({ at: run.startedAt, items: itemsOf(run, parts) })
    // A message that was taken back takes its run along.
    else if (saidIds.has(run.messageId)) askedFor.set(run.messageId, run)
  }
  const runIds = new Set(state.runs.map((run) => run.id))
  for (const [groupId, messages] of parts.messages) {
    if (!runIds.has(groupId)) loose.push({ at: (messages[0] as Message).createdAt, items: [runlessTurn(messages)] })
  }
  loose.sort((a, b) => a.at - b.at)

  const items: TimelineItem[] = []
  let nextLoose = 0
  for (const message of said) {
    for (let turn = loose[nextLoose]; turn && turn.at <= message.createdAt; turn = loose[nextLoose]) {
      items.push(...turn.items)
      nextLoose++
    }
    const run = askedFor.get(message.id) ?? null
    items.push({ ...saidOf(message, parts.elements.get(message.id)), run, ways: run && waysOf(state, run) })
    if (run) items.push(...itemsOf(run, parts))
  }
  items.push(...loose.slice(nextLoose).flatMap((turn) => turn.items))
  for (const message of pending) {
    items.push(pendingSaid(message))
    if (message.delivery !== 'failed') items.push(pendingTurn(message, stoppingRunIds.includes(message.runId)))
  }
  return items
}

interface Parts {
  /** What the person said by themselves. */
  said: Message[]
  /** All other messages by run, answers of the person among them; those of no run by the first that stand together. */
  messages: Map<string, Message[]>
  steps: Map<string, Step[]>
  /** The elements of messages and steps, by message or step. */
  elements: ReadonlyMap<string, Element[]>
  state: ThreadState
}

function gather(state: ThreadState, runs: readonly Run[], isShown: (runId: string | null) => boolean): Parts {
  const elements = new Map<string, Element[]>()
  for (const element of state.elements) {
    const owner = element.stepId ?? element.messageId
    if (owner !== null) push(elements, owner, element)
  }
  const parts: Parts = { said: [], messages: new Map(), steps: new Map(), elements, state }
  const asking = new Map(runs.map((run) => [run.id, run.messageId]))
  let runlessId: string | null = null
  for (const message of state.messages) {
    const runId = homeOf(message)
    if (!isShown(runId)) continue
    const isAnswer = runId !== null && asking.has(runId) && asking.get(runId) !== message.id
    if (message.role === 'user' && !isAnswer) {
      runlessId = null
      parts.said.push(message)
    } else if (runId !== null) {
      push(parts.messages, runId, message)
    } else {
      runlessId ??= message.id
      push(parts.messages, runlessId, message)
    }
  }
  for (const step of state.steps) push(parts.steps, step.runId, step)
  return parts
}

/**
 * The turns of a run, with what the person answered between them. What shows nothing, needs nothing said and is no answer
 * takes no place.
 */
function itemsOf(run: Run, parts: Parts): TimelineItem[] {
  const messages = parts.messages.get(run.id) ?? []
  const steps = parts.steps.get(run.id) ?? []
  const isAnswer = run.kind === 'message' && run.state !== 'completed'
  const isEmpty = messages.length === 0 && steps.length === 0
  const error = isOfFeedback(run) || isOfUpload(run) ? null : run.error
  const isTold = run.notice !== null && !isOfUpload(run)
  if (isEmpty && !isAnswer && !isTold && !error) return []
  const items: TimelineItem[] = []
  let part: Message[] = []
  let from = run.startedAt
  const turn = (until: number): Turn => {
    const mine = steps.filter(({ startedAt }) => startedAt >= from && startedAt < until)
    const number = items.length / 2
    return {
      ...emptyTurn(number === 0 ? run.id : `${run.id}:${number}`, 'completed', from),
      run,
      ...nestSteps(part, mine, parts.elements),
      ...piecesOf(parts, part),
    }
  }
  for (const message of messages) {
    if (message.role !== 'user') {
      part.push(message)
      continue
    }
    items.push(
      { ...turn(message.createdAt), endedAt: message.createdAt },
      { ...saidOf(message, parts.elements.get(message.id)), run: null, ways: null },
    )
    part = []
    from = message.createdAt
  }
  const { state: status, notice, endedAt } = run
  items.push({ ...turn(Number.POSITIVE_INFINITY), status, notice, error, endedAt })
  return items
}

/** Who said what they think of an answer need not know that nobody could hear it. */
function isOfFeedback({ kind }: Run): boolean {
  return kind === 'feedback' || kind === 'feedback-removed'
}

/** What came of a file that was looked at stands where it is attached. */
function isOfUpload({ kind }: Run): boolean {
  return kind === 'upload'
}

type Pieces = Pick<Turn, 'asks' | 'actions' | 'elements'>

function piecesOf({ state: { asks, actions }, elements }: Parts, messages: readonly Message[]): Pieces {
  if (asks.length + actions.length + elements.size === 0) return { asks, actions, elements: noElements }
  const ids = new Set(messages.map((message) => message.id))
  return {
    asks: asks.filter((ask) => ids.has(ask.messageId)),
    actions: actions.filter((action) => ids.has(action.messageId)),
    elements: messages.flatMap(({ id }) => elements.get(id) ?? noElements),
  }
}

const noElements: readonly Element[] = []

function waysOf(state: ThreadState, run: Run): Said['ways'] {
  if (state.branches.length === 0) return null
  const branchIds = waysAt(state, run.id)
  return branchIds.length === 1 ? null : { branchIds, shown: branchIds.indexOf(run.branchId) }
}

function runlessTurn(messages: Message[]): Turn {
  const [first] = messages as [Message, ...Message[]]
  const isStreaming = messages.some((message) => message.status === 'streaming')
  return {
    ...emptyTurn(first.id, isStreaming ? 'running' : 'completed', first.createdAt),
    ...nestSteps(messages, []),
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
    asks: [],
    actions: [],
    elements: [],
    status,
    notice: null,
    error: null,
    startedAt,
    endedAt: null,
  }
}

function saidOf(message: Message, elements: readonly Element[] = noElements): Omit<Said, 'run' | 'ways'> {
  return { type: 'said', id: message.id, message, elements, delivery: 'delivered', error: null }
}

function pendingSaid(pending: PendingMessage): Said {
  const { id, runId, author, text, metadata, composed, files, createdAt, delivery, error } = pending
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
    ...composed,
    metadata,
    tags: [],
  }
  const elements = files.map((file) => pendingElement(file, message))
  return { ...saidOf(message, elements), delivery, error, run: null, ways: null }
}

/** A file that was uploaded for a message which is on its way. */
function pendingElement(file: FileInfo, { id: messageId, runId }: Message): Element {
  return {
    id: file.id,
    runId: runId ?? messageId,
    messageId,
    kind: mediaKind(file.type),
    name: file.name,
    display: 'inline',
    source: { type: 'file', file },
    alt: null,
    language: null,
    size: 'medium',
    page: 1,
    autoPlay: false,
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}
