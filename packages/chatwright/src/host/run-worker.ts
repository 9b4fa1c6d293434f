import type { MessagePort } from 'node:worker_threads'
import type { FromHost, ToHost } from '@chatwright/protocol'
import { serveFile, type AppFile } from './serve-file.ts'
import { guardProcess, reallyExitOf } from './guard-process.ts'
import { watchStrayErrors } from './stray-errors.ts'

/**
 * Serves an app over a worker's port, once it is told to load it.
 *
 * What the app's code leaves unhandled is logged, and the worker goes on: the errors of one chat are not the end of
 * another. `process.exit`, or a signal to the own process, ends the worker, never the server, and its caller is named in
 * the log.
 */
export function runWorker(port: MessagePort, { data, control }: { data: AppFile; control: Int32Array }): void {
  process.setSourceMapsEnabled(true)
  const post = (frame: FromHost): void => port.postMessage(frame)
  watchStrayErrors((level, message, fields) => post({ type: 'log', level, message, fields }))
  const end = reallyExitOf(process)
  reportEnding(post, end)
  // Without its port it would live on, heard by nobody.
  port.on('close', () => end.call(process, 1))

  let handler: ((frame: ToHost) => void) | null = null
  const serve = serveFile(data)
  port.on('message', (frame: ToHost | { type: 'load' }) => {
    if (frame.type !== 'load') return handler?.(frame)
    serve({
      control,
      post,
      onFrame: (onFrame) => {
        handler = onFrame
      },
    })
  })
}

/** What would end the process ends this worker, and its caller is in the log. */
function reportEnding(post: (frame: FromHost) => void, end: (code?: unknown) => never): void {
  guardProcess((call, at, code) => {
    const message = `The app called ${call}: its worker ends.`
    const fields = { at, ...(call === 'process.exit' ? { code: Number(code ?? process.exitCode ?? 0) } : {}) }
    // Node refuses to abort a worker, and says so itself.
    if (call === 'process.abort') return
    post({ type: 'log', level: 'error', message, fields })
    if (call === 'process.kill') end.call(process, 1)
  })
}
