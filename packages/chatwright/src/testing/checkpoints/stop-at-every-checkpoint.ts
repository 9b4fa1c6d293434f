import type { ScriptedAnswer } from './scripted-answer.ts'
import { fileURLToPath } from 'node:url'
import type { PageFunction } from '@chatwright/client'
import { fakeClock, hasHandler, type FakeClock, type ScriptedModel } from '@chatwright/runtime/testing'
import type { RunKind } from '@chatwright/protocol'
import type { AppUnderTest } from '../test-chat.ts'
import type { Performance, Stage } from './stage.ts'
import type { Passed, Point, WatchedRun } from './host-watch.ts'

/** Options of `stopAtEveryCheckpoint`. */
export interface StopEverywhereOptions {
  /** The message whose answer is stopped. */
  say: string
  /** The message after a stop, which has to be answered. Default: the same. */
  then?: string
  /** The label of a button to press when the answer is there: what it begins is stopped as well. */
  press?: string
  /**
   * What to answer to the questions of a message or of the button, in order. Asked more, nobody answers.
   */
  answers?: readonly ScriptedAnswer[]
  /** What the page has for `chat.page.call`, by name. */
  functions?: Readonly<Record<string, PageFunction>>
  /** The app's time; give the same to a scripted model. Default: a new one. */
  clock?: FakeClock
  /** The app's model: each of its replies has to be over after a stop. */
  model?: Pick<ScriptedModel, 'calls'>
  /**
   * Looks at the app's own world when a stopped run is over, before the next message; throws when something in it is
   * not as it should be.
   */
  check?: (at: Omit<StoppedCheckpoint, 'broken'>) => void | Promise<void>
  /** At how many places a run is stopped at most, spread evenly from the first to the last. Default: at all of them. */
  most?: number
  /** How long one conversation may take, in real milliseconds. Default 10,000. */
  timeoutMs?: number
}

/** A place at which a run was stopped, and what came of it. */
export interface StoppedCheckpoint {
  /** The call; or one of the two ends of the run; or that the run waited for something. */
  name: Passed['name']
  /** The kind of the run: `start` for `onChatStart`, `message` for `onMessage`, `action` for a button. */
  run: RunKind
  /** The call's number in its run, from 1; 0 before the run begins. While it waits: of the call it had passed last. */
  number: number
  /** Where the call is, or the last one before the wait, in the app's code, as `src/app.ts:12`; null when it is nobody's. */
  at: string | null
  /** What did not hold, in words. Empty: all did. */
  broken: readonly string[]
}

/** What `stopAtEveryCheckpoint` found. */
export interface StopReport {
  checkpoints: readonly StoppedCheckpoint[]
  elapsedMs: number
}

type Place = Omit<StoppedCheckpoint, 'broken'>

/** An app broke a promise of the stop contract at one checkpoint or more. */
export class StopBrokenError extends Error {
  override readonly name = 'StopBrokenError'
  readonly report: StopReport

  constructor(report: StopReport) {
    super(describe(report))
    this.report = report
  }
}

/**
 * Has the same conversation with an app again and again: once without a stop, to find the checkpoints its runs pass, then
 * once for each of them, stopped exactly there, before the call takes effect; also before a run begins, whenever it waits,
 * and after its last checkpoint. Each time it checks what is always to hold after a stop: one end, at most one notice, `onStop` called once,
 * nothing behind the fence shown or stored, no unhandled rejection, no timer, socket, file or listener of the run left
 * after five seconds, the next message answered, and a history that models accept.
 *
 *     const clock = fakeClock()
 *     await stopAtEveryCheckpoint(app, { say: 'book a flight', clock })
 *
 * The app runs in this thread. Timers that its runs begin are on the fake clock, so waiting costs nothing. It has to do
 * the same each time: give it a scripted model. Rejects with `StopBrokenError`, which names the checkpoints and what
 * was broken; with an error when the app does not get through the conversation without a stop.
 */
export async function stopAtEveryCheckpoint(app: AppUnderTest, options: StopEverywhereOptions): Promise<StopReport> {
  // Apps under test import this door too: the server behind it is not for them.
  const { Stage } = await import('./stage.ts')
  const { clock = fakeClock(), timeoutMs = 10_000, most = Number.POSITIVE_INFINITY } = options
  const startedAt = performance.now()
  const inspect = async (stopped: WatchedRun): Promise<string[]> => {
    const at = { ...stopped.stoppedAt, run: stopped.kind } as Place
    return [...openReplies(options.model), ...(await complaint(options.check, at))]
  }
  const { say, then: next = say, press = null, answers = [], functions = {} } = options
  const script = { say, next, press, answers, functions, timeoutMs, inspect }
  const loaded = await load(app)
  const stage = new Stage(loaded.app, clock, script)
  try {
    await stage.start()
    const checkpoints = await stopEverywhere(stage, { hasOnStop: hasHandler(loaded.app, 'onStop'), most })
    const report = { checkpoints, elapsedMs: performance.now() - startedAt }
    if (checkpoints.some((checkpoint) => checkpoint.broken.length > 0)) throw new StopBrokenError(report)
    return report
  } finally {
    await stage.close()
    await loaded.unload()
  }
}

async function load(app: AppUnderTest): Promise<{ app: object; unload(): Promise<void> }> {
  const { loadApp } = await import('./load-app.ts')
  if (app instanceof URL) return loadApp(fileURLToPath(app))
  return typeof app === 'string' ? loadApp(app) : { app, unload: async () => undefined }
}

/** Real time between the jumps of the clock when a place is looked at again, in milliseconds. */
const patienceMs = 2_000

/** Whether nothing is wrong but that something had not ended yet. */
function isPerhapsSlow(found: readonly string[]): boolean {
  return found.length > 0 && found.every((words) => /^(?:still there|work that did not end):/.test(words))
}

async function stopEverywhere(
  stage: Stage,
  { hasOnStop, most }: { hasOnStop: boolean; most: number },
): Promise<StoppedCheckpoint[]> {
  const { broken } = await import('./always.ts')
  const rehearsal = await stage.perform(null)
  mustHaveWorked(rehearsal)
  const checkpoints: StoppedCheckpoint[] = []
  for (const run of rehearsal.runs) {
    for (const point of pointsOf(run, most)) {
      const expected = placeIn(run, point)
      const target = { kind: run.kind, point, at: expected.at }
      let performance = await stage.perform(target)
      // On a busy machine something real may have taken longer than a clock that jumps gave it: looked at again, slowly.
      if (isPerhapsSlow(broken(performance, hasOnStop))) performance = await stage.perform(target, patienceMs)
      // How long something real takes is no matter of the app's.
      if (performance.stopped === null && isRest(point)) continue
      const place = performance.stopped?.stoppedAt ?? expected
      checkpoints.push({ ...place, run: run.kind, broken: broken(performance, hasOnStop) })
    }
  }
  return checkpoints
}

function pointsOf(run: WatchedRun, most: number): Point[] {
  const rest = (count: number): Point[] => (run.rests.has(count) ? [`rest ${count}`] : [])
  const all: Point[] = [
    'begin',
    ...rest(0),
    ...[...run.passed.keys()].flatMap((index) => [index, ...rest(index + 1)]),
    'end',
  ]
  if (all.length <= most) return all
  const wanted = new Set(
    Array.from({ length: most }, (_, n) => Math.round((n * (all.length - 1)) / Math.max(1, most - 1))),
  )
  return all.filter((_, index) => wanted.has(index))
}

function isRest(point: Point): point is `rest ${number}` {
  return typeof point === 'string' && point.startsWith('rest ')
}

/** Where a point is, as it was when nothing was stopped. */
function placeIn(run: WatchedRun, point: Point): Passed {
  const rest = isRest(point) ? run.rests.get(Number(point.slice('rest '.length))) : undefined
  const passed = typeof point === 'number' ? run.passed[point] : rest
  if (point === 'begin') return { name: 'before the run begins', number: 0, at: null }
  return passed ?? { name: 'after the last checkpoint', number: run.passed.length + 1, at: null }
}

function mustHaveWorked({ runs, neverEnded, strays }: Performance): void {
  const failed = runs.flatMap((run) =>
    run.done?.error ? [`a run of kind ${run.kind} failed: ${run.done.detail}`] : [],
  )
  const found = [...neverEnded.map((what) => `${what} did not end`), ...failed, ...strays]
  if (found.length === 0) return
  throw new Error(`Without any stop, the app did not get through the conversation: ${found.join('; ')}`)
}

function openReplies(model: Pick<ScriptedModel, 'calls'> | undefined): string[] {
  const open = model?.calls.filter((call) => call.end === null) ?? []
  return open.length === 0 ? [] : [`${open.length} replies of the model go on`]
}

async function complaint(check: StopEverywhereOptions['check'], at: Place): Promise<string[]> {
  try {
    await check?.(at)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** How many broken checkpoints are named in full. */
const mostNamed = 20

function describe({ checkpoints }: StopReport): string {
  const bad = checkpoints.filter(({ broken }) => broken.length > 0)
  const lines = bad.slice(0, mostNamed).map(({ name, run, number, at, broken }) => {
    const place = at === null ? name : `${name} at ${at}`
    return [`- ${place} (${run} run, checkpoint ${number}):`, ...broken.map((words) => `    ${words}`)].join('\n')
  })
  if (bad.length > mostNamed) lines.push(`- and ${bad.length - mostNamed} more`)
  return `Stopped at ${bad.length} of ${checkpoints.length} checkpoints, the app broke what is always to hold:\n${lines.join('\n')}`
}
