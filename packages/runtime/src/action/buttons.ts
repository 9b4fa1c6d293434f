import { ChatwrightError, newId, type Action } from '@chatwright/protocol'
import { checkMetadata } from '../chat/content.ts'
import type { Run } from '../run/run.ts'

/** A button for a message. What answers it is `app.onAction(name, …)`. */
export interface ActionOptions {
  name: string
  /** JSON values that the handler is given. Default: none. */
  payload?: Record<string, unknown>
  /** Default: the name; with an icon none, and the icon stands alone. */
  label?: string
  /** A Lucide icon's name. */
  icon?: string
  tooltip?: string
  variant?: 'default' | 'danger'
  /** It goes away when it is pressed. Default false. */
  once?: boolean
  /** It is shown and cannot be pressed. Default false. */
  disabled?: boolean
  /** A question the page asks before the button does anything. */
  confirm?: string
}

/** A button that is shown. */
export interface ActionHandle {
  readonly id: string
  readonly name: string
  /**
   * Takes this button away; others of its name stay. Throws `StopError` behind a stop, and `run_ended` after the run that
   * has this handle.
   */
  remove(): void
}

/** A button that was pressed, as the handler that answers it has it: to be taken away in its own run. */
export interface PressedAction extends Action, Pick<ActionHandle, 'remove'> {
  /** Takes it away, and all the buttons that stood with it when it was pressed. Throws as `remove` does. */
  removeAll(): void
}

/** Shows buttons under a message. */
export function showActions(run: Run, messageId: string, actions: readonly ActionOptions[]): ActionHandle[] {
  return actions.map((options) => {
    const action = toAction(run, messageId, options)
    run.emit({ type: 'action-put', runId: run.id, actionId: action.id, action })
    return { id: action.id, name: action.name, remove: () => takeAway(run, [action.id]) }
  })
}

/** What the handler of a button is given of it. `beside`: the ids of the others that stand with it. */
export function pressedAction(run: Run, action: Action, beside: readonly string[]): PressedAction {
  return {
    ...action,
    remove: () => takeAway(run, [action.id]),
    removeAll: () => takeAway(run, [action.id, ...beside]),
  }
}

function takeAway(run: Run, actionIds: readonly string[]): void {
  run.guard(run.work, 'action.remove')
  for (const id of actionIds) removeAction(run, id)
}

export function removeAction(run: Run, actionId: string): void {
  run.emit({ type: 'action-remove', runId: run.id, actionId })
}

/** A button that belongs to a stop's notice: shown with it, and looked up there. */
export function noticeAction(run: Run, options: ActionOptions): Action {
  return toAction(run, run.id, options)
}

function toAction(run: Run, messageId: string, options: ActionOptions): Action {
  const { name, payload = {}, label, icon, tooltip, variant, once, disabled, confirm } = options
  if (typeof name !== 'string' || name === '') {
    throw new ChatwrightError('bad_option', `actions: name: expected a text, got ${JSON.stringify(name)}.`)
  }
  return {
    id: newId(),
    runId: run.id,
    messageId,
    name,
    payload: checkMetadata(payload),
    label: label ?? (icon === undefined ? name : ''),
    icon: icon ?? null,
    tooltip: tooltip ?? null,
    variant: variant ?? 'default',
    isOnce: once ?? false,
    ...(disabled === true ? { isDisabled: true } : {}),
    ...(confirm === undefined ? {} : { confirm }),
  }
}
