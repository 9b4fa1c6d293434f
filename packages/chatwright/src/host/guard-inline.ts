import { ChatwrightError, type Serve } from '@chatwright/protocol'
import { isInsideRun } from '@chatwright/runtime'
import { guardProcess } from './guard-process.ts'

/** How many hosts of this thread are served; while there is one, the process is guarded. */
let hosts = 0
let off: () => void = () => {}

/**
 * Serves an app in the server's own thread, where `process.exit` in a handler would end the server with everybody's chats:
 * called inside a run, it throws. What ends the process from elsewhere, as the command line does, is let through.
 */
export function guardedInline(serve: Serve): Serve {
  return (link) => {
    let isOpen = true
    if (hosts++ === 0) off = guardProcess(refuseInRuns)
    serve({
      control: link.control,
      onFrame: (handler) => link.onFrame(handler),
      post: (frame) => {
        link.post(frame)
        if (!isOpen || (frame.type !== 'closed' && frame.type !== 'failed')) return
        isOpen = false
        if (--hosts === 0) off()
      },
    })
  }
}

function refuseInRuns(call: string, at: string): void {
  if (!isInsideRun()) return
  throw new ChatwrightError('app_failed', `The app called ${call}, which would end the whole server: ${at}`, {
    fix: "Throw an error instead, or serve the app with isolation: 'worker', where it ends the worker only.",
  })
}
