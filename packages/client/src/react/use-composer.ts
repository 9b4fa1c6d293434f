import { useCallback } from 'react'
import type { JsonObject } from '@chatwright/protocol'
import type { SayOptions } from '../composing.ts'
import type { ThreadView } from '../thread-view.ts'
import { useObservable, useSelected } from './client-context.tsx'

/** What a composer needs. */
export interface Composer {
  draft: string
  setDraft(text: string): void
  /** Whether there is something to send. */
  canSend: boolean
  /** Whether a run is at work: what is sent now waits its turn. */
  isBusy: boolean
  /** Sends the draft, with what was chosen and uploaded for it, and clears it. Null when there is nothing to send. */
  send(metadata?: JsonObject, options?: SayOptions): { messageId: string; runId: string } | null
}

/** A composer's draft, kept by its thread. Nothing but `send` and `setDraft` touches it. */
export function useComposer(view: ThreadView): Composer {
  const draft = useObservable(view.draft)
  const setDraft = useCallback((text: string) => view.draft.set(text), [view])
  const isBusy = useSelected(view, (snapshot) => snapshot.openRunIds.length > 0)
  const canSend = draft.trim() !== ''
  const send = useCallback(
    (metadata?: JsonObject, options: SayOptions = {}) => {
      const text = view.draft.getSnapshot()
      const isEmpty = text.trim() === '' && options.command === undefined && (options.files ?? []).length === 0
      if (isEmpty) return null
      view.draft.set('')
      return view.send(text, metadata, options)
    },
    [view],
  )
  return { draft, setDraft, canSend, isBusy, send }
}
