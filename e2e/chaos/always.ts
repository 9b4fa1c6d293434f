import type { Run, ThreadEvent, ThreadState } from '@chatwright/protocol'
import { noticeOf } from './job.ts'
import type { Stage } from './stage.ts'
import { cut, hasEnded, type WatchedTab } from './watch.ts'
import { pause } from '../lib/jobs.ts'

/** How long after its end a run's work may go on at most: grace, clean-up and what each of them may add. */
const settleMs = 25_000

/**
 * The "always" line of the stop contract, for all runs of a cycle: one terminal event, at most one notice, `onStop` once
 * for each stopped run, nothing above the fence shown or stored, and a thread that takes and answers a new message.
 */
export async function checkAlways(stage: Stage): Promise<void> {
  await checkEcho(stage)
  await checkSettled(stage)
  await checkWorld(stage)
  const fresh = await stage.join()
  await stage.expect('a rest', () => fresh.tab.view.getSnapshot().openRunIds.length === 0)
  await checkEverywhere(stage, fresh)
  for (const run of fresh.tab.runs) checkRun(stage, fresh, run)
  for (const tab of stage.tabs) {
    checkEvents(stage, tab)
    stage.problems.push(...tab.problems)
  }
}

/** The thread is gone from every place. */
export async function checkDeleted(stage: Stage): Promise<void> {
  const { threadId, ground, me } = stage
  await stage.expect('a page without the thread', () => me.tab.view.getSnapshot().status === 'missing')
  if ((await ground.stored(threadId)) !== null) stage.problems.push('a deleted thread is in the store')
  await checkWorld(stage)
  // Its answer goes with the line, where that is cut just then.
  const answer = await Promise.race([me.tab.command('open', { threadId }).catch(() => null), pause(5_000)])
  if (answer?.ok) stage.problems.push('a deleted thread can be opened')
}

async function checkEcho(stage: Stage): Promise<void> {
  for (let tries = 1; tries <= 4; tries++) {
    const runId = stage.say(JSON.stringify({ do: 'echo' }))
    // What had not begun when the gateway ended is held.
    const isHeld = (): boolean => stage.isHarmed && stage.me.run(runId)?.state === 'held'
    const isOver = (): boolean => hasEnded(stage.me.run(runId)) || isHeld()
    if (!(await stage.expect('an answer to a new message', isOver))) return
    const run = stage.me.run(runId)
    const isHarmed = stage.isHarmed && (run?.state === 'lost' || run?.cause === 'shutdown' || isHeld())
    if (isHarmed) continue
    const said = stage.me.words(runId)
    if (run?.state !== 'completed' || said !== 'here') {
      stage.problems.push(`a new message was answered with ${JSON.stringify(said)}, ${JSON.stringify(run)}`)
    }
    return
  }
}

/** Every stopped run that a tab followed to its end is settled in time. */
async function checkSettled(stage: Stage): Promise<void> {
  const unsettled = (): string[] =>
    stage.tabs.flatMap(({ tab, events }) => {
      if (tab.isClosed || stage.isHarmed || stage.cycle.line.what !== 'steady' || stage.cycle.stop.how === 'offline')
        return []
      const stopping = events.filter((event) => event.type === 'run-stopping')
      const settled = new Set(events.flatMap((event) => (event.type === 'run-settled' ? event.runId : [])))
      return stopping.flatMap(({ runId }) => (settled.has(runId) ? [] : runId))
    })
  await stage.expect(`a settled run (${unsettled().join(', ')})`, () => unsettled().length === 0, settleMs)
}

/** What the app's code told of itself, and what the model sees. */
async function checkWorld(stage: Stage): Promise<void> {
  const { ground, cycle, problems } = stage
  const key = cycle.job.do === 'model' ? cycle.job.key : null
  if (key !== null) await stage.expect('an end of the connection to the model', () => !ground.model.isOpen(key), 5_000)
  const runs = new Map(stage.me.tab.runs.map((run) => [run.id, run]))
  for (const runId of new Set([...stage.runIds, ...runs.keys()])) {
    const told = ground.toldOf(runId)
    const run = runs.get(runId)
    for (const { detail } of told.filter(({ what }) => what === 'leaked')) {
      problems.push(`run ${runId}: ${detail} was not refused behind the fence`)
    }
    const asked = told.filter(({ what }) => what === 'onStop').length
    if (asked > 1) problems.push(`run ${runId}: onStop was called ${asked} times`)
    const begun = told.filter(({ what }) => what === 'begun')
    if (begun.length > 1 && !stage.isHarmed) problems.push(`run ${runId}: its handler was called ${begun.length} times`)
    if (!run || stage.isHarmed || stage.isDeleted) continue
    if (run.endedAt !== null && begun.some(({ at }) => at > (run.endedAt ?? 0) + 100)) {
      problems.push(`run ${runId} (${run.state}): its handler began after its end`)
    }
    const wasWithdrawn = run.state === 'stopped' && run.cause === null
    // A run that never began is spoken for by the default when no worker has time to do it.
    const isSpokenFor = begun.length === 0 && run.notice?.by === 'default'
    if (asked !== 1 && run.state === 'stopped' && !wasWithdrawn && !isSpokenFor)
      problems.push(`run ${runId}: onStop was never called`)
    if (asked > 0 && run.state !== 'stopped') problems.push(`run ${runId}: onStop was called, yet it ${run.state}`)
  }
}

/** All tabs, a new one and the store have the same of it. */
async function checkEverywhere(stage: Stage, fresh: WatchedTab): Promise<void> {
  // A thread in which nothing was said is gone with its gateway: a tab that did not make it finds nothing afterwards.
  const isGone = ({ tab }: WatchedTab): boolean => stage.isHarmed && tab.view.getSnapshot().status === 'missing'
  const open = (): WatchedTab[] => stage.tabs.filter((each) => !each.tab.isClosed && !isGone(each))
  const differences = (): string[] => open().flatMap((other) => differ(other.name, other.tab.state, fresh.tab.state))
  const areSame = await stage.expect('one state in all tabs', () => differences().length === 0, 6_000)
  if (!areSame) stage.problems.push(...differences())
  let stored: string[] = []
  for (let tries = 0; tries < 60; tries++) {
    const state = await stage.ground.stored(stage.threadId)
    stored = state === null ? ['the store has no such thread'] : differ('the store', state, fresh.tab.state)
    if (stored.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  stage.problems.push(...stored)
}

const lists = ['messages', 'steps', 'runs', 'asks', 'actions', 'taskLists', 'branches'] as const

function differ(name: string, state: ThreadState, other: ThreadState): string[] {
  return lists.flatMap((list) => {
    const [mine, theirs] = [state[list] as { id: string }[], other[list] as { id: string }[]]
    const ids = (items: { id: string }[]): string => items.map(({ id }) => id).join()
    if (ids(mine) !== ids(theirs)) return `${name}: other ${list} (${mine.length}) than a new tab (${theirs.length})`
    const at = mine.findIndex((item, index) => !isEqual(item, theirs[index]))
    return at < 0
      ? []
      : `${name}: ${list}[${at}] is ${JSON.stringify(mine[at])}, in a new tab ${JSON.stringify(theirs[at])}`
  })
}

/** Whether two values are the same as JSON, whatever the order of their keys. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}

function checkRun(stage: Stage, fresh: WatchedTab, run: Run): void {
  const { problems, cycle } = stage
  if (!hasEnded(run) && !(run.state === 'held' && (cycle.held === 'leave' || stage.isHarmed))) {
    problems.push(`run ${run.id} is still ${run.state}`)
  }
  if (run.state === 'lost' && !stage.isHarmed) problems.push(`run ${run.id} was lost, and nothing had been harmed`)
  const words = noticeOf(run.id)
  const shown = fresh.tab.text.split(words).length - 1
  if (shown > 1) problems.push(`run ${run.id}: its notice is shown ${shown} times`)
  if (fresh.tab.messages.some(({ text }) => text.includes(words)))
    problems.push(`run ${run.id}: its notice is a message`)
  if (run.notice !== null && run.state !== 'stopped') problems.push(`run ${run.id} is ${run.state} and has a notice`)
  const open = [
    ...fresh.tab.messages.filter(({ runId, status }) => runId === run.id && status === 'streaming'),
    ...fresh.tab.steps.filter(({ runId, status }) => runId === run.id && status === 'running'),
    ...fresh.tab.openAsks.filter(({ runId }) => runId === run.id),
  ]
  if (open.length > 0 && hasEnded(run)) problems.push(`run ${run.id} ended and left open: ${cut(JSON.stringify(open))}`)
}

/** What may still come of a run once its fence is up. */
const allowedBehindFence = new Set(['run-end', 'run-settled', 'action-remove'])

function checkEvents(stage: Stage, { name, events }: WatchedTab): void {
  const seen = new Map<string, string[]>()
  for (const event of events) {
    const runId = runOf(event)
    if (runId === null) continue
    const types = seen.get(runId) ?? []
    seen.set(runId, types)
    const isBehind = types.includes('run-stopping') || types.includes('run-end')
    if (isBehind && !allowedBehindFence.has(event.type)) {
      stage.problems.push(`${name}: ${event.type} (${event.seq}) of run ${runId} came after ${types.join(', ')}`)
    }
    const isOnce = event.type === 'run-end' || event.type === 'run-stopping' || event.type === 'run-settled'
    if (isOnce && types.includes(event.type)) stage.problems.push(`${name}: run ${runId} got ${event.type} twice`)
    if (isOnce || event.type === 'run-start') types.push(event.type)
  }
}

/** The run an event is the work of: what a person says is not. */
function runOf(event: ThreadEvent): string | null {
  if (event.type === 'message-end' && event.message?.role === 'user') return null
  return 'runId' in event ? event.runId : null
}
