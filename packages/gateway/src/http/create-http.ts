import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { HealthReport } from './routes/health.ts'
import { health } from './routes/health.ts'
import { uploads } from './routes/uploads.ts'
import type { ThreadServices } from '../threads/services.ts'
import type { Threads } from '../threads/threads.ts'

export interface HttpOptions {
  basePath: string
  report(): HealthReport
  threads: Threads
  services: ThreadServices
}

/** The routes of the gateway; what is none of them is the page's. */
export function createHttp({ basePath, report, threads, services }: HttpOptions): Hono {
  const http = new Hono().basePath(basePath || '/')
  http.use(secureHeaders())
  http.route('/', health(report))
  http.route('/', uploads(threads, services))
  return http
}
