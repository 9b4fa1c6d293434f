import { useCallback, useState } from 'react'
import type { JsonObject } from '@chatwright/protocol'
import type { ThreadView } from '../thread-view.ts'
import { useSelected } from './client-context.tsx'

/** What a composer needs. */
export interface Composer {
  draft: string
  setDraft(text: string): void
  /** Whether there is something to send. */
  canSend: boolean
  /** Whether a run is at work: what is sent now waits its turn. */
  isBusy: boolean
  /** Sends the draft and clears it. Null when there is nothing to send. */
  send(metadata?: JsonObject): { messageId: string; runId: string } | null
}

/** A composer's draft. Nothing but `send` and `setDraft` touches it, Stop included. */
export function useComposer(view: ThreadView, initialDraft = ''): Composer {
  const [draft, setDraft] = useState(initialDraft)
  const isBusy = useSelected(view, (snapshot) => snapshot.openRunIds.length > 0)
  const canSend = draft.trim() !== ''
  const send = useCallback(
    (metadata?: JsonObject) => {
      if (draft.trim() === '') return null
      setDraft('')
      return view.send(draft, metadata)
    },
    [view, draft],
  )
  return { draft, setDraft, canSend, isBusy, send }
}
