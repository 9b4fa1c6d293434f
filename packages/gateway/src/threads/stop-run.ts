import type { Element, Message, Notice, StopCause } from '@chatwright/protocol'
import { forgetAsks } from './asks.ts'
import { forgetCalls } from './calls.ts'
import { endRun } from './end-run.ts'
import { isOfApp, keepAtStop } from './keep.ts'
import type { LiveRun, StopDriver } from './live-run.ts'
import { startFrame } from './start-frame.ts'
import type { Thread } from './thread.ts'

/** How often a stopping run's host is looked at, in milliseconds. */
const lookEveryMs = 50
/** A host that had heard of the stop and whose loop then stands still for this long cannot speak, in milliseconds. */
const silentMs = 500
/** A host is ended only when its loop stood still in so many looks in a row: a busy machine is no blocked loop. */
const looksBeforeKill = 6

/** Who wants a run stopped, and what they had seen. */
export interface StopRequest {
  cause: StopCause
  by: string | null
  seenSeq?: number | undefined
  force?: boolean | undefined
  /** When it was asked for, on the monotonic clock. Default: now. */
  receivedAt?: number | undefined
}

/**
 * Stops a run. In this very call: its state moves, its fence goes up, what it has not sent is thrown away, and
 * `run-stopping` is on its way to every viewer. Everything that depends on the app's code comes afterwards and cannot
 * change that.
 */
export function stopRun(thread: Thread, run: LiveRun, request: StopRequest): 'stopping' | 'already-ended' {
  if (run.stopDriver) {
    // Its reader may have been told already; its work may still be there.
    if (request.force) run.stopDriver.force()
    return 'stopping'
  }
  const receivedAt = request.receivedAt ?? performance.now()
  const { isUnstarted } = run
  if (!run.moveTo('stopping')) return 'already-ended'
  run.lane?.raise(request.force ? 2 : 1)
  const { keep, putBack } = keepAtStop(thread, run, request.seenSeq, thread.app?.keepOnStop ?? 'seen')
  run.stop = {
    cause: request.cause,
    by: request.by,
    at: performance.now(),
    fenceSeq: thread.state.seq + 1,
    seenSeq: request.seenSeq ?? thread.state.seq,
    keep,
  }
  thread.fences.set(run.id, run.stop.fenceSeq)
  forgetAsks(thread, run.id)
  forgetCalls(thread, run.id)
  for (const viewer of thread.viewers) viewer.foretell(run.id, run.stop.fenceSeq)
  thread.append({ type: 'run-stopping', runId: run.id, cause: request.cause, keep, putBack })
  thread.services.measure.fenceUp(request.cause, performance.now() - receivedAt)
  thread.services.logger.info({ threadId: thread.id, runId: run.id, cause: request.cause }, 'run stopping')
  const sequence = new StopSequence(thread, run)
  run.stopDriver = sequence
  sequence.begin(isUnstarted)
  if (request.force) sequence.force()
  return 'stopping'
}

/** Asks for the end of one step of a run. Gives whether it was at work. */
export function stopStep(thread: Thread, run: LiveRun, stepId: string): boolean {
  const step = thread.state.steps.findLast(({ id }) => id === stepId)
  if (!run.isOpen || step?.runId !== run.id || step.status !== 'running') return false
  run.lane?.post({ type: 'stop-step', runId: run.id, stepId })
  return true
}

/** The run's host is gone and nobody had stopped the run. */
export function loseRun(thread: Thread, run: LiveRun, reason: string): void {
  thread.services.logger.error({ threadId: thread.id, runId: run.id, reason }, 'a run was lost with its host')
  void thread.services.files.runs.sweep(thread.id, run.id).catch(() => {})
  void endRun(thread, run, 'lost', {
    error: { code: 'host_lost', message: 'The connection to this answer was lost.' },
  })
}

/**
 * What follows the fence (stop contract, rules 6 and 9): the signal, the app's notice or the default in its stead, the
 * end, clean-up, and the death of a host whose loop is blocked.
 */
class StopSequence implements StopDriver {
  readonly #thread: Thread
  readonly #run: LiveRun
  readonly #startedAt = performance.now()
  #timer: NodeJS.Timeout | null = null
  #ending: Promise<unknown> | null = null
  /** How often the host was looked at: time in which this thread itself had its turn. */
  #looks = 0
  /** In how many looks in a row its loop stood still. */
  #blockedLooks = 0
  #isSeen = false
  #isForced = false
  #isKilled = false
  #isOver = false

  constructor(thread: Thread, run: LiveRun) {
    this.#thread = thread
    this.#run = run
  }

  begin(isUnstarted: boolean): void {
    if (isUnstarted && !this.#hasWhoSpeaks) {
      this.#end(this.#defaultNotice())
      this.#settle('cooperative', [], 0)
      return
    }
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
    if (isUnstarted) this.#askHost()
    else this.#post(false)
  }

  /** Has a host speak for a run that never began; when none can now, the first that can. */
  #askHost(): void {
    if (this.#isOver) return
    if (this.#openLane()) this.#post(true)
    else this.#thread.services.pool.whenReady(() => this.#askHost())
  }

  #post(isUnstarted: boolean): void {
    const { lane, stop } = this.#run
    if (!lane || !stop) return
    lane.post({
      type: 'stop',
      runId: this.#run.id,
      cause: stop.cause,
      by: stop.by,
      elapsedMs: isUnstarted ? 0 : this.#startedAt - this.#run.startedAt,
      partial: this.#partial(),
      notice: this.#defaultNotice(),
      ...this.#unstarted(isUnstarted),
    })
  }

  onFrame(frame: Parameters<StopDriver['onFrame']>[0]): void {
    switch (frame.type) {
      case 'stop-seen':
        this.#isSeen = true
        return
      case 'notice':
        this.#end(frame.notice, frame.elements)
        return
      case 'settled':
        this.#run.droppedFrames += frame.refusedCalls
        this.#end(this.#defaultNotice())
        this.#settle(frame.stage, frame.abandoned, frame.elapsedMs, frame.heldUp)
        return
    }
  }

  onGone(reason: string): void {
    this.#thread.services.logger.warn(
      { threadId: this.#thread.id, runId: this.#run.id, reason },
      'host ended in a stop',
    )
    this.#end(this.#defaultNotice())
    this.#settle(this.#isKilled ? 'killed' : 'forced', [], performance.now() - this.#startedAt)
  }

  onTakenBack(): void {
    this.#run.lane = null
    this.#askHost()
  }

  force(): void {
    if (this.#isForced || this.#isOver) return
    this.#isForced = true
    this.#run.lane?.raise(2)
    this.#run.lane?.post({ type: 'force', runId: this.#run.id })
    this.#look()
  }

  /** Looks at the host. A blocked loop cannot answer, so nothing waits for its answer. */
  #look(): void {
    const { lane } = this.#run
    const { settleMs, speakMs, graceMs, forceMs, blockedMs } = this.#thread.services.timings
    if (this.#isOver) return
    const elapsedMs = performance.now() - this.#startedAt
    if (!lane) {
      // It never began, so only its reader waits; a host that comes in time still hears of the stop.
      if (elapsedMs >= settleMs || this.#isForced) this.#end(this.#defaultNotice())
      if (elapsedMs >= graceMs || this.#isForced) this.#settle('cooperative', [], elapsedMs)
      return
    }
    const isBlocked = lane.blockedMs() >= blockedMs
    this.#looks++
    this.#blockedLooks = isBlocked ? this.#blockedLooks + 1 : 0
    if (!this.#ending && this.#cannotSpeak(elapsedMs, settleMs, speakMs)) this.#end(this.#defaultNotice())
    const isGraceOver = this.#isForced || elapsedMs >= graceMs
    if (isGraceOver && this.#blockedLooks >= looksBeforeKill && lane.canBeKilled) {
      this.#isKilled = true
      this.#thread.services.logger.warn(
        {
          threadId: this.#thread.id,
          runId: this.#run.id,
          kind: this.#run.kind,
          blockedMs: Math.round(lane.blockedMs()),
        },
        'killed a host whose loop is blocked',
      )
      lane.kill('its loop was blocked by a stopped run')
      return
    }
    if (elapsedMs >= graceMs + forceMs) this.#settle('forced', ['the handler'], elapsedMs)
  }

  /**
   * Whether the default has to speak: the app is late, or its loop stands still. The latter is judged by looks, not by
   * the clock: on a busy machine this thread waits for its turn as the host does.
   */
  #cannotSpeak(elapsedMs: number, settleMs: number, speakMs: number): boolean {
    const blockedMs = this.#run.lane?.blockedMs() ?? 0
    const lookedMs = this.#looks * lookEveryMs
    if (lookedMs >= settleMs + speakMs + 2 * lookEveryMs) return true
    if (this.#isSeen) return blockedMs >= silentMs
    return lookedMs >= settleMs && blockedMs >= Math.min(elapsedMs, settleMs)
  }

  /** `given`: what is shown under the notice. It belongs to no message: only the notice leads to it. */
  #end(notice: Notice | null, given: readonly Element[] = []): void {
    if (this.#ending) return
    const elements = notice === null ? [] : given.filter((element) => this.#takeIn(element))
    const shown = notice && { ...notice, ...(elements.length > 0 ? { elementIds: elements.map(({ id }) => id) } : {}) }
    this.#ending = endRun(this.#thread, this.#run, 'stopped', { notice: shown, elements })
  }

  #takeIn(element: Element): boolean {
    const { services, id, state } = this.#thread
    return services.files.runs.takeIn(id, this.#run.id, element, state)
  }

  #settle(
    stage: 'cooperative' | 'forced' | 'killed',
    abandoned: string[],
    elapsedMs: number,
    heldUp?: { name: string; ms: number }[],
  ): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#timer) clearInterval(this.#timer)
    const thread = this.#thread
    const run = this.#run
    void Promise.resolve(this.#ending).then(() => {
      run.lane?.release(abandoned.length === 0)
      thread.runs.delete(run.id)
      void thread.services.files.runs.sweep(thread.id, run.id).catch(() => {})
      thread.services.measure.stopSettled({
        stage,
        settleMs: performance.now() - this.#startedAt,
        abandoned: abandoned.length,
        droppedFrames: run.droppedFrames,
      })
      if (thread.isDeleted) return
      thread.append({
        type: 'run-settled',
        runId: run.id,
        stage,
        elapsedMs: Math.round(elapsedMs),
        abandoned,
        droppedFrames: run.droppedFrames,
        ...(heldUp ? { heldUp } : {}),
      })
      if (abandoned.length > 0) {
        thread.services.logger.warn({ threadId: thread.id, runId: run.id, abandoned }, 'work goes on behind the fence')
      }
    })
  }

  /** Whether the app has anything to say of such a run, and to whom. */
  get #hasWhoSpeaks(): boolean {
    const { app } = this.#thread.services
    return app?.handles.includes(this.#run.kind) === true && this.#thread.chat !== null
  }

  /** A run that never began has no host yet; one is asked to speak for it. */
  #openLane(): boolean {
    const { pool } = this.#thread.services
    this.#run.lane = pool.openLane(this.#thread.id, this.#run.id, {
      threadId: this.#thread.id,
      kind: this.#run.kind,
      onOutput: () => this.#run.droppedFrames++,
      onFrame: (frame) => {
        if (frame.type !== 'done' && frame.type !== 'panel-reopen') this.onFrame(frame)
      },
      onGone: (reason) => this.onGone(reason),
    })
    this.#run.lane?.raise(1)
    return this.#run.lane !== null
  }

  #unstarted(isUnstarted: boolean) {
    const frame = isUnstarted && this.#run.lane ? startFrame(this.#thread, this.#run, this.#run.lane.slot) : null
    return frame ? { unstarted: frame } : {}
  }

  #partial(): Message[] {
    return this.#thread.state.messages.filter((message) => isOfApp(this.#thread, this.#run, message))
  }

  #defaultNotice(): Notice | null {
    const text = this.#thread.app?.stopNotice
    if (text === null) return null
    return text === undefined ? { by: 'default' } : { by: 'default', text }
  }
}
