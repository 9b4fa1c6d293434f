import type { Message, RunKind, User } from '@chatwright/protocol'
import type { ChatAsk } from '../ask/index.ts'
import type { ChatPanel } from '../elements/index.ts'
import type { ChatPage } from '../page/index.ts'
import type { GivenFile } from '../files/given-file.ts'
import type { Deferred } from '../run/cleanup.ts'
import type { AnyWork, OffloadFunction, OffloadModuleOptions } from '../offload/offload-options.ts'
import type { RegisteredUndo, UndoArgs, UndoDeclaration } from '../undo/undo-declaration.ts'
import type { MessageInput, MessageOptions } from './content.ts'
import type { ChatHistory } from './history.ts'
import type { AnyChat, ChatTypes, OfferChange } from '../offer/index.ts'
import type { MessageHandle } from './message-handle.ts'
import type { StreamSource } from './pump.ts'
import type { StepHandle, StepOptions } from './step-handle.ts'
import type { TaskListHandle } from '../tasks/task-list.ts'

/** What a person said, with the files they attached. */
export interface SaidMessage extends Message {
  readonly attachments: readonly GivenFile[]
}

/**
 * The conversation as a handler has it: handed to every handler, and `currentChat()` for functions further down.
 *
 * All that waits or writes throws `StopError` once the run was stopped, each time, and `run_ended` after the run. A
 * forgotten `await` loses nothing: the run waits for every call it was given before it ends.
 *
 * `State`: what `createApp({ state })` declares; `Types`: what follows from its commands, modes, settings and profiles.
 */
export interface ChatContext<State extends object = Record<string, unknown>, Types extends ChatTypes = AnyChat> {
  /** The thread's id; the same as `thread.id`. */
  readonly id: string
  readonly thread: { readonly id: string }
  readonly run: { readonly id: string; readonly kind: RunKind }
  readonly user: User
  /** The reader's language as a BCP 47 tag. */
  readonly locale: string
  readonly client: { readonly type: 'web' | 'widget' | 'test' | 'api' }
  /** The handshake's headers, names in lower case, without cookies and authorization. Still: treat as sensitive. */
  readonly request: { readonly headers: Readonly<Record<string, string>> }
  /** The person's message this run answers, or null. */
  readonly incoming: SaidMessage | null
  readonly history: ChatHistory
  /** The files that a person attached to a message of the history. */
  attachmentsOf(message: { id: string }): GivenFile[]
  /** The thread's own values: a plain object to read and change. What JSON can hold of it is stored after each run. */
  readonly state: State

  /** The person's settings, complete, as they were when the run began. */
  readonly settings: Types['settings']
  /** The id of the profile the chat began with; null where the app has none. */
  readonly profile: Types['profile']
  /**
   * Changes what the composer offers in this chat: starters, commands, modes, widgets of the settings. Throws
   * `bad_option`, and changes nothing then.
   */
  offer(change: OfferChange): Promise<void>

  /** Aborted when the run is stopped, with the `StopError`; in `onStop` and `chat.defer`, when their time is up. */
  readonly signal: AbortSignal
  /** Whether the run was stopped. Reads shared memory, so a synchronous loop sees a stop while it runs. */
  readonly stopRequested: boolean

  /**
   * Says something: a text, `{ text }`, `{ json }` shown as a block of JSON, or `{ code, language }`. Other values are
   * shown as well as can be: nothing as an empty message, objects as JSON.
   * Throws `bad_option` for an id that is no UUID and for metadata that JSON cannot hold.
   */
  send(input: MessageInput, options?: MessageOptions): Promise<MessageHandle>

  /** Says that something went wrong. The words of an `Error` are shown as the app shows errors; a text as it is. */
  sendError(error: unknown, options?: MessageOptions): Promise<MessageHandle>

  /** A message of which nothing is shown until it has text. */
  message(options?: MessageOptions): MessageHandle

  /**
   * Says what a source gives, as it comes, and ends the message. The source may yield strings, bytes in UTF-8, or parts
   * of type `text-delta`. On a stop it throws at once, also while the source hangs. A source that throws leaves the
   * text it had given, and its error is thrown.
   */
  stream(source: StreamSource, options?: MessageOptions & { mode?: 'append' | 'replace' }): Promise<MessageHandle>

  /**
   * Does work as a step. What is thrown marks the step as failed and goes on to the caller. Steps and messages made in
   * it belong to it.
   */
  step<T>(options: string | StepOptions, work: (step: StepHandle) => T | PromiseLike<T>): Promise<T>
  /**
   * Opens a step for the rest of the block: `await using step = chat.step('Search')`, or `await step.end()`. It cannot
   * see what is thrown out of the block; where that matters, give the work as a function.
   */
  step(options: string | StepOptions): StepHandle

  /** The innermost step that is open around the calling code, or null. */
  readonly currentStep: StepHandle | null

  /** Asks the person, and waits for the answer. */
  readonly ask: ChatAsk

  /** The panel beside the conversation. */
  readonly panel: ChatPanel

  /** The page that shows the conversation. */
  readonly page: ChatPage

  /** Shows a plan: what is to be done, and how far it has come. */
  tasks(title: string): Promise<TaskListHandle>

  /** Waits, `ms` milliseconds. */
  sleep(ms: number): Promise<void>

  /**
   * Has something put away when the run is over, however it ends: a function, or what has `Symbol.asyncDispose` or
   * `Symbol.dispose`. Last in, first out, each within 5 s; one that fails or hangs does not keep the next. Gives back
   * what it was given.
   */
  defer<T extends Deferred>(entry: T): T

  /**
   * Has something undone when the run is over, however it ends, even when its worker is lost on the way: killed for a
   * blocked loop, crashed, or gone with the whole process. Takes what `app.undo` declared, or its name, and arguments
   * that JSON can hold.
   *
   *     const undo = await chat.deferUndo(releaseGpu, { id })
   *     await gpus.acquire(id)
   *
   * In a run that ends in its own worker it takes its turn among what was given to `defer`, last in, first out; what a
   * lost worker left is undone by another one, or after the next start, in the same order. `undo.cancel()` forgets it.
   *
   * It is on its way within the call, so a loop that blocks right after has registered it; awaited, it is stored too.
   * Like `defer` it is never refused behind a stop. Throws `bad_option` for an undo that was not declared.
   */
  deferUndo<Args>(undo: UndoDeclaration<Args>, ...args: UndoArgs<Args>): Promise<RegisteredUndo>
  deferUndo(undo: string, args?: unknown): Promise<RegisteredUndo>

  /**
   * Does work that a stop should not cut in half. The signal is aborted only when it is through, or `deadlineMs`
   * (default 10_000) after the stop. The fence is not delayed: messages are refused in here too.
   * `label`: what the log calls it when it does not end. Gives what `work` gives, also after a stop.
   */
  shield<T>(
    work: (signal: AbortSignal) => T | PromiseLike<T>,
    options?: { label?: string; deadlineMs?: number },
  ): Promise<T>

  /**
   * Does work that keeps a processor busy in a worker thread of its own, which a stop ends at once, whatever it does. The
   * reader's other chats go on meanwhile.
   *
   *     await chat.offload((n) => fibonacci(n), 40)  // no: `fibonacci` is not there in the worker
   *     await chat.offload(countPrimes, 1_000_000)   // a function that stands alone, and its arguments
   *     await chat.offload<typeof embed>(new URL('./embed.ts', import.meta.url), { export: 'embed', args: [texts] })
   *     await chat.offload({ work: countPrimes, args: [1_000_000], timeoutMs: 5_000 })
   *
   * A function is sent by its source, so it can close over nothing: hand it what it needs, or `await import('…')` a
   * package inside. A module is bundled as the app is, TypeScript too. Arguments and result are cloned; what the work
   * leaves behind (timers, sockets) ends with it. The start costs about 25 ms of a processor and 8 MB, a module's first
   * call its bundling besides: do not offload what takes less.
   *
   * Inside `chat.shield`, `onStop` and `chat.defer` it may be called behind a stop, and ends when their time is over.
   * Throws what the work threw, with its stack; `offload_failed` when the worker ended without a result or the result
   * cannot be cloned; `timed_out` after `timeoutMs`; `bad_option` for what cannot be sent.
   */
  offload<Args extends unknown[], Result>(work: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>
  offload<Work extends AnyWork>(module: URL, options?: OffloadModuleOptions<Work>): Promise<Awaited<ReturnType<Work>>>
  offload<Args extends unknown[], Result>(options: OffloadFunction<Args, Result>): Promise<Awaited<Result>>

  /**
   * A place to stop at: throws on the spot when the run was stopped. Awaited, it also lets the loop turn when it has
   * not for 16 ms, so that a long computation stays stoppable.
   */
  checkpoint(): Promise<void>
}
