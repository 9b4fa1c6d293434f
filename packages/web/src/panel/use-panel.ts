import { useCallback, useEffect, useRef, useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useSelected } from '@chatwright/client/react'
import type { Element, Panel } from '@chatwright/protocol'

/** What the side panel shows. */
export interface ShownPanel {
  title: string
  elements: readonly Element[]
  currentId: string
  layout: 'panel' | 'canvas'
  /** Whether it is what the app shows, and not what the reader took from a message. */
  isOfApp: boolean
}

/**
 * What the reader chose, in place of what the app shows: an element, or (null) nothing. `turn`: of the app's panel at that
 * time. `isOfApp`: it stood in that, or that is what was asked for.
 */
interface Choice {
  elementId: string | null
  turn: number
  isOfApp: boolean
}

/**
 * What stands beside a conversation: what the reader opened last, or else what the app shows. What the app opens anew wins
 * over what was open or closed before, and an element that comes for the panel opens it; unless the app wants it to wait for
 * the reader: then what the reader chose stays, and nothing is there until they do. `waiting`: what the app shows, when
 * something else is shown, or nothing. `isAskedFor`: it was opened where it waited. `hasChosen`: the reader opened or closed
 * something here.
 */
export function usePanel(view: ThreadView) {
  const elements = useSelected(view, ({ state }) => state.elements)
  const panel = useSelected(view, ({ state }) => state.panels[0] ?? null)
  const isReady = useSelected(view, ({ status }) => status === 'ready')
  // Nothing opens before it is known whether it may.
  const opensItself = useHello()?.app.panel.autoOpen ?? false
  const [choice, setChoice] = useState<Choice | null>(null)
  const turn = panel?.turn ?? 0
  const valid = validChoice(choice, turn, opensItself)

  const open = useCallback(
    (elementId: string) => setChoice({ elementId, turn, isOfApp: panel?.elementIds.includes(elementId) ?? false }),
    [turn, panel],
  )
  const close = useCallback(() => setChoice({ elementId: null, turn, isOfApp: false }), [turn])
  const openWaiting = useCallback(() => setChoice({ elementId: null, turn, isOfApp: true }), [turn])
  useArrivals(elements, isReady && opensItself, open)

  const ofApp = appPanel(elements, panel)
  const shown = shownPanel(elements, ofApp, valid, opensItself)
  const isAskedFor = shown !== null && choice?.isOfApp === true && choice.elementId === null
  return {
    shown,
    waiting: shown?.isOfApp ? null : ofApp,
    isAskedFor,
    hasChosen: choice !== null,
    open,
    close,
    openWaiting,
  }
}

function validChoice(choice: Choice | null, turn: number, opensItself: boolean): Choice | null {
  if (opensItself) return choice && choice.turn === turn ? choice : null
  return choice ?? { elementId: null, turn, isOfApp: false }
}

function appPanel(elements: readonly Element[], panel: Panel | null): ShownPanel | null {
  if (!panel?.isOpen) return null
  const inPanel = elements.filter(({ id }) => panel.elementIds.includes(id))
  return { title: panel.title, elements: inPanel, currentId: inPanel[0]?.id ?? '', layout: panel.layout, isOfApp: true }
}

function shownPanel(
  elements: readonly Element[],
  ofApp: ShownPanel | null,
  choice: Choice | null,
  opensItself: boolean,
): ShownPanel | null {
  if (choice === null) return ofApp
  if (choice.elementId === null) return choice.isOfApp ? ofApp : null
  const chosen = elements.find(({ id }) => id === choice.elementId)
  if (!chosen) return choice.isOfApp || opensItself ? ofApp : null
  if (ofApp?.elements.includes(chosen)) return { ...ofApp, currentId: chosen.id }
  const beside = elements.filter(
    (one) =>
      one === chosen || (one.display === 'side' && one.messageId === chosen.messageId && one.stepId === chosen.stepId),
  )
  return { title: '', elements: beside, currentId: chosen.id, layout: 'panel', isOfApp: false }
}

/** Opens what comes for the panel while the conversation is watched; what was there before waits to be asked for. */
function useArrivals(elements: readonly Element[], isOn: boolean, open: (elementId: string) => void): void {
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!isOn) return
    const side = elements.filter(
      ({ display, messageId, stepId }) => display === 'side' && (messageId !== null || stepId !== undefined),
    )
    const last = known.current && side.findLast(({ id }) => !known.current?.has(id))
    known.current = new Set(side.map(({ id }) => id))
    if (last) open(last.id)
  }, [elements, isOn, open])
}
