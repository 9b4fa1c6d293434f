import type { Ask } from '../content/ask.ts'
import type { Element } from '../content/element.ts'
import type { JsonObject } from '../content/json.ts'
import type { LocalText } from '../content/notice.ts'
import type { Setup } from '../content/setup.ts'
import type { ThreadEvent } from '../events/index.ts'
import type { ThreadState } from '../state.ts'
import { drop, edit, editAll, put } from './list.ts'
import { changePanel } from './panel.ts'

type PieceEvent = Extract<
  ThreadEvent,
  { type: `${'ask' | 'action' | 'tasks' | 'element' | 'panel' | 'branch' | 'setup' | 'feedback' | 'call'}-${string}` }
>

export function changePieces(state: ThreadState, event: PieceEvent): ThreadState {
  switch (event.type) {
    case 'ask-start':
      return { ...state, asks: put(state.asks, event.ask) }
    case 'ask-end': {
      const { status, answer, at } = event
      return { ...state, asks: endAsk(state.asks, event.askId, { status, answer, endedAt: at }) }
    }
    case 'ask-update':
      return { ...state, asks: edit(state.asks, event.askId, (ask) => withOutcome(ask, event.answered)) }
    case 'action-put':
      return { ...state, actions: put(state.actions, event.action) }
    case 'action-remove':
      return withoutAction(state, event.actionId)
    case 'tasks-put':
      return { ...state, taskLists: put(state.taskLists, event.list) }
    case 'tasks-remove':
      return { ...state, taskLists: drop(state.taskLists, ({ id }) => id === event.listId) }
    case 'element-put':
      if (!event.isChange) return { ...state, elements: put(state.elements, event.element) }
      return { ...state, elements: edit(state.elements, event.elementId, (before) => changed(before, event.element)) }
    case 'element-props':
      return { ...state, elements: edit(state.elements, event.elementId, (element) => withProps(element, event.props)) }
    case 'element-remove':
      return { ...state, elements: drop(state.elements, ({ id }) => id === event.elementId) }
    case 'panel-open':
    case 'panel-close':
      return changePanel(state, event)
    case 'setup-put':
      return { ...state, setups: put<Setup>(state.setups, event.setup) }
    case 'setup-remove':
      return { ...state, setups: drop(state.setups, ({ id }) => id === event.setupId) }
    case 'feedback-put':
      return { ...state, feedbacks: put(state.feedbacks, event.feedback) }
    case 'feedback-remove':
      return { ...state, feedbacks: drop(state.feedbacks, ({ id }) => id === event.feedbackId) }
    case 'call-start':
      return { ...state, calls: put(state.calls, event.call) }
    case 'call-end':
      return { ...state, calls: drop(state.calls, ({ id }) => id === event.callId) }
    case 'branch-start':
      return { ...state, branches: put(state.branches, event.branch), branchId: event.branch.id }
    case 'branch-switch':
      return { ...state, branchId: event.branchId }
  }
}

/** A button stands under a message, or in a stop's notice. */
function withoutAction(state: ThreadState, actionId: string): ThreadState {
  const isIt = ({ id }: { id: string }): boolean => id === actionId
  const runs = editAll(
    state.runs,
    (run) => run.notice?.actions?.some(isIt) ?? false,
    (run) => ({ ...run, notice: run.notice && { ...run.notice, actions: drop(run.notice.actions ?? [], isIt) } }),
  )
  return { ...state, runs, actions: drop(state.actions, isIt) }
}

function changed(before: Element, after: Element): Element {
  return before.source.type === 'props' && after.source.type === 'props' ? { ...after, source: before.source } : after
}

function withProps(element: Element, props: JsonObject): Element {
  const { source } = element
  return source.type === 'props' ? { ...element, source: { ...source, props: { ...source.props, ...props } } } : element
}

/** Words for an answer are for a question that was answered. */
function withOutcome(ask: Ask, answered: LocalText): Ask {
  return ask.status === 'answered' ? { ...ask, outcome: { ...ask.outcome, answered } } : ask
}

/** The first to end a question wins. */
function endAsk(asks: Ask[], id: string, ending: Pick<Ask, 'status' | 'answer' | 'endedAt'>): Ask[] {
  return edit(asks, id, (ask) => (ask.status === 'open' ? { ...ask, ...ending } : ask))
}
