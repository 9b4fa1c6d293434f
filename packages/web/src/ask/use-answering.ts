import { useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'

/** The question that the composer answers: the last one a run waits with that wants words, unless the person left it. */
export function useAnswering(view: ThreadView) {
  const ask = useSelected(view, ({ state }) =>
    state.asks.findLast((one) => one.status === 'open' && one.kind === 'text' && !one.later),
  )
  const question = useSelected(
    view,
    ({ state }) => state.messages.findLast((message) => message.id === ask?.messageId)?.text ?? '',
  )
  const [leftId, setLeftId] = useState<string | null>(null)
  if (!ask || ask.id === leftId) return null
  return { ask, question, leave: () => setLeftId(ask.id) }
}
