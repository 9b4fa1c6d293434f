import type { Action } from '../content/action.ts'
import type { Ask, AskAnswer, FileRules } from '../content/ask.ts'
import type { Element } from '../content/element.ts'
import type { Feedback, FeedbackRules } from '../content/feedback.ts'
import type { FileInfo } from '../content/file.ts'
import type { MarkdownRules } from '../content/markdown-rules.ts'
import type { Panel } from '../content/panel.ts'
import type { Json, JsonObject } from '../content/json.ts'
import type { Message } from '../content/message.ts'
import type { LocalText, Notice } from '../content/notice.ts'
import type { RunError, RunKind } from '../content/run.ts'
import type { Step } from '../content/step.ts'
import type { User } from '../content/user.ts'
import type { PublicError, StopCause } from '../errors.ts'
import type { Output } from '../events/index.ts'
import type { ProcessFromHost } from './processes.ts'
import type { UndoFromHost, UndoToHost } from './undo.ts'
import type { AppOffer } from '../offer/offer.ts'

/**
 * What the gateway says to a host. Structured-clonable only: a host may be a worker thread.
 */
export type ToHost =
  /** Start a run. `history`: the thread's messages so far, the one that asked for this run included. */
  | {
      type: 'start'
      runId: string
      kind: RunKind
      /** The run's slot in the control block. */
      slot: number
      chat: ChatInfo
      message: Message | null
      /** The button, for a run of kind `action`. */
      action?: Action
      /** The ids of the buttons that stand with it. */
      beside?: string[]
      /** The question that is over, for a run of kind `answer`. */
      answered?: AnsweredLater
      /** The open questions that nobody waits with. */
      laterAsks?: Ask[]
      /** The settings that hold, complete. */
      settings: JsonObject
      /** What they were before, for a run of kind `settings`. */
      settingsBefore?: JsonObject
      /** What somebody thinks of an answer, for a run of kind `feedback`; what they took back for `feedback-removed`. */
      feedback?: Feedback
      /** The file that is looked at, for a run of kind `upload`, and where it is. */
      upload?: { file: FileInfo; path: string }
      /** The profile of the thread, or null. */
      profileId: string | null
      /** What it goes on from, for a run of kind `continue`: the messages of the stopped run as they stand. */
      stopped?: Message[]
      history: Message[]
      /** The steps of type `tool` so far that are not inside another: what a model called. */
      steps?: Step[]
      /** What people attached to messages of the history. */
      elements?: Element[]
      /** The folder of the thread's files; where it writes files that it shows. See {@link partName}. */
      files?: string
      /** What the thread's state held when it was stored; used when the host has no live copy. */
      state: JsonObject
      /** Why the chat ended, for a run of kind `end`. */
      reason?: 'new-chat' | 'deleted' | 'expired' | 'shutdown'
    }
  /** The run was stopped and is fenced already. `partial`: its messages as they stay. `by`: who, when known. */
  | {
      type: 'stop'
      runId: string
      cause: StopCause
      by: string | null
      elapsedMs: number
      partial: Message[]
      /** What the reader is told when the app says nothing of its own; null for silence. Absent: as the app's options say. */
      notice?: Notice | null
      /** Set when the run was stopped before its handler began: it never begins, and only `onStop` is to be run. */
      unstarted?: Extract<ToHost, { type: 'start' }>
    }
  /** A question of the run is over. `answer` is null when it was skipped or its time was up. `paths`: its files, by id. */
  | {
      type: 'answer'
      runId: string
      askId: string
      /** The message that says it, of words. */
      message?: Message
      /** What the person attached to their words. */
      attached?: Element[]
      status: 'answered' | 'skipped' | 'expired'
      answer: AskAnswer | null
      paths?: Record<string, string>
    }
  /**
   * What came of a function of the page that the run waits for. `wasTaken`, when its time was up: whether a page had it.
   */
  | ({ type: 'call-over'; runId: string; callId: string } & CallOutcome)
  /** Whether the panel was open under the key: then it came to the front, and needs no elements. */
  | { type: 'panel-reopened'; runId: string; requestId: string; wasOpen: boolean }
  /** Stop one step of the run and what is nested in it; the run goes on. */
  | { type: 'stop-step'; runId: string; stepId: string }
  /** Skip what is left of the grace of a stopped run. */
  | { type: 'force'; runId: string }
  /** The chat is over in this host: its in-memory state may go. */
  | { type: 'forget'; threadId: string }
  /** Outputs up to this batch number were taken in. */
  | { type: 'ack'; batch: number }
  /** Run the shutdown hook, then answer `closed`. Runs were stopped before. */
  | { type: 'close'; reason: 'shutdown' | 'reload' }
  | UndoToHost

/** What a host says to the gateway. */
export type FromHost =
  /** The app is loaded and its startup hook is done. */
  | { type: 'ready'; app: AppInfo }
  /** The app could not be loaded, or its startup hook threw. The host is of no further use. */
  | { type: 'failed'; error: PublicError; detail: string }
  /** What runs brought about, in order; one batch for each turn of the host's loop. `batch` counts 1, 2, 3 … */
  | { type: 'outputs'; batch: number; outputs: Output[] }
  /** The handler and all the run had begun are through, and nothing stopped it. Its outputs came before. */
  | { type: 'done'; runId: string; error: RunError | null; detail: string | null; value?: Json }
  /**
   * The run opens the side panel under a key. Where it is open under that it comes to the front, with what it shows.
   * Answered by `panel-reopened`; behind the run's fence it was not, and nothing happens.
   */
  | ({ type: 'panel-reopen'; runId: string; requestId: string; key: string } & Partial<Pick<Panel, 'title' | 'layout'>>)
  /** `stop` arrived: the loop turns. Comes before the notice. */
  | { type: 'stop-seen'; runId: string }
  /** What a stopped run's reader is told, and the elements under it. */
  | { type: 'notice'; runId: string; notice: Notice | null; elements?: Element[] }
  /** All is over for the run, clean-up included; `abandoned` names what still works behind the fence. */
  | {
      type: 'settled'
      runId: string
      stage: 'cooperative' | 'forced'
      elapsedMs: number
      abandoned: string[]
      refusedCalls: number
      /** In development: what went on after the stop and for how long, in milliseconds. */
      heldUp?: { name: string; ms: number }[]
    }
  /** The code of a run that was stopped and settled still works, and nothing in its host can end it. `name`: its handler. */
  | { type: 'goes-on'; runId: string; name: string }
  /** The thread's stored state changed: all of its JSON-safe values. */
  | { type: 'state'; threadId: string; values: JsonObject }
  /** A line for the log. `fields` carry ids, never text of messages. */
  | { type: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string; fields: JsonObject }
  | { type: 'closed' }
  | ProcessFromHost
  | UndoFromHost

/** How a call of a function of the page ended. */
export type CallOutcome =
  | { status: 'answered'; value: Json }
  | { status: 'failed'; message: string }
  | { status: 'expired'; wasTaken: boolean }

/** A question that nobody waited with; `answer` is null when it was skipped or its time was up. `paths`: its files, by id. */
export interface AnsweredLater {
  ask: Ask
  status: 'answered' | 'skipped' | 'expired'
  answer: AskAnswer | null
  paths?: Record<string, string>
}

/** What a run may know about its chat. `headers` are the handshake's, without cookies and authorization. */
export interface ChatInfo {
  threadId: string
  user: User
  locale: string
  headers: Record<string, string>
  client: 'web' | 'widget' | 'test' | 'api'
}

/** How the side panel is before a reader changes it. */
export interface PanelRules {
  /** In CSS pixels; null: as wide as it usually is. */
  width: number | null
  /** Whether what comes for it opens it. */
  autoOpen: boolean
}

/** What an app says about itself when it is loaded. */
export interface AppInfo {
  name: string
  description: string | null
  /** The kinds of run it has a handler for. A kind that is not listed is never started. */
  handles: RunKind[]
  /** The names of the actions it answers. */
  actions: string[]
  /** The keys of the questions whose later answers it hears of. */
  laterAsks: string[]
  /** What it offers in the composer. */
  offer: AppOffer
  /** What a stopped run's reader is told by default; null is silence; undefined leaves it to the page. */
  stopNotice?: LocalText | null
  onDisconnect: 'continue' | 'stop' | { stopAfterMs: number }
  /** What becomes of messages that wait for their turn when the answer before them is stopped. */
  queueAtStop: 'hold' | 'clear' | 'send-next'
  whileRunning: 'queue' | 'interrupt' | 'parallel' | 'reject'
  /** How much of a stopped answer stays: what the reader had seen, what was sent, or nothing. */
  keepOnStop: 'seen' | 'sent' | 'discard'
  /** Whether HTML in what the app says is drawn, as far as it is harmless. */
  html: boolean
  /** Whose words are drawn as Markdown. */
  markdown: MarkdownRules
  /** Which steps readers get to see; nothing of the others leaves the server. */
  showSteps: 'all' | 'tools' | 'none'
  /** Which files people may attach to what they say; null: none. */
  uploads: FileRules | null
  /** How people can say what they think of answers; null: they cannot. */
  feedback: FeedbackRules | null
  /** Whether people can change what they said. */
  editing: boolean
  /** Whether people can mark what they said as favourites. */
  favorites: boolean
  /** How the side panel is at first. */
  panel: PanelRules
}
