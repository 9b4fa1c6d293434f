import { openTelemetry } from './open-telemetry.ts'
import { noTrace, type Trace } from './trace.ts'

/**
 * Traces with OpenTelemetry when its API can be loaded here, else not at all. Without an SDK its spans cost next to
 * nothing.
 */
export async function loadTrace(): Promise<Trace> {
  try {
    return openTelemetry(await import('@opentelemetry/api'))
  } catch {
    return noTrace
  }
}
