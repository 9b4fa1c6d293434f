import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { HealthReport } from './routes/health.ts'
import { health } from './routes/health.ts'

export interface HttpOptions {
  basePath: string
  report(): HealthReport
}

/** The routes of the gateway; what is none of them is the page's. */
export function createHttp({ basePath, report }: HttpOptions): Hono {
  const http = new Hono().basePath(basePath || '/')
  http.use(secureHeaders())
  http.route('/', health(report))
  return http
}
