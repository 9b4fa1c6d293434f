import type { MessagePort } from 'node:worker_threads'
import type { FromHost, ToHost } from '@chatwright/protocol'
import { serveFile, type AppFile } from './serve-file.ts'
import { watchStrayErrors } from './stray-errors.ts'

/**
 * Serves an app over a worker's port, once it is told to load it.
 *
 * What the app's code leaves unhandled is logged, and the worker goes on: the errors of one chat are not the end of
 * another. `process.exit` ends the worker, never the server, and its caller is named in the log.
 */
export function runWorker(port: MessagePort, { data, control }: { data: AppFile; control: Int32Array }): void {
  process.setSourceMapsEnabled(true)
  const post = (frame: FromHost): void => port.postMessage(frame)
  watchStrayErrors((level, message, fields) => post({ type: 'log', level, message, fields }))
  reportExit(post)

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

function reportExit(post: (frame: FromHost) => void): void {
  const exit = process.exit.bind(process)
  process.exit = (code) => {
    const at = new Error().stack?.split('\n')[2]?.trim() ?? ''
    const message = 'The app called process.exit: its worker ends.'
    post({ type: 'log', level: 'error', message, fields: { code: Number(code ?? process.exitCode ?? 0), at } })
    return exit(code)
  }
}
