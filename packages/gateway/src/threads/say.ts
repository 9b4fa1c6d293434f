import {
  ChatwrightError,
  mediaKind,
  newId,
  type Branch,
  type Element,
  type FileInfo,
  type JsonObject,
  type Message,
  type User,
} from '@chatwright/protocol'
import { isTurn } from './begin-run.ts'
import { threadNotFound } from '../auth/policy.ts'
import { isTooEarly, takeComposed, whenSetUp, type Composed } from './composed.ts'
import { LiveRun } from './live-run.ts'
import { stopRun } from './stop-run.ts'
import type { Thread } from './thread.ts'
import { hasMessage, type Threads } from './threads.ts'
import { titleFrom } from './title-from.ts'

/** Something a person says, with the ids their page made for it. */
export interface Saying {
  messageId: string
  runId: string
  text: string
  metadata: JsonObject
  /** What was chosen in the composer, as the page names it. */
  composed?: Composed
  /** What is attached to it. */
  files?: readonly FileInfo[]
  /** The message it is said in place of. */
  replaces?: string
  /** The branch that begins with it. */
  branch?: Branch
}

/** How a run that was asked for stands. */
export function standing(run: LiveRun): 'queued' | 'running' | 'stopped' {
  if (run.state === 'stopping' || run.state === 'stopped') return 'stopped'
  return run.state === 'queued' || run.state === 'held' ? 'queued' : 'running'
}

/** Records what a person says and the run that is to answer it, which begins when its turn comes. */
export async function say(
  threads: Threads,
  thread: Thread,
  user: User,
  saying: Saying,
): Promise<{ seq: number; run: 'queued' | 'running' | 'stopped' }> {
  const { app } = thread
  const chosen = saying.composed ?? {}
  // Nothing is waited for that need not be: a stop right behind a message has to find its run.
  if (isTooEarly(thread, chosen)) await whenSetUp(thread)
  if (thread.isDeleted) throw threadNotFound()
  const composed = takeComposed(thread, chosen)
  requireFreeIds(thread, saying)
  const others = thread.openRuns.filter((run) => isTurn(run) && run.state !== 'held')
  if (others.length > 0 && app?.whileRunning === 'reject') {
    throw new ChatwrightError('busy', 'An answer is still being written.', { fix: 'Wait for it to end, or stop it.' })
  }
  if (app?.whileRunning === 'interrupt') {
    for (const run of others) stopRun(thread, run, { cause: 'superseded', by: user.id })
  }
  thread.writer.begin()
  if (saying.branch) thread.append({ type: 'branch-start', branch: saying.branch })
  const message = { ...personsMessage(user, saying), ...composed }
  const { seq } = thread.append({ type: 'message-end', runId: saying.runId, messageId: message.id, message })
  attach(thread, saying)
  if (thread.state.title === null) {
    thread.append({ type: 'thread-update', title: titleOf(thread, message, saying.files) })
  }
  const run = new LiveRun(saying.runId, 'message', { message })
  threads.begin(thread, run)
  await thread.writer.flush()
  return { seq, run: standing(run) }
}

/**
 * Shows what a person attached to what they said, or answered a message with. `idOf`: the ids of the elements, by default
 * new ones: the same file may be attached to what is said in place of a message, too.
 */
export function attach(
  thread: Thread,
  saying: Pick<Saying, 'runId' | 'messageId' | 'files'>,
  idOf: (file: FileInfo) => string = newId,
): Element[] {
  return (saying.files ?? []).map((file) => {
    const element = { ...attachment(file, saying), id: idOf(file) }
    thread.append({ type: 'element-put', runId: saying.runId, elementId: element.id, element })
    return element
  })
}

/** What a person attached, as the element that shows it. */
function attachment(file: FileInfo, { runId, messageId }: Pick<Saying, 'runId' | 'messageId'>): Omit<Element, 'id'> {
  return {
    runId,
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

/** A message as a person's page sends it: whole, and theirs. */
export function personsMessage(
  user: User,
  { messageId, runId, text, metadata, replaces }: Omit<Saying, 'branch' | 'files' | 'composed'>,
): Message {
  return {
    id: messageId,
    runId,
    parentId: null,
    role: 'user',
    author: user.name,
    text,
    language: null,
    status: 'done',
    isError: false,
    createdAt: Date.now(),
    ...(replaces === undefined ? {} : { replaces }),
    metadata,
    tags: [],
  }
}

/** What a thread is called that begins with a message; one without words by its command, then by its first file. */
export function titleOf(thread: Thread, { text, command }: Message, files: readonly FileInfo[] = []): string | null {
  const words = text.trim() === '' ? (thread.offer.commands.find(({ id }) => id === command)?.label ?? '') : text
  return titleFrom(words) || (files[0]?.name ?? null)
}

/** Throws `id_taken` when something has one of the ids already. */
export function requireFreeIds(thread: Thread, ids: { messageId?: string; runId?: string }): void {
  const isTaken =
    (ids.messageId !== undefined && hasMessage(thread.state, ids.messageId)) ||
    (ids.runId !== undefined && thread.state.runs.some((run) => run.id === ids.runId))
  if (!isTaken) return
  throw new ChatwrightError('id_taken', 'This message was sent before.', {
    fix: 'Make a new id for each message and each run.',
  })
}
