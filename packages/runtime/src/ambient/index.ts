import { patchFetch } from './fetch.ts'
import { patchHttp } from './http.ts'
import { Patches } from './patches.ts'
import { patchProcesses } from './processes.ts'
import { patchSockets } from './sockets.ts'
import { patchThreads } from './threads.ts'
import { patchTimers } from './timers.ts'
import { patchTimersPromises } from './timers-promises.ts'
import { watchUndici } from './undici.ts'

/** How often it is installed in this thread, also by another copy of this package, and the way back. */
const key = Symbol.for('chatwright.ambient-stop')
type Shared = { [key]?: { count: number; patches: Patches } }

/**
 * Lets a stop reach what an app's code begins without passing `chat.signal` on: from now on, what a run starts with the
 * functions of the platform ends with it. Outside a run they do what they always did.
 *
 * For the thread of a host, before an app is loaded into it; never for a thread that others share. Installing twice
 * changes nothing. Gives the way back, which counts once.
 */
export function installAmbientStop(): () => void {
  const shared = globalThis as Shared
  shared[key] ??= { count: 0, patches: patchAll() }
  const installed = shared[key]
  installed.count++
  let isIn = true
  return () => {
    if (!isIn) return
    isIn = false
    if (--installed.count > 0) return
    delete shared[key]
    installed.patches.undo()
  }
}

function patchAll(): Patches {
  const patches = new Patches()
  const forgetSocket = patchSockets(patches)
  patchFetch(patches)
  watchUndici(patches, forgetSocket)
  patchHttp(patches)
  patchTimersPromises(patches)
  patchTimers(patches)
  patchProcesses(patches)
  patchThreads(patches)
  patches.publish()
  return patches
}
