import type { AppHello, Offer } from '@chatwright/protocol'
import type { Ready } from '../composing.ts'
import type { ThreadView } from '../thread-view.ts'
import { useHello, useObservable } from './client-context.tsx'

/** What the composer offers in a thread. */
export function useOffer(view: ThreadView): Offer {
  return useObservable(view.offer)
}

/** What holds in a thread: as the app says, unless its profile or the app's code there says otherwise. */
export function useRules(view: ThreadView): Pick<AppHello, 'uploads' | 'feedback' | 'editing'> {
  const app = useHello()?.app
  const { rules } = useOffer(view)
  return {
    uploads: rules.uploads === undefined ? (app?.uploads ?? null) : rules.uploads,
    editing: rules.editing ?? app?.editing ?? true,
    feedback: rules.feedback === undefined ? (app?.feedback ?? null) : rules.feedback,
  }
}

/** What the person has chosen for their next message, as far as it is offered. */
export function useReady(view: ThreadView): Ready {
  return useObservable(view.ready)
}
