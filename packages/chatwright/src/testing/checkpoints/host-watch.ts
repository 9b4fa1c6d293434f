import type { FromHost, Message, Output, RunKind, Serve, Step, ToHost } from '@chatwright/protocol'
import type { Checkpoint, Clock, ServeOptions } from '@chatwright/runtime'
import { serveWatched, withoutContext, type PassedCheckpoint } from '@chatwright/runtime/testing'
import { callSite } from './call-site.ts'

/**
 * Where a run is to be stopped: at its nth checkpoint, at either end, or (`rest 3`) when it has passed the third and waits.
 */
export type Point = number | 'begin' | 'end' | `rest ${number}`

/** A checkpoint that a run passed before it was stopped, or another place at which it can be stopped. */
export interface Passed {
  name: Checkpoint | 'before the run begins' | 'while it waits' | 'after the last checkpoint'
  /** From 1; 0 before the run begins. While it waits: that of the checkpoint it had passed last. */
  number: number
  at: string | null
}

/** Which run is to be stopped and where. `at`: the place as it was when nothing was stopped. */
export interface Target {
  kind: RunKind
  point: Point
  at: string | null
}

/** All that is known of a run in the host. */
export interface WatchedRun {
  readonly id: string
  readonly threadId: string
  readonly kind: RunKind
  readonly passed: Passed[]
  /** How many checkpoints it had passed each time it did nothing but wait, and where. */
  readonly rests: Map<number, Passed>
  /** What its handler was given. */
  readonly history: readonly Message[]
  /** The calls of tools in it. */
  readonly steps: readonly Step[]
  /** How it ended there; null while it goes on. */
  done: Extract<FromHost, { type: 'done' }> | null
  settled: Extract<FromHost, { type: 'settled' }> | null
  /** Where it was stopped. */
  stoppedAt: Passed | null
  /** When, by the app's clock. */
  stoppedTime: number
  notices: number
  stopHooks: number
  /** The ids of its questions that are open. */
  readonly asks: Set<string>
  /** Calls that its code made in other runs after it was stopped. */
  sideDoors: string[]
}

/** Sits between an app and its gateway: sees each run pass its checkpoints, and has one stopped at one of them. */
export class HostWatch {
  readonly runs = new Map<string, WatchedRun>()
  readonly #clock: Clock
  readonly #stop: (threadId: string, runId: string) => void
  #target: Target | null = null
  /** Whether this is the conversation without a stop: the one in which places are looked up. */
  #isRehearsal = true
  /** The places of calls whose later pieces come without one. */
  #places = new Map<string, string>()

  /** `stop`: stops a run in the gateway, in that very call. */
  constructor(clock: Clock, stop: (threadId: string, runId: string) => void) {
    this.#clock = clock
    this.#stop = stop
  }

  /** Has the next run of a kind stopped, once; with null, none. */
  aim(target: Target | null): void {
    this.#target = target
    this.#isRehearsal = target === null
    this.#places = new Map()
  }

  /** Whether a run is over in the host. */
  isOver(run: WatchedRun): boolean {
    return run.stoppedAt === null ? run.done !== null : run.settled !== null
  }

  /** The ids of the questions that wait for an answer in a thread. */
  openAsks(threadId: string): Set<string> {
    const open = this.of(threadId).filter((run) => !this.isOver(run) && run.stoppedAt === null)
    return new Set(open.flatMap((run) => [...run.asks]))
  }

  of(threadId: string): WatchedRun[] {
    return [...this.runs.values()].filter((run) => run.threadId === threadId)
  }

  /** Serves an app as `serve` does, watched. */
  serve(app: unknown, options: ServeOptions = {}): Serve {
    const watcher = {
      onCheckpoint: (passed: PassedCheckpoint) => this.#onCheckpoint(passed),
      onStopHook: (runId: string) => {
        const run = this.runs.get(runId)
        if (run) run.stopHooks++
      },
    }
    const serve = serveWatched(app, options, watcher)
    return (link) =>
      serve({
        control: link.control,
        post: (frame) => {
          this.#onPost(frame)
          // What the gateway sets going is none of the run's.
          withoutContext(() => link.post(frame))
        },
        onFrame: (handler) =>
          link.onFrame((frame) => {
            if (frame.type === 'start') this.#onStart(frame)
            else if (frame.type === 'answer') this.runs.get(frame.runId)?.asks.delete(frame.askId)
            handler(frame)
          }),
      })
  }

  /** Nothing moves: the open runs of a thread wait. Says whether one was stopped. */
  rest(threadId: string): boolean {
    const isAimed = this.#target !== null
    for (const run of this.of(threadId)) {
      const { length } = run.passed
      if (this.isOver(run) || run.stoppedAt !== null || run.rests.has(length)) continue
      const where: Passed = { name: 'while it waits', number: length, at: run.passed.at(-1)?.at ?? null }
      run.rests.set(length, where)
      this.#reached(run, `rest ${length}`, where)
    }
    return isAimed && this.#target === null
  }

  #onStart(frame: Extract<ToHost, { type: 'start' }>): void {
    const run: WatchedRun = {
      id: frame.runId,
      threadId: frame.chat.threadId,
      kind: frame.kind,
      passed: [],
      rests: new Map(),
      history: frame.history,
      steps: frame.steps ?? [],
      done: null,
      settled: null,
      stoppedAt: null,
      stoppedTime: 0,
      notices: 0,
      stopHooks: 0,
      asks: new Set(),
      sideDoors: [],
    }
    this.runs.set(run.id, run)
    this.#reached(run, 'begin', { name: 'before the run begins', number: 0, at: null })
  }

  #onCheckpoint({ name, runId, strangerId }: PassedCheckpoint): void {
    const run = this.runs.get(runId)
    if (run === undefined) return
    // Looking it up takes longer than all the rest.
    const at = this.#isRehearsal || strangerId !== null ? this.#placeOf(`${runId} ${name}`) : null
    const passed: Passed = { name, number: run.passed.length + 1, at }
    run.passed.push(passed)
    if (strangerId !== null) {
      this.runs.get(strangerId)?.sideDoors.push(`${name}${at === null ? '' : ` at ${at}`}`)
    }
    this.#reached(run, run.passed.length - 1, passed)
  }

  #placeOf(key: string): string | null {
    const at = callSite() ?? this.#places.get(key) ?? null
    if (at !== null) this.#places.set(key, at)
    return at
  }

  #onPost(frame: FromHost): void {
    if (frame.type === 'outputs') {
      for (const output of frame.outputs) this.#onOutput(output)
      return
    }
    const run = 'runId' in frame && typeof frame.runId === 'string' ? this.runs.get(frame.runId) : undefined
    if (run === undefined) return
    if (frame.type === 'notice') run.notices++
    else if (frame.type === 'settled') run.settled = frame
    else if (frame.type === 'done') {
      run.done = frame
      this.#reached(run, 'end', { name: 'after the last checkpoint', number: run.passed.length + 1, at: null })
    }
  }

  #onOutput(output: Output): void {
    if (output.type === 'ask-start') this.runs.get(output.runId)?.asks.add(output.ask.id)
    else if (output.type === 'ask-end') this.runs.get(output.runId)?.asks.delete(output.askId)
  }

  #reached(run: WatchedRun, point: Point, where: Passed): void {
    const target = this.#target
    if (target === null || run.kind !== target.kind || point !== target.point) return
    this.#target = null
    run.stoppedAt = { ...where, at: where.at ?? target.at }
    run.stoppedTime = this.#clock.now()
    withoutContext(() => this.#stop(run.threadId, run.id))
  }
}
