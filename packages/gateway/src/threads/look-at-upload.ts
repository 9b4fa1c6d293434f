import { ChatwrightError, newId, type FileInfo } from '@chatwright/protocol'
import { LiveRun } from './live-run.ts'
import { stopRun } from './stop-run.ts'
import type { Thread } from './thread.ts'

/**
 * Asks the app's `onUpload`, in a run of its own that Stop stops as any other. Rejects with `file_refused` when the app
 * refuses the file, fails, is stopped or takes too long: what nobody has looked at is not taken in. `signal`: the person
 * took the file back.
 */
export async function lookAtUpload(thread: Thread, file: FileInfo, path: string, signal: AbortSignal): Promise<void> {
  const { services } = thread
  if (!services.app?.handles.includes('upload')) return
  signal.throwIfAborted()
  const run = new LiveRun(newId(), 'upload', { upload: { file, path } })
  const stop = (cause: 'user' | 'timeout'): void => void stopRun(thread, run, { cause, by: null })
  const takenBack = (): void => stop('user')
  const deadline = setTimeout(() => stop('timeout'), services.timings.uploadMs)
  signal.addEventListener('abort', takenBack, { once: true })
  try {
    services.begin(thread, run)
    while (!isOver(thread, run)) await new Promise<void>((resolve) => thread.endWaiters.push(resolve))
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', takenBack)
  }
  signal.throwIfAborted()
  const { state, value } = thread.state.runs.findLast(({ id }) => id === run.id) ?? { state: 'lost' }
  if (state === 'completed' && value === null) return
  if (typeof value === 'string') throw refused(value, 'Give another.')
  throw refused('It could not be checked.', 'Try it again, or give another.')
}

function isOver(thread: Thread, run: LiveRun): boolean {
  return thread.state.runs.findLast(({ id }) => id === run.id)?.endedAt != null
}

function refused(message: string, fix: string): ChatwrightError {
  return new ChatwrightError('file_refused', message, { fix })
}
