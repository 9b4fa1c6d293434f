import { historyProblems } from '@chatwright/runtime/testing'
import type { Performance } from './stage.ts'

/** What the framework itself says behind a fence. */
const told = new Set(['run-end', 'run-settled'])

/** What of the stop contract's "always" does not hold for a run that was stopped, in words. `hasOnStop`: the app has one. */
export function broken(performance: Performance, hasOnStop: boolean): string[] {
  const { stopped, after, events } = performance
  if (stopped === null) {
    return [
      'it was not reached this time: an app must do the same each time, so give it the fake clock and a scripted model',
    ]
  }
  const own = events.filter((event) => 'runId' in event && event.runId === stopped.id)
  const ends = own.flatMap((event) => (event.type === 'run-end' ? [event] : []))
  const fence = own.find((event) => event.type === 'run-stopping')?.seq
  const late = own.filter((event) => fence !== undefined && event.seq > fence && !told.has(event.type))
  const found: string[] = [...performance.neverEnded.map((what) => `${what} did not end`)]
  const check = (holds: boolean, words: string): void => {
    if (!holds) found.push(words)
  }

  check(ends.length === 1, `it ended ${ends.length} times`)
  check(ends[0]?.state === 'stopped', `it ended as ${ends[0]?.state ?? 'nothing'}, not as stopped`)
  check(stopped.notices <= 1 && ends.filter((end) => end.notice).length <= 1, 'it was told of more than once')
  check(stopped.stopHooks === (hasOnStop ? 1 : 0), `onStop was called ${stopped.stopHooks} times`)
  check(late.length === 0, `behind the fence came ${late.map(({ type }) => type).join(', ')}`)
  check(performance.isStoredAsShown, 'what is stored is not what is shown')
  for (const call of stopped.sideDoors) found.push(`its code went on and spoke in another run: ${call}`)
  for (const stray of performance.strays) found.push(stray)
  for (const left of performance.leftovers) found.push(`still there: ${left}`)
  if (after !== null) found.push(...historyProblems(after.history, after.steps))
  found.push(...performance.complaints)
  for (const label of stopped.settled?.abandoned ?? []) found.push(`work that did not end: ${label}`)
  check(after !== null && isAnswered(performance), `the next message was not answered${errorOf(performance)}`)
  return found
}

function isAnswered({ after, events }: Performance): boolean {
  return events.some((event) => event.type === 'run-end' && event.runId === after?.id && event.state === 'completed')
}

function errorOf({ after }: Performance): string {
  const message = after?.done?.error?.message
  return message === undefined ? '' : `: ${message}`
}
