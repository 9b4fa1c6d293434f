import {
  ChatwrightError,
  runKind,
  type AppInfo,
  type AsJson,
  type DeclaredAction,
  type Json,
  type RunKind,
} from '@chatwright/protocol'
import { ActionTable, type ActionHandler } from '../action/index.ts'
import { LaterTable, type LaterAsk, type LaterHandler } from '../ask/index.ts'
import type { PayloadSchema } from '../schema/index.ts'
import type { UndoDeclaration, UndoHandler } from '../undo/undo-declaration.ts'
import { UndoTable } from '../undo/undo-table.ts'
import {
  CommandTable,
  declaredOffer,
  isAskedForEach,
  type AnyChat,
  type ChatTypes,
  type CommandHandler,
  type CommandOptions,
  type Fields,
  type ModesOptions,
  type ProfileOptions,
  type TypesOf,
} from '../offer/index.ts'
import { checkOptions, type AppOptions } from './app-options.ts'
import { panelRules } from './panel-look.ts'
import { readRules } from './profile-rules.ts'
import { rulesOfFeedback } from '../feedback/index.ts'
import { uploadRules } from './upload-options.ts'
import { handlerOfKind, HandlerTable, type HandlerName, type Handlers } from './handlers.ts'

/** Takes a handler and returns its off switch. A second call replaces the first handler and warns. */
type Register<State extends object, Types extends ChatTypes, Name extends HandlerName> = (
  handler: Handlers<State, Types>[Name],
) => () => void

/**
 * An app: what answers in a chat. A value like any other; hand it to `serve`, export it for the command line, or make
 * ten in a test.
 *
 * It needs `onMessage` or `onChatStart`. Handlers may be async and take fewer arguments than they are offered.
 */
export interface App<State extends object = Record<string, unknown>, Types extends ChatTypes = AnyChat> {
  /** Before anything is served. What it throws keeps the app from starting. */
  readonly onStartup: Register<State, Types, 'onStartup'>
  /** When the app is taken down or loaded anew, within 5 s. */
  readonly onShutdown: Register<State, Types, 'onShutdown'>
  /** Once for each new chat. */
  readonly onChatStart: Register<State, Types, 'onChatStart'>
  /** When a stored thread is opened again; the history is on screen by then. */
  readonly onChatResume: Register<State, Types, 'onChatResume'>
  /** For each message of a person. */
  readonly onMessage: Register<State, Types, 'onMessage'>
  /**
   * When the reader lets the app go on from a stopped answer. `stopped`: its messages with the text that stayed. Without
   * it the page offers no "Continue".
   */
  readonly onContinue: Register<State, Types, 'onContinue'>
  /**
   * When a button is pressed that a message was given in `actions`, or a custom element calls it. With a schema (Standard
   * Schema: zod, valibot, …) the payload is checked and has its type. Returns the off switch; a later call of the same name
   * replaces the first. Exported, its type tells elements what the action takes and gives back: see `useAction`.
   */
  onAction<const Name extends string, Result>(
    name: Name,
    handler: ActionHandler<State, Record<string, Json>, Types, Result>,
  ): DeclaredAction<Name, Record<string, unknown>, AsJson<Awaited<Result>>>
  onAction<const Name extends string, Payload, Input, Result>(
    name: Name,
    schema: PayloadSchema<Payload, Input>,
    handler: ActionHandler<State, Payload, Types, Result>,
  ): DeclaredAction<Name, unknown extends Input ? Payload : Input, AsJson<Awaited<Result>>>
  /**
   * When somebody answers, skips or lets pass a question that `chat.ask.later` put: a run of its own, which may begin
   * days later and after any number of restarts. Returns the off switch; a later call for the same question replaces the
   * first. Throws `bad_option` when `ask` was not made by `laterAsk`.
   */
  onAskAnswered<Value>(ask: LaterAsk<Value, never>, handler: LaterHandler<State, Value, Types>): () => void
  /** For each message that carries this command, in place of `onMessage`. Returns the off switch. */
  onCommand<Id extends Types['command']>(id: Id, handler: CommandHandler<State, Types, Id>): () => void
  /** When the person saved settings. They hold already: `values` are `chat.settings`, `before` is what held until now. */
  readonly onSettings: Register<State, Types, 'onSettings'>
  /**
   * While the person changes settings, before they save: `draft` is how they would be. It may change the widgets with
   * `chat.offer({ settings })`; nothing is kept of the draft. One at a time: what was changed meanwhile comes next.
   */
  readonly onSettingsEdit: Register<State, Types, 'onSettingsEdit'>
  /**
   * When somebody says what they think of an answer, or thinks otherwise now. It is stored already; what this throws
   * stands in the log and changes nothing for them. With it the page shows the thumbs under answers. What was said of the
   * same answer comes one after the other.
   */
  readonly onFeedback: Register<State, Types, 'onFeedback'>
  /** When somebody takes it back. `feedback` is what it was. */
  readonly onFeedbackRemoved: Register<State, Types, 'onFeedbackRemoved'>
  /**
   * When somebody uploads a file, once it is wholly here and before anybody gets it: look at it, and give
   * `{ refuse: 'why' }` to have it refused. It is at `file.path` until then. What fails, is stopped or takes longer than a
   * minute refuses the file, too. Files for questions are looked at as well.
   */
  readonly onUpload: Register<State, Types, 'onUpload'>
  /** Once, when the chat is over: a new one was begun, or nobody came back. */
  readonly onChatEnd: Register<State, Types, 'onChatEnd'>
  /** When somebody comes (back) to a thread, or the last one leaves it. Fires on a bad network too; clean up elsewhere. */
  readonly onConnect: Register<State, Types, 'onConnect'>
  readonly onDisconnect: Register<State, Types, 'onDisconnect'>
  /** What the reader is told when a run was stopped. Within 1 s; it may go on working up to 5 s. */
  readonly onStop: Register<State, Types, 'onStop'>
  /** What the reader is told when a handler threw. */
  readonly onError: Register<State, Types, 'onError'>
  /** The name that is shown for an author or a step. */
  readonly renameAuthor: Register<State, Types, 'renameAuthor'>

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
  readonly laterAsks: LaterTable
  readonly undos: UndoTable
  readonly commands: CommandTable
  /** What it offers everybody. */
  readonly declared: ReturnType<typeof declaredOffer>
}

/** The same symbol in every copy of this package, so an app made by one is known to another. */
const brand = Symbol.for('chatwright.app')

/**
 * Makes an app. Registers nothing anywhere: two apps fit in a process.
 *
 * `state` gives `chat.state` its type. Throws `bad_option`, naming the option.
 */
export function createApp<
  State extends object = Record<string, unknown>,
  const Commands extends readonly CommandOptions[] = readonly CommandOptions[],
  const Modes extends ModesOptions = ModesOptions,
  Settings extends Fields = Fields,
  const Profiles extends readonly ProfileOptions[] = readonly ProfileOptions[],
>(
  options: AppOptions<State, Commands, Modes, Settings, Profiles> = {},
): App<State, TypesOf<Commands, Modes, Settings, Profiles>> {
  type Types = TypesOf<Commands, Modes, Settings, Profiles>
  checkOptions(options)
  const declared = declaredOffer(options, readRules)
  const handlers = new HandlerTable()
  const actions = new ActionTable()
  const laterAsks = new LaterTable()
  const undos = new UndoTable()
  const commands = new CommandTable()
  const register =
    <Name extends HandlerName>(name: Name): Register<State, Types, Name> =>
    (handler) => {
      if (typeof handler === 'function') return handlers.set(name, handler)
      throw new ChatwrightError('bad_option', `app.${name}: expected a function, got ${typeof handler}.`)
    }
  const app: App<State, Types> & { [brand]: AppParts } = {
    onStartup: register('onStartup'),
    onShutdown: register('onShutdown'),
    onChatStart: register('onChatStart'),
    onChatResume: register('onChatResume'),
    onMessage: register('onMessage'),
    onContinue: register('onContinue'),
    onAction: (name: string, first: unknown, second?: unknown) =>
      (second === undefined
        ? actions.set(name, null, first)
        : actions.set(name, first as PayloadSchema<unknown>, second)) as never,
    onAskAnswered: (ask: unknown, handler: unknown) => laterAsks.set(ask, handler),
    onCommand: (id: string, handler: unknown) => commands.set(id, handler),
    onSettings: register('onSettings'),
    onSettingsEdit: register('onSettingsEdit'),
    onFeedback: register('onFeedback'),
    onFeedbackRemoved: register('onFeedbackRemoved'),
    onUpload: register('onUpload'),
    onChatEnd: register('onChatEnd'),
    onConnect: register('onConnect'),
    onDisconnect: register('onDisconnect'),
    onStop: register('onStop'),
    onError: register('onError'),
    renameAuthor: register('renameAuthor'),
    undo: (name, carryOut) => undos.declare(name, carryOut),
    [brand]: { options, handlers, actions, laterAsks, undos, commands, declared },
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
  if (answersKind(parts, 'message') || parts.handlers.has('onChatStart')) return parts
  throw new ChatwrightError('app_invalid', 'The app has no handler that could answer.', {
    fix: 'Add app.onMessage(async (message, chat) => { … }) or app.onChatStart(…).',
  })
}

/** The same app with other parts. */
export function withParts<State extends object, Types extends ChatTypes>(
  app: App<State, Types>,
  parts: AppParts,
): App<State, Types> {
  const other: App<State, Types> & { [brand]: AppParts } = { ...app, [brand]: parts }
  return other
}

/** What an app says about itself. */
export function infoOf(parts: AppParts): AppInfo {
  const { options, handlers, actions, laterAsks, declared } = parts
  const { stopNotice } = options
  return {
    name: options.name ?? defaultName,
    description: options.description ?? null,
    handles: runKind.options.filter((kind) => answersKind(parts, kind)),
    actions: actions.names,
    laterAsks: laterAsks.keys,
    offer: { ...declared, hearsEdits: handlers.has('onSettingsEdit') },
    ...(stopNotice === undefined ? {} : { stopNotice: stopNotice === false ? null : stopNotice }),
    onDisconnect: options.onDisconnect ?? 'continue',
    queueAtStop: options.queueAtStop ?? 'hold',
    whileRunning: options.whileRunning ?? 'queue',
    keepOnStop: options.keepOnStop ?? 'seen',
    showSteps: options.showSteps ?? 'all',
    html: options.html ?? false,
    markdown: { user: true, assistant: true, math: true, alerts: 'filled', ...options.markdown },
    uploads: uploadRules(options.uploads),
    editing: options.editing ?? true,
    favorites: options.favorites ?? false,
    panel: panelRules(options.panel),
    feedback: rulesOfFeedback(options.feedback, handlers.has('onFeedback')),
  }
}

/** Whether an app has what answers a kind of run. */
export function answersKind({ options, handlers, actions, laterAsks, commands }: AppParts, kind: RunKind): boolean {
  const name = handlerOfKind[kind]
  switch (name) {
    case 'setup':
      return isAskedForEach(options)
    case 'onAction':
      return actions.names.length > 0
    case 'onAskAnswered':
      return laterAsks.keys.length > 0
    case 'onMessage':
      return handlers.has(name) || !commands.isEmpty
    default:
      return handlers.has(name)
  }
}

/** The author of an app that has no name. */
export const defaultName = 'Assistant'
