import { isStop, type JsonObject } from '@chatwright/protocol'
import { stackOf } from '../stack-of.ts'

/** Where the errors go that nothing in an app handles. */
export type ReportStray = (level: 'debug' | 'error', message: string, fields: JsonObject) => void

/**
 * Keeps this thread alive when an app's code throws where nothing catches it, and reports that. Gives the off switch.
 */
export function watchStrayErrors(report: ReportStray): () => void {
  const tell = (message: string) => (error: unknown) => {
    // A forgotten promise of a stopped run ends like this, as it should.
    report(isStop(error) ? 'debug' : 'error', message, { error: stackOf(error) })
  }
  const onRejection = tell('A promise of the app was rejected, and nothing handles it.')
  const onException = tell('The app threw where nothing catches it.')
  process.on('unhandledRejection', onRejection)
  process.on('uncaughtException', onException)
  return () => {
    process.off('unhandledRejection', onRejection)
    process.off('uncaughtException', onException)
  }
}
