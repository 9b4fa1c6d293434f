import { inlineHost, type CreateHost } from '@chatwright/gateway'
import { toPublicError, type AppInfo, type FromHost } from '@chatwright/protocol'
import { fromLoadFailure } from '../app/load-problem.ts'
import { AppProblem } from '../app/problem.ts'

/** Who wants to know how the loading of an app goes. */
export interface LoadEvents {
  onLoaded(app: AppInfo): void
  onProblem(problem: AppProblem): void
}

/** The same hosts; the listener hears, before the gateway does, whether they could load the app. */
export function overhear(createHost: CreateHost, appFile: string, { onLoaded, onProblem }: LoadEvents): CreateHost {
  return (events) =>
    createHost({
      ...events,
      onGone: (reason) => events.onGone(reason),
      onFrame: (frame) => {
        if (frame.type === 'ready') onLoaded(frame.app)
        else if (frame.type === 'failed') onProblem(problemOf(frame, appFile))
        events.onFrame(frame)
      },
    })
}

/** Stands in for an app that could not even be bundled: it fails to load, and nothing else. */
export function brokenHost(problem: AppProblem): CreateHost {
  return inlineHost((link) => link.post({ type: 'failed', error: toPublicError(problem, ''), detail: '' }))
}

function problemOf({ error, detail }: Extract<FromHost, { type: 'failed' }>, appFile: string): AppProblem {
  if (error.code !== 'app_invalid') return fromLoadFailure(detail === '' ? error.message : detail, appFile)
  return new AppProblem('app_invalid', error.message, {
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    file: appFile,
  })
}
