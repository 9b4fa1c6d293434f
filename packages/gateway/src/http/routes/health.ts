import { Hono } from 'hono'

/** What `/health` answers: `ok` with 200, or `starting`, `broken` (the app cannot be loaded) or `closing` with 503. */
export interface HealthReport {
  status: 'ok' | 'starting' | 'broken' | 'closing'
  uptimeSeconds: number
  hosts: { ready: number; late: number; leaving: number; spare: boolean }
  runs: number
  threads: number
}

export function health(report: () => HealthReport): Hono {
  return new Hono().get('/health', (context) => {
    const body = report()
    return context.json(body, body.status === 'ok' ? 200 : 503, { 'cache-control': 'no-store' })
  })
}
