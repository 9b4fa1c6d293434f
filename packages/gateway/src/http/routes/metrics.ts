import { Hono } from 'hono'
import type { Logger } from '../../logger.ts'
import type { Metrics, Readings } from '../../measure/measure.ts'
import { refuse, requireToken } from '../refuse.ts'

/** What is measured, for a collector to fetch. */
export interface MetricsDoor {
  metrics: Metrics
  /** Below the base path. */
  path: string
  /** Who has to be shown as a bearer; null: nobody is asked. */
  token: string | null
}

export function metricsRoute(door: MetricsDoor, readings: () => Readings, logger: Logger): Hono {
  return new Hono().get(door.path, async (context) => {
    try {
      if (door.token !== null) requireToken(context, door.token)
      const { type, text } = await door.metrics.read(readings())
      return context.body(text, 200, { 'content-type': type, 'cache-control': 'no-store' })
    } catch (error) {
      return refuse(context, error, logger)
    }
  })
}
