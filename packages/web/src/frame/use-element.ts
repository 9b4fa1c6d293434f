import { useCallback, useState, useSyncExternalStore } from 'react'
import type { ActionArgs, ActionName, ActionResult, DeclaredAction, Json, JsonObject } from '@chatwright/protocol'
import { bridge } from './bridge.ts'
import { makeCopies } from './copies.ts'

/** What a custom element can do. Each call rejects with an `Error` that says why when it is refused. */
export interface ElementApi<Props> {
  /** Its props as they are now; a copy, as its component gets them. */
  readonly props: Props
  /** Whether a question waits for what it submits. */
  readonly isAsking: boolean
  /** The page's language, as a BCP 47 tag. */
  readonly locale: string
  /** Keeps other props: those that are named. They are stored with the conversation. */
  update(props: Partial<Props>): Promise<void>
  /** Takes the element away. */
  remove(): Promise<void>
  /**
   * Calls `app.onAction(name, …)` on the server, which is a run like every other, and gives what its handler gives back,
   * as JSON. Rejects when the handler fails, is stopped, or is not there. `T`: the type of what `app.onAction` gave, which
   * says what it takes and gives back; or what it gives back.
   */
  action<T = unknown>(name: ActionName<T>, ...payload: ActionArgs<T>): Promise<ActionResult<T>>
  /**
   * Says something for the person, in a message of theirs, with the modes they have chosen. `command`: one that the composer
   * offers, with its `args`; with it the text may be empty.
   */
  send(text: string, options?: { command?: string; args?: Record<string, unknown> }): Promise<void>
  /** Answers the question that shows this element (`chat.ask.element`). */
  submit(value: Json): Promise<void>
  /** Does without an answer to it. */
  cancel(): Promise<void>
}

const nothing: JsonObject = {}

/** The element that a component is drawn for. In a component of `elements/`, or anything it draws. */
export function useElement<Props extends object = Record<string, unknown>>(): ElementApi<Props> {
  const now = useSyncExternalStore(
    (listener) => bridge?.subscribe(listener) ?? (() => {}),
    () => bridge?.now() ?? null,
  )
  const [copies] = useState(makeCopies)
  const call = async (message: Parameters<NonNullable<typeof bridge>['call']>[0]): Promise<void> => {
    await bridge?.call(message)
  }
  return {
    props: copies(now?.props ?? nothing) as Props,
    isAsking: now?.isAsking ?? false,
    locale: now?.locale ?? 'en',
    update: (props) => {
      bridge?.expect(plain(props))
      return call({ type: 'update', props: plain(props) })
    },
    remove: () => call({ type: 'remove' }),
    action: callAction,
    send: (text, { command, args } = {}) =>
      call({
        type: 'send',
        text,
        ...(command === undefined ? {} : { command }),
        ...(args === undefined ? {} : { args: plain(args) }),
      }),
    submit: (value) => call({ type: 'submit', value }),
    cancel: () => call({ type: 'cancel' }),
  }
}

/**
 * An action of the server, as a function: calls `app.onAction(name, …)` and gives what its handler gives back. Typed by what
 * `app.onAction` gave, which the app exports: `useAction<typeof distance>('distance')`, with `import type { distance }`.
 * The same function as long as the name is the same. Rejects with an `Error` when the handler fails, is stopped, or is not
 * there, and when the payload is not what it declares.
 */
export function useAction<Declared extends { readonly actionName: string } = DeclaredAction>(
  name: ActionName<Declared>,
): (...payload: ActionArgs<Declared>) => Promise<ActionResult<Declared>> {
  return useCallback((...payload) => callAction<Declared>(name, ...payload), [name])
}

function callAction<T>(name: ActionName<T>, ...[payload = {}]: ActionArgs<T>): Promise<ActionResult<T>> {
  const called = bridge?.call({ type: 'action', name, payload: plain(payload as object) })
  return called as Promise<ActionResult<T>>
}

/** As JSON holds it: what cannot be sent is not. */
function plain(values: object): JsonObject {
  return JSON.parse(JSON.stringify(values)) as JsonObject
}
