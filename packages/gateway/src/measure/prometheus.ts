import { ChatwrightError } from '@chatwright/protocol'
import type * as PromClient from 'prom-client'
import { buckets } from './buckets.ts'
import type { Metrics, Readings } from './measure.ts'

/**
 * Metrics for Prometheus, kept by the package `prom-client` in a registry of their own. Rejects with `bad_option` when
 * that package is not installed.
 */
export async function prometheusMetrics(
  load: () => Promise<typeof PromClient> = () => import('prom-client'),
): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry } = await load().catch(refuse)
  const registry = new Registry()
  const registers = [registry]

  const seconds = (name: string, help: string, bounds: readonly number[], labelNames: string[] = []) =>
    new Histogram({ name: `chatwright_${name}_seconds`, help, buckets: [...bounds], labelNames, registers })
  const count = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `chatwright_${name}_total`, help, labelNames, registers })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `chatwright_${name}`, help, labelNames, registers })

  const accept = seconds('stop_accept', 'From a stop command at the gateway to its answer.', buckets.fast, ['outcome'])
  const fence = seconds('stop_fence', 'From what asked for a stop to the fence.', buckets.fast)
  const end = seconds('stop_end', 'From an accepted stop to the end that viewers are shown.', buckets.end)
  const settle = seconds('stop_settle', 'From an accepted stop to the end of its work.', buckets.settle, ['stage'])
  const runs = count('runs', 'Runs that ended.', ['kind', 'state'])
  const stops = count('stops', 'Stops that were accepted, one for each run.', ['cause'])
  const forced = count('stops_forced', 'Stopped runs whose work was ended by force or given up.')
  const killed = count('stops_killed', 'Stopped runs whose host was ended because its loop was blocked.')
  const abandoned = count('stops_abandoned', 'Pieces of work of stopped runs that went on behind the fence.')
  const dropped = count('stop_dropped_frames', 'Calls and frames of stopped runs that came after the fence.')
  const openRuns = gauge('open_runs', 'Runs that are under way or wait for their turn.')
  const connections = gauge('connections', 'Sockets that are connected.')
  const viewers = gauge('viewers', 'Threads being watched, counted once for each connection.')
  const threads = gauge('live_threads', 'Threads that are held in memory.')
  const hosts = gauge('hosts', 'Hosts that run the app, by how they stand.', ['status'])

  return {
    stopAnswered: (outcome, acceptMs) => accept.observe({ outcome }, acceptMs / 1_000),
    fenceUp: (cause, fenceMs) => {
      fence.observe(fenceMs / 1_000)
      stops.inc({ cause })
    },
    runEnded: (kind, state, endMs) => {
      runs.inc({ kind, state })
      if (endMs !== null) end.observe(endMs / 1_000)
    },
    stopSettled: ({ stage, settleMs, abandoned: left, droppedFrames }) => {
      settle.observe({ stage }, settleMs / 1_000)
      if (stage === 'forced') forced.inc()
      if (stage === 'killed') killed.inc()
      abandoned.inc(left)
      dropped.inc(droppedFrames)
    },
    read: async (readings: Readings) => {
      openRuns.set(readings.openRuns)
      connections.set(readings.connections)
      viewers.set(readings.viewers)
      threads.set(readings.threads)
      for (const [status, value] of Object.entries(readings.hosts)) hosts.set({ status }, value)
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}

function refuse(cause: unknown): never {
  const isMissing = cause instanceof Error && 'code' in cause && /prom-client/.test(cause.message)
  throw new ChatwrightError(
    'bad_option',
    `metrics are asked for, and the package 'prom-client' ${isMissing ? 'is not installed' : 'cannot be loaded'}.`,
    {
      fix: isMissing
        ? 'Install it beside chatwright: npm install prom-client. Or leave metrics out.'
        : `Install it anew, or leave metrics out. What it said: ${String(cause)}`,
      cause,
    },
  )
}
