import type { Offer } from '@chatwright/protocol'
import type { Ready } from '../composing.ts'
import type { ThreadView } from '../thread-view.ts'
import { useObservable } from './client-context.tsx'

/** What the composer offers in a thread. */
export function useOffer(view: ThreadView): Offer {
  return useObservable(view.offer)
}

/** What the person has chosen for their next message, as far as it is offered. */
export function useReady(view: ThreadView): Ready {
  return useObservable(view.ready)
}
