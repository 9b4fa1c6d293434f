import type { Panel } from '../content/panel.ts'
import type { ThreadEvent } from '../events/index.ts'
import type { ThreadState } from '../state.ts'
import { drop, put } from './list.ts'

type PanelEvent = Extract<ThreadEvent, { type: `panel-${string}` }>
type PanelOpen = Extract<PanelEvent, { type: 'panel-open' }>

/** The one panel of a thread, whichever run opens or closes it. What it shows no more is gone. */
export function changePanel(state: ThreadState, event: PanelEvent): ThreadState {
  const before = state.panels[0]
  if (event.type === 'panel-close') {
    return before?.isOpen ? showing(state, { ...before, runId: event.runId, isOpen: false, elementIds: [] }) : state
  }
  const { elements = [] } = event
  return showing({ ...state, elements: elements.reduce(put, state.elements) }, opened(state.id, before, event))
}

function opened(id: string, before: Panel | undefined, event: PanelOpen): Panel {
  const { runId, title, key, layout, elements } = event
  const shown = event.elementIds ?? elements?.map((element) => element.id)
  const kept = shown === undefined ? before : undefined
  return {
    id,
    runId,
    title: title ?? before?.title ?? '',
    key: key ?? kept?.key ?? null,
    layout: layout ?? kept?.layout ?? 'panel',
    elementIds: shown ?? kept?.elementIds ?? [],
    isOpen: shown?.length !== 0,
    turn: (before?.turn ?? 0) + 1,
  }
}

/** The panel in place of what it was, whose other elements go. */
function showing(state: ThreadState, panel: Panel): ThreadState {
  const gone = new Set(state.panels[0]?.elementIds.filter((id) => !panel.elementIds.includes(id)))
  return {
    ...state,
    panels: put(state.panels, panel),
    elements: drop(state.elements, ({ id }) => gone.has(id)),
  }
}
