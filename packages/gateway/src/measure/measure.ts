import type { CommandResult, EndedState, RunKind, StopCause } from '@chatwright/protocol'

/** How a stopped run's work ended. */
export interface Settled {
  stage: 'cooperative' | 'forced' | 'killed'
  /** From the accepted stop until all was over or given up, in milliseconds. */
  settleMs: number
  /** How many pieces of work go on behind the fence. */
  abandoned: number
  /** How many calls and frames came after the fence. */
  droppedFrames: number
}

/**
 * What a gateway tells of itself (stop contract, rule 18). Called once for each run, stop and command, never for a token;
 * all times in milliseconds.
 */
export interface Measure {
  /** A stop command was answered. `acceptMs`: from its arrival at the gateway. */
  stopAnswered(outcome: CommandResult<'stop'>['outcome'], acceptMs: number): void
  /** A run's fence is up. `fenceMs`: from the arrival of what asked for it. */
  fenceUp(cause: StopCause, fenceMs: number): void
  /** Viewers are shown that a run has ended. `endMs`: from the accepted stop; null for a run that was not stopped. */
  runEnded(kind: RunKind, state: EndedState, endMs: number | null): void
  stopSettled(settled: Settled): void
}

/** Measures nothing. */
export const noMeasure: Measure = {
  stopAnswered: () => undefined,
  fenceUp: () => undefined,
  runEnded: () => undefined,
  stopSettled: () => undefined,
}

/** How the gateway stands at a moment. */
export interface Readings {
  openRuns: number
  connections: number
  viewers: number
  threads: number
  hosts: { ready: number; late: number; leaving: number; spare: number }
}

/** A measure that can be read. */
export interface Metrics extends Measure {
  /** All that was measured so far, as text, with the gauges as `readings` says. `type`: its media type. */
  read(readings: Readings): Promise<{ type: string; text: string }>
}
