import type { RunKind, Serve } from '@chatwright/protocol'
import { answersKind, partsOf, withParts, type App } from '../app/create-app.ts'
import { HandlerTable, type HandlerName, type Handlers } from '../app/handlers.ts'
import { serveWatched as serveWith, type ServeOptions } from '../host/serve.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import { currentContext } from '../run/context.ts'

/** A call that passes the fence of a run. */
export interface PassedCheckpoint {
  name: Checkpoint
  runId: string
  kind: RunKind
  /** The id of another, stopped run whose code makes this call; null when it is the run's own. */
  strangerId: string | null
}

/** Who hears of what an app's runs do, in the very call and before it takes effect. */
export interface RunWatcher {
  /** A run that is not stopped passes a checkpoint. Stopped in here, it is stopped before the call. */
  onCheckpoint(passed: PassedCheckpoint): void
  /** The app's `onStop` is called. */
  onStopHook(runId: string): void
}

/** Serves an app as `serve` does, to be watched. For tests. */
export function serveWatched(app: unknown, options: ServeOptions, watcher: RunWatcher): Serve {
  const parts = partsOf(app)
  const watched = withParts(app as App, {
    ...parts,
    handlers: new WatchedHandlers(parts.handlers, watcher),
  })
  return serveWith(watched, options, (run, name) => {
    if (run.isStopped || run.hasEnded) return
    const around = currentContext()?.run
    const isStranger = around !== undefined && around !== run && around.isStopped
    watcher.onCheckpoint({ name, runId: run.id, kind: run.kind, strangerId: isStranger ? around.id : null })
  })
}

/** Whether an app has a handler. */
export function hasHandler(app: unknown, name: HandlerName): boolean {
  return partsOf(app).handlers.has(name)
}

/** Whether an app has what answers a kind of run. */
export function handlesKind(app: unknown, kind: RunKind): boolean {
  return answersKind(partsOf(app), kind)
}

/** The handlers of an app; `onStop` tells when it is called. */
class WatchedHandlers extends HandlerTable {
  readonly #handlers: HandlerTable
  readonly #watcher: RunWatcher

  constructor(handlers: HandlerTable, watcher: RunWatcher) {
    super()
    this.#handlers = handlers
    this.#watcher = watcher
  }

  override get<Name extends HandlerName>(name: Name): Handlers<object>[Name] | undefined {
    const handler = this.#handlers.get(name)
    if (name !== 'onStop' || handler === undefined) return handler
    const onStop = handler as Handlers<object>['onStop']
    const watched: Handlers<object>['onStop'] = (stop, chat) => {
      this.#watcher.onStopHook(stop.runId)
      return onStop(stop, chat)
    }
    return watched as Handlers<object>[Name]
  }

  override has(name: HandlerName): boolean {
    return this.#handlers.has(name)
  }

  override warnWith(warn: (text: string) => void): void {
    this.#handlers.warnWith(warn)
  }
}
