import { pause } from '../lib/jobs.ts'
import type { Stage } from './stage.ts'
import { hasEnded } from './watch.ts'

/** Presses Stop when and how the cycle says. */
export async function press(stage: Stage, runId: string): Promise<void> {
  const { when, atMs } = stage.cycle.stop
  switch (when) {
    case 'never':
    case 'before':
      return
    case 'at-once':
      return pressNow(stage, runId)
    case 'later':
      await pause(atMs)
      return pressNow(stage, runId)
    case 'after-end':
      return pressTooLate(stage, runId)
  }
}

async function pressTooLate(stage: Stage, runId: string): Promise<void> {
  const isOver = (): boolean => hasEnded(stage.me.run(runId))
  await stage.me.tab.waitFor(isOver, { timeoutMs: 2_000 }).catch(() => false)
  if (!isOver()) return pressNow(stage, runId)
  const before = stage.me.run(runId)
  const answer = await stage.command('stop', { threadId: stage.threadId, runId, source: 'api' })
  // A run whose end was the doing of a stop says so again.
  const right = before?.state === 'stopped' ? ['stopping', 'already-ended'] : ['already-ended']
  if (answer && !right.includes(answer.outcome)) stage.problems.push(`a stop after the end was ${answer.outcome}`)
  await pause(50)
  if (stage.me.run(runId)?.state !== before?.state) stage.problems.push('a stop after the end changed how it ended')
}

async function pressNow(stage: Stage, runId: string): Promise<void> {
  const { me, threadId, cycle } = stage
  const { view } = me.tab
  const seenSeq = me.tab.state.seq
  switch (cycle.stop.how) {
    case 'button':
      return pressAndFreeze(stage, runId)
    case 'command':
      return void (await stage.command('stop', { threadId, runId, source: 'api', seenSeq }))
    case 'all':
      return view.stop({ source: 'key' })
    case 'other-tab':
      return (stage.tabs[1] ?? me).tab.view.stop({ source: 'button', runId })
    case 'three-tabs':
      return pressEverywhere(stage, runId)
    case 'step':
      return pressStep(stage, runId)
    case 'force':
      view.stop({ source: 'button', runId })
      await pause(30)
      return view.forceStop()
    case 'offline':
      await stage.attempt('cutting the line', () => me.tab.disconnect())
      view.stop({ source: 'button', runId })
      await pause(cycle.line.forMs)
      return void (await stage.attempt('coming back', () => me.tab.reconnect()))
    case 'edit': {
      const messageId = me.run(runId)?.messageId
      if (!messageId) return pressAndFreeze(stage, runId)
      const text = JSON.stringify({ do: 'echo' })
      const next = await stage.attempt('an edit', () => view.commands.edit(messageId, text))
      if (next !== null) stage.runIds.push(next)
      return
    }
    case 'new-chat':
      return leave(stage)
    case 'delete':
      stage.isDeleted = true
      // A gateway that is ended before it answered may not have done it.
      if ((await stage.command('deleteThread', { threadId })) !== null || !stage.isHarmed) return
      return void (await stage.command('deleteThread', { threadId }))
  }
}

/** Presses the button: from here on no word may be added to what is on screen. */
async function pressAndFreeze(stage: Stage, runId: string): Promise<void> {
  const { me } = stage
  const isOpen = me.tab.view.getSnapshot().openRunIds.includes(runId)
  me.tab.view.stop({ source: 'button', runId })
  const seen = me.words(runId)
  if (!isOpen) return
  const isOver = (): boolean => stage.me !== me || hasEnded(me.run(runId))
  if (!(await stage.expect('an end of what was stopped', isOver))) return
  const run = me.run(runId)
  const { job } = stage.cycle
  // What the handler took back itself was seen as well and cannot come back; and of a torrent the log forgets the start.
  const mayDiffer = job.do === 'rewrite' || (job.do === 'stream' && job.everyMs === 0)
  const isOwnWork = mayDiffer || run?.state !== 'stopped' || stage.me !== me || stage.isHarmed
  const stays = me.words(runId)
  if (!isOwnWork && stays !== seen) {
    stage.problems.push(
      `pressed with ${JSON.stringify(seen.slice(-200))} on screen, ended with ${JSON.stringify(stays.slice(-200))}`,
    )
  }
}

async function pressEverywhere(stage: Stage, runId: string): Promise<void> {
  await stage.join()
  const tabs = [...stage.tabs]
  await Promise.all(
    tabs.map(async ({ tab }, at) => {
      await pause(at * 7)
      tab.view.stop({ source: 'button', runId })
      await pause(20)
      if (at % 2 === 1) tab.view.stop({ source: 'key', runId })
    }),
  )
}

/** One step first, then the run. */
async function pressStep(stage: Stage, runId: string): Promise<void> {
  const { me } = stage
  const step = me.tab.steps.find((candidate) => candidate.runId === runId && candidate.status === 'running')
  if (step) await stage.attempt('a stop of a step', () => me.tab.view.commands.stopStep(runId, step.id))
  await pause(stage.cycle.line.forMs)
  return pressAndFreeze(stage, runId)
}

/** The person begins another chat, and comes back to this one. */
async function leave(stage: Stage): Promise<void> {
  const before = stage.me
  await stage.expect('an acknowledgement', () => before.tab.view.getSnapshot().pending.length === 0)
  before.tab.view.close({ leave: true })
  await pause(stage.cycle.line.forMs)
  stage.me = await stage.join()
  await before.tab.close()
}
