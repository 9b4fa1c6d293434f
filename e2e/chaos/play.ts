import type { Run } from '@chatwright/protocol'
import { pause } from '../lib/jobs.ts'
import { press } from './press.ts'
import type { Stage } from './stage.ts'
import { hasEnded } from './watch.ts'

/** Plays a cycle as it was drawn, until nothing of it is at work any more. */
export async function play(stage: Stage): Promise<void> {
  const { cycle } = stage
  if (cycle.isWatched) await stage.join()
  const runId = await begin(stage)
  for (let count = 0; count < cycle.queued; count++) stage.say(JSON.stringify({ do: 'echo' }))
  await Promise.all([press(stage, runId), disturbLine(stage), answer(stage, runId), kill(stage)])
  if (stage.isDeleted) return
  await calm(stage)
  await freeHeld(stage)
  await followUp(stage, runId)
  await calm(stage)
}

/** Waits until nothing is at work; what goes on for long is stopped. */
export async function calm(stage: Stage): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const isOver = await stage.me.tab
      .waitFor(() => isCalm(stage), { timeoutMs: round === 0 ? 1_500 : 50 })
      .catch(() => false)
    if (isOver) return
    stage.me.tab.view.stop({ source: 'key' })
    // A server that ends leaves what is asked of it to the one that follows.
    if (!(await stage.expect('an answer of a server', () => isCalm(stage) || atWork(stage).length > 0))) return
    const ids = atWork(stage).map(({ id }) => id)
    // What waited behind an answer is held.
    const areOver = (): boolean => ids.every((id) => hasEnded(stage.me.run(id)) || stage.me.run(id)?.state === 'held')
    if (!(await stage.expect(`an end of what was stopped (${ids.join(', ')})`, areOver))) return
  }
  stage.problems.push('it never came to rest')
}

function isCalm({ me }: Stage): boolean {
  const { openRunIds, pending, status } = me.tab.view.getSnapshot()
  return status === 'ready' && openRunIds.length === 0 && pending.length === 0
}

/** Runs that the server has told of and that go on. */
function atWork({ me }: Stage): Run[] {
  return me.tab.runs.filter((run) => !hasEnded(run) && run.state !== 'held')
}

async function begin(stage: Stage): Promise<string> {
  const { cycle, ground } = stage
  const { job } = cycle
  const text = JSON.stringify(job.do === 'model' ? { ...job, url: ground.model.url } : job)
  if (cycle.stop.when !== 'before') return stage.say(text)
  const [runId, messageId] = [crypto.randomUUID(), crypto.randomUUID()]
  const { threadId } = stage
  stage.runIds.push(runId)
  const stop = await stage.command('stop', { threadId, runId, source: 'api', seenSeq: 0 })
  if (stop && stop.outcome !== 'remembered') stage.problems.push(`a stop before its run was ${stop.outcome}`)
  const sent = await stage.command('send', { threadId, runId, messageId, text })
  if (stop && sent && sent.run !== 'stopped' && !stage.isHarmed) {
    stage.problems.push(`a run that was stopped before it came is ${sent.run}`)
  }
  return runId
}

/** Cuts the line, or reloads the page. */
async function disturbLine(stage: Stage): Promise<void> {
  const { what, atMs, forMs } = stage.cycle.line
  const isPressedOffline = stage.cycle.stop.how === 'offline'
  if (what === 'steady' || isPressedOffline) return
  await pause(atMs)
  const before = stage.me
  if (stage.isDeleted) return
  if (what === 'cut') {
    await stage.attempt('cutting the line', () => before.tab.disconnect())
    await pause(forMs)
    await stage.attempt('coming back', async () => {
      // Who began another chat meanwhile is not here any more.
      await before.tab.reconnect().catch((error: unknown) => {
        if (!before.tab.isClosed) throw error
      })
    })
    return
  }
  // What was not acknowledged would go with the page.
  await stage.expect('an acknowledgement', () => before.tab.view.getSnapshot().pending.length === 0)
  if (stage.isDeleted) return
  stage.me = await stage.join()
  await before.tab.close()
}

/** Answers the question, or presses a button and stops what that began. */
async function answer(stage: Stage, runId: string): Promise<void> {
  const { job, isAnswered, stop } = stage.cycle
  if (!isAnswered || (job.do !== 'ask' && job.do !== 'buttons')) return
  const isOver = (): boolean => stage.isDeleted || hasEnded(stage.me.run(runId))
  if (job.do === 'ask') {
    await stage.me.tab.waitFor((tab) => tab.openAsks.length > 0 || isOver(), { timeoutMs: 5_000 }).catch(() => false)
    const ask = stage.me.tab.openAsks[0]
    if (!ask) return
    const { commands } = stage.me.tab.view
    await stage.attempt('an answer', async () => {
      if (ask.kind === 'text') await commands.answer(ask.id, { type: 'text', text: 'words' })
      else if (ask.kind === 'choice')
        await commands.answer(ask.id, { type: 'choice', value: ask.options[0]?.value ?? '' })
      else await stage.me.tab.give('a.txt', 'words')
    })
    return
  }
  const find = () => stage.me.tab.state.actions.find((action) => action.runId === runId)
  await stage.me.tab.waitFor(() => find() !== undefined || isOver(), { timeoutMs: 5_000 }).catch(() => false)
  const action = find()
  if (!action) return
  const pressed = await stage.attempt('a button', () => stage.me.tab.view.commands.act(action.id))
  if (pressed === null) return
  stage.runIds.push(pressed)
  await pause(stop.atMs)
  stage.me.tab.view.stop({ source: 'button', runId: pressed })
}

/** Another chat ends the worker. */
async function kill(stage: Stage): Promise<void> {
  const { killAtMs } = stage.cycle
  if (killAtMs === null) return
  await pause(killAtMs)
  await using other = await stage.ground.openTab()
  const { runId } = other.view.send(JSON.stringify({ do: 'exit', ms: 0 }))
  await other.waitFor((tab) => tab.runs.some((run) => run.id === runId && hasEnded(run)), { timeoutMs: 20_000 })
  await other.command('deleteThread', { threadId: other.threadId }).catch(() => null)
}

/** What a stop held back goes on, is taken back, or stays. */
async function freeHeld(stage: Stage): Promise<void> {
  const { commands } = stage.me.tab.view
  const held = stage.me.tab.runs.filter((run) => run.state === 'held')
  if (held.length === 0 || stage.cycle.held === 'leave') return
  if (stage.cycle.held === 'release') {
    await stage.attempt('a release', () => commands.release())
    // What is ended with the gateway before its turn came is held anew.
    const isDone = (id: string): boolean =>
      hasEnded(stage.me.run(id)) || (stage.isHarmed && stage.me.run(id)?.state === 'held')
    await stage.expect('an end of what was released', () => held.every(({ id }) => isDone(id)))
    return
  }
  for (const { id } of held) await stage.attempt('a withdrawal', () => commands.withdraw(id))
}

/** Edits, retries or goes on; and stops that as well. */
async function followUp(stage: Stage, runId: string): Promise<void> {
  const { followUp: what, line, stop } = stage.cycle
  const { commands } = stage.me.tab.view
  const run = stage.me.run(runId)
  if (what === 'nothing' || !run) return
  if (what === 'continue') {
    if (run.state !== 'stopped') return
    const next = await stage.attempt('going on', () => commands.goOn(runId))
    if (next !== null) stage.runIds.push(next)
    return
  }
  const messageId = run.messageId ?? ''
  const text = what === 'edit' ? JSON.stringify({ do: 'stream', everyMs: 5, words: 0 }) : undefined
  const next = await stage.attempt(what, () => commands.edit(messageId, text))
  if (next === null) return
  stage.runIds.push(next)
  // Nobody can press Stop for what the page does not show yet.
  await stage.me.tab.waitFor(() => stage.me.tab.runs.some(({ id }) => id === next), { timeoutMs: 10_000 })
  await pause(what === 'edit' ? line.forMs : stop.atMs)
  stage.me.tab.view.stop({ source: 'button', runId: next })
}
