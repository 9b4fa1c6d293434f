import { ChatwrightError, runKind, type AppInfo, type Json, type RunKind } from '@chatwright/protocol'
import { ActionTable, type ActionHandler, type PayloadSchema } from '../action/index.ts'
import { uploadRules } from './upload-options.ts'
import { checkOptions, type AppOptions } from './app-options.ts'
import type { UndoDeclaration, UndoHandler } from '../undo/undo-declaration.ts'
import { UndoTable } from '../undo/undo-table.ts'
import { handlerOfKind, HandlerTable, type HandlerName, type Handlers } from './handlers.ts'

/** Takes a handler and returns its off switch. A second call replaces the first handler and warns. */
type Register<State extends object, Name extends HandlerName> = (handler: Handlers<State>[Name]) => () => void

/**
 * An app: what answers in a chat. A value like any other; hand it to `serve`, export it for the command line, or make
 * ten in a test.
 *
 * It needs `onMessage` or `onChatStart`. Handlers may be async and take fewer arguments than they are offered.
 */
export interface App<State extends object = Record<string, unknown>> {
  /** Before anything is served. What it throws keeps the app from starting. */
  readonly onStartup: Register<State, 'onStartup'>
  /** When the app is taken down or loaded anew, within 5 s. */
  readonly onShutdown: Register<State, 'onShutdown'>
  /** Once for each new chat. */
  readonly onChatStart: Register<State, 'onChatStart'>
  /** When a stored thread is opened again; the history is on screen by then. */
  readonly onChatResume: Register<State, 'onChatResume'>
  /** For each message of a person. */
  readonly onMessage: Register<State, 'onMessage'>
  /**
   * When the reader lets the app go on from a stopped answer. `stopped`: its messages with the text that stayed. Without
   * it the page offers no "Continue".
   */
  readonly onContinue: Register<State, 'onContinue'>
  /**
   * When a button is pressed that a message was given in `actions`. With a schema (Standard Schema: zod, valibot, …) the
   * payload is checked and has its type. Returns the off switch; a later call of the same name replaces the first.
   */
  onAction(name: string, handler: ActionHandler<State, Record<string, Json>>): () => void
  onAction<Payload>(name: string, schema: PayloadSchema<Payload>, handler: ActionHandler<State, Payload>): () => void
  /** Once, when the chat is over: a new one was begun, or nobody came back. */
  readonly onChatEnd: Register<State, 'onChatEnd'>
  /** When somebody comes (back) to a thread, or the last one leaves it. Fires on a bad network too; clean up elsewhere. */
  readonly onConnect: Register<State, 'onConnect'>
  readonly onDisconnect: Register<State, 'onDisconnect'>
  /** What the reader is told when a run was stopped. Within 1 s; it may go on working up to 5 s. */
  readonly onStop: Register<State, 'onStop'>
  /** What the reader is told when a handler threw. */
  readonly onError: Register<State, 'onError'>
  /** The name that is shown for an author or a step. */
  readonly renameAuthor: Register<State, 'renameAuthor'>

  /**
   * Declares how something is undone, by a name, so that it can be undone by another worker when the one that did it is
   * lost. A run registers it with `chat.deferUndo`.
   *
   *     const releaseGpu = app.undo('release-gpu', ({ id }: { id: string }) => gpus.release(id))
   *
   * It gets the arguments of its registration and {@link UndoInfo}, and 5 s. It has no chat: the run may be long over.
   * It must be able to run twice, for a worker can be lost between the deed and its record. Throws `bad_option` when the
   * name is taken.
   */
  undo<Args = undefined>(name: string, carryOut: UndoHandler<Args>): UndoDeclaration<Args>
}

/** What a host needs of an app. */
export interface AppParts {
  readonly options: AppOptions<object>
  readonly handlers: HandlerTable
  readonly actions: ActionTable
  readonly undos: UndoTable
}

/** The same symbol in every copy of this package, so an app made by one is known to another. */
const brand = Symbol.for('chatwright.app')

/**
 * Makes an app. Registers nothing anywhere: two apps fit in a process.
 *
 * `state` gives `chat.state` its type. Throws `bad_option`, naming the option.
 */
export function createApp<State extends object = Record<string, unknown>>(options: AppOptions<State> = {}): App<State> {
  checkOptions(options)
  const handlers = new HandlerTable()
  const actions = new ActionTable()
  const undos = new UndoTable()
  const register =
    <Name extends HandlerName>(name: Name): Register<State, Name> =>
    (handler) => {
      if (typeof handler === 'function') return handlers.set(name, handler)
      throw new ChatwrightError('bad_option', `app.${name}: expected a function, got ${typeof handler}.`)
    }
  const app: App<State> & { [brand]: AppParts } = {
    onStartup: register('onStartup'),
    onShutdown: register('onShutdown'),
    onChatStart: register('onChatStart'),
    onChatResume: register('onChatResume'),
    onMessage: register('onMessage'),
    onContinue: register('onContinue'),
    onAction: (name: string, first: unknown, second?: unknown) =>
      second === undefined
        ? actions.set(name, null, first)
        : actions.set(name, first as PayloadSchema<unknown>, second),
    onChatEnd: register('onChatEnd'),
    onConnect: register('onConnect'),
    onDisconnect: register('onDisconnect'),
    onStop: register('onStop'),
    onError: register('onError'),
    renameAuthor: register('renameAuthor'),
    undo: (name, carryOut) => undos.declare(name, carryOut),
    [brand]: { options, handlers, actions, undos },
  }
  return app
}

/** Whether a value is an app, also one made by another copy of this package. */
export function isApp(value: unknown): value is App {
  return typeof value === 'object' && value !== null && brand in value
}

/** The parts of an app. Throws `app_invalid` when it is none, or can answer nothing. */
export function partsOf(app: unknown): AppParts {
  if (!isApp(app)) {
    throw new ChatwrightError('app_invalid', 'This is not an app.', {
      fix: 'Make it with createApp() and export it: export default app.',
    })
  }
  const parts = (app as App & { [brand]: AppParts })[brand]
  if (parts.handlers.has('onMessage') || parts.handlers.has('onChatStart')) return parts
  throw new ChatwrightError('app_invalid', 'The app has no handler that could answer.', {
    fix: 'Add app.onMessage(async (message, chat) => { … }) or app.onChatStart(…).',
  })
}

/** The same app with other parts. */
export function withParts<State extends object>(app: App<State>, parts: AppParts): App<State> {
  const other: App<State> & { [brand]: AppParts } = { ...app, [brand]: parts }
  return other
}

/** What an app says about itself. */
export function infoOf({ options, handlers, actions }: AppParts): AppInfo {
  const { stopNotice } = options
  return {
    name: options.name ?? defaultName,
    description: options.description ?? null,
    handles: runKind.options.filter((kind) => answersKind({ handlers, actions }, kind)),
    actions: actions.names,
    ...(stopNotice === undefined ? {} : { stopNotice: stopNotice === false ? null : stopNotice }),
    onDisconnect: options.onDisconnect ?? 'continue',
    queueAtStop: options.queueAtStop ?? 'hold',
    whileRunning: options.whileRunning ?? 'queue',
    keepOnStop: options.keepOnStop ?? 'seen',
    uploads: uploadRules(options.uploads),
  }
}

/** Whether an app has what answers a kind of run. */
export function answersKind({ handlers, actions }: Pick<AppParts, 'handlers' | 'actions'>, kind: RunKind): boolean {
  const name = handlerOfKind[kind]
  return name === 'onAction' ? actions.names.length > 0 : handlers.has(name)
}

/** The author of an app that has no name. */
export const defaultName = 'Assistant'
