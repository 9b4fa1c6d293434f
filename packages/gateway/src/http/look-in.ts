import type { Context } from 'hono'
import type { LookAt } from '../files/save.ts'
import { lookAtUpload } from '../threads/look-at-upload.ts'
import type { Thread } from '../threads/thread.ts'

/** Has the app look at what a request brings. Who goes away meanwhile does not want it any more. */
export function lookIn(thread: Thread, context: Context): LookAt {
  const gone = context.req.raw.signal
  return (file, path, signal) => lookAtUpload(thread, file, path, AbortSignal.any([signal, gone]))
}
