import { isStop, type ProcessFromHost } from '@chatwright/protocol'
import type { Worker as Thread } from 'node:worker_threads'
import type { Lane } from '../run/lane.ts'
import type { OwnedProcess } from './owned-process.ts'
import type { OwnedSocket } from './owned-socket.ts'
import { isOnTheSide } from './on-the-side.ts'

/** What was begun in one lane and is still there. */
class Belongings {
  readonly timers = new Set<NodeJS.Timeout>()
  readonly intervals = new Set<NodeJS.Timeout>()
  readonly sockets = new Set<OwnedSocket>()
  readonly processes = new Set<OwnedProcess>()
  readonly threads = new Set<Thread>()
}

/**
 * What a run has of the machine: the requests and waits that end with it, and the timers, sockets and processes that are
 * destroyed when it does not end by itself (stop contract, rules 5 and 6). Nothing is looked at before a stop, so a run
 * that is never stopped leaves its belongings to themselves.
 */
export class Scope {
  /** Says which processes there are, for when this thread cannot end them any more. */
  readonly report: (frame: ProcessFromHost) => void
  readonly #lanes = new Map<Lane, Belongings>()
  /** What ends with a lane that the fence spares, and has to end with the run at the latest. */
  readonly #spared = new Set<(reason: Error) => void>()

  constructor(report: (frame: ProcessFromHost) => void) {
    this.report = report
  }

  /**
   * Calls `end` when a stop ends the lane, or when its own deadline does. Returns the off switch.
   *
   * A handler that fails ends nothing here: what reports a failure to the outside must be able to.
   */
  bind(lane: Lane, end: (reason: Error) => void): () => void {
    const off = lane.onInterrupt((reason) => {
      if (endsAmbient(lane, reason)) end(reason)
      else this.#spared.add(end)
    })
    if (lane.isShielded) this.#spared.add(end)
    return () => {
      off()
      this.#spared.delete(end)
    }
  }

  /** What belongs to a lane. */
  of(lane: Lane): Belongings {
    let belongings = this.#lanes.get(lane)
    if (belongings === undefined) {
      belongings = new Belongings()
      this.#lanes.set(lane, belongings)
    }
    return belongings
  }

  /** Resolves when no process is left of those that were told to end. */
  async processesGone(): Promise<void> {
    for (const { processes } of this.#lanes.values()) {
      for (const child of processes) if (child.wasTold) await child.gone()
    }
  }

  /**
   * Stage 2 of a stop: timers are cleared, sockets that nobody else uses are destroyed, processes
   * and threads ended. Those of
   * shields, the notice and the clean-up are spared. Says whether there was anything.
   */
  destroy(): boolean {
    let count = 0
    for (const [lane, belongings] of this.#lanes) {
      if (lane.isShielded) continue
      count += clearTimers(belongings) + kill(belongings) + terminate(belongings)
      for (const socket of belongings.sockets) if (socket.destroy()) count++
      belongings.sockets.clear()
    }
    return count > 0
  }

  /** The stopped run is over: whatever lane it is from, no wait, timer, process or thread stays. */
  close(reason: Error): void {
    for (const end of [...this.#spared]) end(reason)
    this.#spared.clear()
    for (const belongings of this.#lanes.values()) {
      clearTimers(belongings)
      kill(belongings)
      terminate(belongings)
    }
    this.#lanes.clear()
  }
}

/** Whether what was begun in a lane is over for this reason. */
export function endsAmbient(lane: Lane, reason: Error): boolean {
  return lane.isShielded || isStop(reason)
}

function clearTimers({ timers, intervals }: Belongings): number {
  const mine = [...timers].filter((timer) => !isOnTheSide(timer)).concat([...intervals])
  for (const timer of mine) clearTimeout(timer)
  return mine.length
}

function terminate({ threads }: Belongings): number {
  for (const thread of threads) void thread.terminate()
  return threads.size
}

function kill({ processes }: Belongings): number {
  for (const child of processes) child.kill()
  return processes.size
}
