import type { CommandResult, CommandName } from './commands/index.ts'
import type { FileRules } from './content/ask.ts'
import type { Favorite } from './content/favorite.ts'
import type { FeedbackRules } from './content/feedback.ts'
import type { ThreadSummary } from './content/thread.ts'
import type { User } from './content/user.ts'
import type { PublicError } from './errors.ts'
import type { ThreadEvent } from './events/index.ts'
import type { MarkdownRules } from './content/markdown-rules.ts'
import type { PanelRules } from './host/frames.ts'
import type { AppOffer } from './offer/offer.ts'
import type { ThreadState } from './state.ts'

/**
 * What travels over the pipe (Socket.IO; path `<base>/socket`, WebSocket first). A client emits `command` with a name
 * and a body and is acknowledged with an {@link Answer}; it emits `seen` without acknowledgement. The server emits the
 * rest.
 */
export interface ClientToServer {
  command: (name: string, body: unknown, answer: (answer: Answer<CommandName>) => void) => void
  /** Flow control: the last number applied in a thread. Sent at least every 64 kB or 100 ms while events arrive. */
  seen: (threadId: string, seq: number) => void
}

export interface ServerToClient {
  hello: (hello: Hello) => void
  events: (batch: EventBatch) => void
  snapshot: (snapshot: Snapshot) => void
  /** A run is being stopped and the event that says so is behind text that this client does not have yet. */
  stopping: (notice: StoppingAhead) => void
  /** A thread of the person's list appeared, changed or went. */
  'thread-changed': (change: { thread: ThreadSummary } | { deleted: string }) => void
  /** The person marked something as a favourite, or took the mark off, here or elsewhere. */
  'favorite-changed': (change: { favorite: Favorite } | { removed: string }) => void
  /** The app was put in place anew, and may say other things of itself. */
  app: (app: AppHello) => void
  /** The app's code cannot be loaded, or (null) can again. Development only shows the details. */
  'app-error': (error: AppError | null) => void
}

/** The handshake's client half, in Socket.IO's `auth`. */
export interface HandshakeAuth {
  version: number
  /** The page's language as a BCP 47 tag. */
  locale?: string
  /** A random id the tab keeps while it is open; tells two sockets of one tab from two tabs. */
  tabId?: string
}

/** What a page is told of the app. */
export interface AppHello {
  name: string
  description: string | null
  /** A stopped answer can be gone on with. */
  canContinue: boolean
  /** Which files can be attached; null: none. */
  uploads: FileRules | null
  /** How people can say what they think of answers; null: they cannot. */
  feedback: FeedbackRules | null
  /** Whether people can change what they said. */
  editing: boolean
  /** Whether people can mark what they said as favourites. */
  favorites: boolean
  /** How the side panel is at first. */
  panel: PanelRules
  /** What the composer offers, as far as it is the same in all threads. */
  offer: AppOffer
  /** Whether HTML in what the app says is drawn, as far as it is harmless. */
  html: boolean
  /** Whose words are drawn as Markdown; others are shown as they are written. */
  markdown: MarkdownRules
  /** The pictures of authors that there are, each with its version; see the route `api/avatars`. */
  avatars: Record<string, number>
  /** Another number for other code of the app's custom elements; 0 when there are none. */
  elementsVersion: number
  /** Whether there is a readme in the reader's language, or in none. */
  hasReadme: boolean
}

/** The first thing a client hears. */
export interface Hello {
  version: number
  app: AppHello
  user: User
  /** Whether this is `chatwright dev`: details of errors may be shown. */
  dev: boolean
  appError: AppError | null
}

/** Why the app's code could not be loaded. `frame`: the lines around the place, plain text; null outside development. */
export interface AppError {
  message: string
  file: string | null
  line: number | null
  frame: string | null
}

/**
 * Events `from` to `to` of a thread: contiguous with what the client has (`from` is its number plus one), though some
 * numbers may be missing inside: deltas are merged under the last of their numbers, and what a stop took back is left
 * out. A client whose number is not `from - 1` ignores the batch, and asks again with `open` when it is behind.
 */
export interface EventBatch {
  threadId: string
  epoch: string
  from: number
  to: number
  events: ThreadEvent[]
}

/** What a client needs to stand still before the events have come as far; see {@link ServerToClient}. */
export interface StoppingAhead {
  threadId: string
  runId: string
}

/** A thread as it stood at `state.seq`. */
export interface Snapshot {
  threadId: string
  epoch: string
  state: ThreadState
}

/** The answer to a command. */
export type Answer<Name extends CommandName> =
  | { ok: true; result: CommandResult<Name> }
  | { ok: false; error: PublicError }
