import type { Offer } from '@chatwright/protocol'
import type { Ready } from '../composing.ts'
import type { HoldingRules } from '../thread-offer.ts'
import type { ThreadView } from '../thread-view.ts'
import { useObservable } from './client-context.tsx'

/** What the composer offers in a thread. */
export function useOffer(view: ThreadView): Offer {
  return useObservable(view.offer)
}

/** What holds in a thread: as the app says, unless its profile or the app's code there says otherwise. */
export function useRules(view: ThreadView): HoldingRules {
  return useObservable(view.rules)
}

/** What the person has chosen for their next message, as far as it is offered. */
export function useReady(view: ThreadView): Ready {
  return useObservable(view.ready)
}
