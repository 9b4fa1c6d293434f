import {
  emptyOffer,
  offerFor,
  ruled,
  type AppHello,
  type AppOffer,
  type Message,
  type Offer,
  type Setup,
  type ThreadState,
} from '@chatwright/protocol'
import type { Observable } from './cell.ts'
import type { Composing, Ready } from './composing.ts'

/** What a thread's offer is made of. */
export interface OfferSource {
  /** What the app declares; null before the server said hello. */
  app: Observable<{ app: HoldingRules & { offer: AppOffer } } | null>
  thread: Observable<{ state: ThreadState }>
  composing: Composing
  /** The profile it is to begin with, until the server says which it has. */
  wantedProfile: () => string | undefined
}

/** What holds in a thread: as the app says, unless its profile or the app's code there says otherwise. */
export type HoldingRules = Pick<AppHello, 'uploads' | 'feedback' | 'editing' | 'favorites' | 'html' | 'markdown'>

/** Before the app is known nothing is offered. */
const unknownApp: HoldingRules = {
  uploads: null,
  feedback: null,
  editing: true,
  favorites: false,
  html: false,
  markdown: { user: true, assistant: true, math: true, alerts: 'filled' },
}

/**
 * What the composer offers in a thread, what holds there, and what of the person's choices holds. Each keeps its
 * identity until it changes.
 */
export function createOffer({ app, thread, composing, wantedProfile }: OfferSource): {
  offer: Observable<Offer>
  rules: Observable<HoldingRules>
  ready: Observable<Ready>
} {
  const declared = () => app.getSnapshot()?.app.offer ?? emptyOffer
  const setups = () => thread.getSnapshot().state.setups
  const offer = derive([app, thread], [declared, setups], () =>
    offerFor(declared(), { setups: withWanted(setups(), wantedProfile()) }),
  )
  const appRules = () => app.getSnapshot()?.app ?? unknownApp
  const rules = derive([app, thread], [appRules, offer.getSnapshot], () => ruled(appRules(), offer.getSnapshot().rules))
  const last = () => lastSaid(thread.getSnapshot().state.messages)
  const ready = derive([app, thread, composing], [composing.getSnapshot, offer.getSnapshot, last], () =>
    composing.now(composing.getSnapshot(), offer.getSnapshot(), last()),
  )
  return { offer, rules, ready }
}

function withWanted(setups: Setup[], profileId: string | undefined): Setup[] {
  if (profileId === undefined || setups.some(({ id }) => id === 'profile')) return setups
  return [...setups, { id: 'profile', profileId }]
}

/** The modes of what the person said last, or null. */
function lastSaid(messages: readonly Message[]): Record<string, string> | null {
  return messages.findLast(({ role, modes }) => role === 'user' && modes !== undefined)?.modes ?? null
}

/** A value that is made anew when one of its parts is another. */
function derive<T>(sources: Observable<unknown>[], parts: (() => unknown)[], make: () => T): Observable<T> {
  let made: { from: unknown[]; value: T } | null = null
  return {
    getSnapshot: () => {
      const from = parts.map((part) => part())
      if (!made || from.some((part, index) => part !== made?.from[index])) made = { from, value: make() }
      return made.value
    },
    subscribe: (listener) => {
      const ends = sources.map((source) => source.subscribe(listener))
      return () => {
        for (const end of ends) end()
      }
    },
  }
}
