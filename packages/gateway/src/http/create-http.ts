import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Readings } from '../measure/measure.ts'
import type { ThreadServices } from '../threads/services.ts'
import type { Threads } from '../threads/threads.ts'
import { exportRoute } from './routes/export.ts'
import { files } from './routes/files.ts'
import { health, type HealthReport } from './routes/health.ts'
import { metricsRoute, type MetricsDoor } from './routes/metrics.ts'
import type { Avatars } from './avatars.ts'
import type { ElementScripts } from './element-scripts.ts'
import type { Readme } from './readme.ts'
import { elementsRoute } from './routes/elements.ts'
import { avatarsRoute } from './routes/avatars.ts'
import { players } from './routes/players.ts'
import { readmeRoute } from './routes/readme.ts'
import { stopRoute, type ApiDoor } from './routes/stop.ts'
import { uploads } from './routes/uploads.ts'

export interface HttpOptions {
  basePath: string
  threads: Threads
  services: ThreadServices
  report(): HealthReport
  readings(): Readings
  /** Without it there is no such route. */
  metrics?: MetricsDoor | undefined
  /** Without it there is no such route. */
  readme?: Readme | undefined
  /** Without them there is no such route. */
  avatars?: Avatars | undefined
  /** Without it there is no such route. */
  elements?: ElementScripts | undefined
  /** Without it there is no such route. */
  api?: ApiDoor | undefined
}

/** The routes of the gateway. `owns`: whether a path is one of theirs; what is not is the page's. */
export interface Http {
  fetch: Hono['fetch']
  owns(path: string): boolean
}

export function createHttp({
  basePath,
  threads,
  services,
  report,
  readings,
  metrics,
  api,
  readme,
  avatars,
  elements,
}: HttpOptions): Http {
  const http = new Hono().basePath(basePath || '/')
  // Frames of no origin load these, and they say themselves what is allowed.
  if (elements) http.route('/', elementsRoute(elements, services.logger))
  http.use(secureHeaders())
  http.route('/', health(report))
  http.route('/', uploads(threads, services))
  http.route('/', files(threads, services))
  http.route('/', players(threads, services))
  http.route('/', exportRoute(threads, services, basePath))
  if (metrics) http.route('/', metricsRoute(metrics, readings, services.logger))
  if (avatars) http.route('/', avatarsRoute(avatars, services.logger))
  if (readme) http.route('/', readmeRoute(readme, services.logger))
  if (api) http.route('/', stopRoute(api, threads, services))

  const exact = new Set([`${basePath}/health`, ...(metrics ? [basePath + metrics.path] : [])])
  return {
    fetch: http.fetch,
    owns: (path) => exact.has(path) || path.startsWith(`${basePath}/api/`),
  }
}
