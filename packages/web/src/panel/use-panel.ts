import { useCallback, useEffect, useRef, useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import type { Element } from '@chatwright/protocol'

/** What the side panel shows. */
export interface ShownPanel {
  title: string
  elements: readonly Element[]
  currentId: string
  layout: 'panel' | 'canvas'
}

/** What the reader chose, in place of what the app shows. `turn`: of the app's panel at that time. */
interface Choice {
  elementId: string | null
  turn: number
}

const nothing: readonly Element[] = []

/**
 * What stands beside a conversation: what the reader opened last, or else what the app shows. What the app opens anew wins
 * over what was open or closed before. An element that comes for the panel opens it.
 */
export function usePanel(view: ThreadView) {
  const elements = useSelected(view, ({ state }) => state.elements)
  const panel = useSelected(view, ({ state }) => state.panels[0] ?? null)
  const isReady = useSelected(view, ({ status }) => status === 'ready')
  const [choice, setChoice] = useState<Choice | null>(null)
  const turn = panel?.turn ?? 0
  const valid = choice && choice.turn === turn ? choice : null

  const open = useCallback((elementId: string) => setChoice({ elementId, turn }), [turn])
  const close = useCallback(() => setChoice({ elementId: null, turn }), [turn])
  useArrivals(elements, isReady, open)

  return { shown: shownPanel(elements, panel, valid), open, close }
}

function shownPanel(
  elements: readonly Element[],
  panel: { title: string; elementIds: readonly string[]; layout: ShownPanel['layout']; isOpen: boolean } | null,
  choice: Choice | null,
): ShownPanel | null {
  if (choice?.elementId === null) return null
  const inPanel = panel?.isOpen ? elements.filter(({ id }) => panel.elementIds.includes(id)) : nothing
  const chosen = choice && elements.find(({ id }) => id === choice.elementId)
  if (chosen && !inPanel.includes(chosen)) {
    const beside = elements.filter(
      (one) =>
        one === chosen ||
        (one.display === 'side' && one.messageId === chosen.messageId && one.stepId === chosen.stepId),
    )
    return { title: '', elements: beside, currentId: chosen.id, layout: 'panel' }
  }
  if (!panel?.isOpen) return null
  const current = chosen ?? inPanel[0]
  return { title: panel.title, elements: inPanel, currentId: current?.id ?? '', layout: panel.layout }
}

/** Opens what comes for the panel while the conversation is watched; what was there before waits to be asked for. */
function useArrivals(elements: readonly Element[], isReady: boolean, open: (elementId: string) => void): void {
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!isReady) return
    const side = elements.filter(
      ({ display, messageId, stepId }) => display === 'side' && (messageId !== null || stepId !== undefined),
    )
    const last = known.current && side.findLast(({ id }) => !known.current?.has(id))
    known.current = new Set(side.map(({ id }) => id))
    if (last) open(last.id)
  }, [elements, isReady, open])
}
