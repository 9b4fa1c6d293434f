import type { CreateHost, HostEvents } from '@chatwright/gateway'
import type { FromHost } from '@chatwright/protocol'
import { endProcesses } from '@chatwright/runtime'

/**
 * A host whose runs leave no process behind when it is killed or dies: what they had started then is ended from here.
 * What a run leaves when it completes is its own affair.
 */
export function endLeftovers(createHost: CreateHost): CreateHost {
  return (events) => createHost(overlook(events))
}

function overlook(events: HostEvents): HostEvents {
  const started = new Map<string, Map<number, string>>()
  // App code can reach its worker's port: it may say anything.
  const note = (frame: FromHost | null | undefined): void => {
    if (frame === null || frame === undefined) return
    if (frame.type === 'process-started') {
      const own = started.get(frame.runId) ?? new Map<number, string>()
      started.set(frame.runId, own.set(frame.pid, frame.startedAt))
    } else if (frame.type === 'process-gone') {
      started.get(frame.runId)?.delete(frame.pid)
    } else if (frame.type === 'done' || frame.type === 'settled') {
      started.delete(frame.runId)
    }
  }
  return {
    onFrame: (frame) => {
      note(frame)
      events.onFrame(frame)
    },
    onGone: (reason) => {
      const left = [...started.values()].flatMap((own) => [...own].map(([pid, startedAt]) => ({ pid, startedAt })))
      if (left.length > 0) void endProcesses(left)
      events.onGone(reason)
    },
  }
}
