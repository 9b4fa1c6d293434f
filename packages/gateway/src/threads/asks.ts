import { ChatwrightError, type Ask, type AskAnswer, type Output } from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** How a question ends by what happens outside its run. `shown`: the answer as it is stored and shown. */
export type AskEnding =
  | { status: 'answered'; answer: AskAnswer; shown: AskAnswer }
  | { status: 'skipped' | 'expired'; answer: null }

/** A run put a question, or did without the answer: it waits, or goes on. */
export function followAsk(thread: Thread, run: LiveRun, output: Extract<Output, { askId: string }>): void {
  if (output.type === 'ask-start' && output.ask.expiresAt !== null) {
    const { id, askedAt, expiresAt } = output.ask
    const expire = (): void => {
      if (findAsk(thread, id)?.status === 'open') endAsk(thread, id, { status: 'expired', answer: null })
    }
    // Both are the host's times, which may be another clock than this one's.
    thread.askTimers.set(id, setTimeout(expire, Math.max(0, expiresAt - askedAt)))
  }
  if (output.type === 'ask-end') forget(thread, output.askId)
  showWaiting(thread, run)
}

export function findAsk(thread: Thread, askId: string): Ask | undefined {
  return thread.state.asks.findLast((ask) => ask.id === askId)
}

/**
 * Ends a question and tells its run. This is the one place that decides how: a run that waits hears it from here. Gives
 * the number of the event. Throws `ask_closed` when it is over already.
 */
export function endAsk(thread: Thread, askId: string, ending: AskEnding): number {
  const { status, answer } = ending
  const ask = findAsk(thread, askId)
  const run = ask && thread.runs.get(ask.runId)
  if (ask?.status !== 'open' || !run?.isOpen) throw askClosed()
  forget(thread, askId, answer)
  const shown = ending.status === 'answered' ? ending.shown : null
  const { seq } = thread.append({ type: 'ask-end', runId: run.id, askId, status, answer: shown })
  showWaiting(thread, run)
  run.lane?.post({ type: 'answer', runId: run.id, askId, status, answer, ...pathsOf(thread, answer) })
  return seq
}

export function askClosed(): ChatwrightError {
  return new ChatwrightError('ask_closed', 'This question is over.', { fix: 'Say it in a new message.' })
}

/** The run is over, or being stopped: so is what it asked. */
export function forgetAsks(thread: Thread, runId: string): void {
  for (const ask of thread.state.asks) if (ask.runId === runId) forget(thread, ask.id)
}

function forget(thread: Thread, askId: string, answer: AskAnswer | null = null): void {
  thread.services.files.asks.close(thread.id, askId, answer?.type === 'files' ? answer.files : [])
  const timer = thread.askTimers.get(askId)
  if (timer) clearTimeout(timer)
  thread.askTimers.delete(askId)
}

/** Where a host finds the files of an answer. */
function pathsOf({ id, services }: Thread, answer: AskAnswer | null): { paths?: Record<string, string> } {
  if (answer?.type !== 'files') return {}
  return { paths: Object.fromEntries(answer.files.map((file) => [file.id, services.files.folder.pathOf(id, file.id)])) }
}

function showWaiting(thread: Thread, run: LiveRun): void {
  const isAsking = thread.state.asks.some((ask) => ask.runId === run.id && ask.status === 'open')
  const next = isAsking ? 'waiting' : 'running'
  if (run.state !== next && run.moveTo(next)) thread.append({ type: 'run-update', runId: run.id, state: next })
}
