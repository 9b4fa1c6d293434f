import { BroadcastChannel } from 'node:worker_threads'
import { ChatwrightError } from '@chatwright/protocol'
import type { PrepareModule } from '@chatwright/runtime'
import type { ModuleAnswer, ModuleQuestion } from '../app/module-bundler.ts'

/** The timers of this module's own, taken before an app's are recorded for their run. */
const { setTimeout, clearTimeout } = globalThis

/** Bundling takes tenths of a second; who has no answer after this long gets none, in milliseconds. */
const patienceMs = 30_000

/** Has modules bundled by the thread that listens on the channel; see `ModuleBundler`. */
export function askForModules(name: string): PrepareModule {
  return (module) => {
    if (module.protocol !== 'file:') return Promise.resolve(module)
    const id = crypto.randomUUID()
    const channel = new BroadcastChannel(name)
    return new Promise<URL>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(problem(module, `nothing bundled it within ${patienceMs} ms.`)),
        patienceMs,
      ).unref()
      channel.addEventListener('message', (event: unknown) => {
        const { data } = event as { data: ModuleQuestion | ModuleAnswer }
        if (data.type !== 'answer' || data.id !== id) return
        clearTimeout(timer)
        if (data.entry === null) reject(problem(module, data.message, data.fix))
        else resolve(new URL(data.entry))
      })
      channel.postMessage({ type: 'question', id, module: module.href } satisfies ModuleQuestion)
    }).finally(() => channel.close())
  }
}

function problem(module: URL, message: string, fix: string | null = null): ChatwrightError {
  const name = module.pathname.split('/').at(-1) ?? ''
  return new ChatwrightError('offload_failed', `chat.offload: ${name} cannot be loaded: ${message}`, {
    ...(fix === null ? {} : { fix }),
  })
}
