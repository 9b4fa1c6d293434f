import {
  ChatwrightError,
  newId,
  type Ask,
  type AskAnswer,
  type Element,
  type Message,
  type Output,
} from '@chatwright/protocol'
import { dropDeadline, setDeadline } from './deadlines.ts'
import { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/**
 * How a question ends by what happens outside its run. `shown`: the answer as it is stored and shown. `message`: the one
 * that says it, of words. `attached`: what is attached to that.
 */
export type AskEnding =
  | { status: 'answered'; answer: AskAnswer; shown: AskAnswer; message?: Message; attached?: Element[] }
  | { status: 'skipped' | 'expired'; answer: null }

/** A run put a question, or did without the answer: it waits, or goes on. */
export function followAsk(thread: Thread, run: LiveRun, output: Extract<Output, { askId: string }>): void {
  if (output.type === 'ask-start') {
    const { askedAt, expiresAt } = output.ask
    // Both are the host's times, which may be another clock than this one's.
    if (expiresAt !== null) setDeadline(thread, output.askId, expiresAt - askedAt, () => expire(thread, output.askId))
  }
  if (output.type === 'ask-end') forget(thread, output.askId)
  showWaiting(thread, run)
}

export function findAsk(thread: Thread, askId: string): Ask | undefined {
  return thread.state.asks.findLast((ask) => ask.id === askId)
}

/** Whether it can be answered: a run waits with it, or nobody has to. */
export function isAnswerable(thread: Thread, ask: Ask | undefined): ask is Ask {
  return ask?.status === 'open' && (ask.later !== undefined || thread.runs.get(ask.runId)?.isOpen === true)
}

/**
 * Ends a question and tells its run; one that nobody waits with gets a run for it. This is the one place that decides
 * how. Gives the number of the event, and the run that is to begin. Throws `ask_closed` when it is over already.
 */
export function endAsk(
  thread: Thread,
  askId: string,
  ending: AskEnding,
  runId: string = newId(),
): { seq: number; run: LiveRun | null } {
  const { status, answer } = ending
  const ask = findAsk(thread, askId)
  if (!isAnswerable(thread, ask)) throw askClosed()
  forget(thread, askId, answer)
  const shown = ending.status === 'answered' ? ending.shown : null
  const { seq } = thread.append({ type: 'ask-end', runId: ask.runId, askId, status, answer: shown })
  const told = { status, answer, ...pathsOf(thread, answer) }
  if (ask.later) return { seq, run: new LiveRun(runId, 'answer', { answered: { ask, ...told } }) }
  const run = thread.runs.get(ask.runId)
  if (run) showWaiting(thread, run)
  run?.lane?.post({ type: 'answer', runId: ask.runId, askId, ...told, ...saidIn(ending) })
  return { seq, run: null }
}

/** Sees to it that what nobody waits with ends in its time, in a thread that was taken up again. */
export function watchLaterAsks(thread: Thread): void {
  for (const { id, status, later, expiresAt } of thread.state.asks) {
    if (status === 'open' && later && expiresAt !== null) {
      setDeadline(thread, id, expiresAt - Date.now(), () => expire(thread, id))
    }
  }
}

export function askClosed(): ChatwrightError {
  return new ChatwrightError('ask_closed', 'This question is over.', { fix: 'Say it in a new message.' })
}

/** The run is over, or being stopped: so is what it asked, but for what nobody waits with when it was not stopped. */
export function forgetAsks(thread: Thread, runId: string, { keepsLater = false } = {}): void {
  for (const ask of thread.state.asks) {
    if (ask.runId === runId && !(keepsLater && ask.later)) forget(thread, ask.id)
  }
}

function expire(thread: Thread, askId: string): void {
  if (thread.isDeleted || thread.services.isClosing || !isAnswerable(thread, findAsk(thread, askId))) return
  const { run } = endAsk(thread, askId, { status: 'expired', answer: null })
  if (run) thread.services.begin(thread, run)
}

function forget(thread: Thread, askId: string, answer: AskAnswer | null = null): void {
  thread.services.files.asks.close(thread.id, askId, answer?.type === 'files' ? answer.files : [])
  dropDeadline(thread, askId)
}

function saidIn(ending: AskEnding): { message?: Message; attached?: Element[] } {
  if (ending.status !== 'answered') return {}
  const { message, attached } = ending
  return { ...(message ? { message } : {}), ...(attached?.length ? { attached } : {}) }
}

/** Where a host finds the files of an answer. */
function pathsOf({ id, services }: Thread, answer: AskAnswer | null): { paths?: Record<string, string> } {
  if (answer?.type !== 'files') return {}
  return { paths: Object.fromEntries(answer.files.map((file) => [file.id, services.files.folder.pathOf(id, file.id)])) }
}

function showWaiting(thread: Thread, run: LiveRun): void {
  const isAsking = thread.state.asks.some((ask) => ask.runId === run.id && ask.status === 'open' && !ask.later)
  const next = isAsking ? 'waiting' : 'running'
  if (run.state !== next && run.moveTo(next)) thread.append({ type: 'run-update', runId: run.id, state: next })
}
