import {
  hasEnded,
  type Action,
  type AnsweredLater,
  type Feedback,
  type FileInfo,
  type JsonObject,
  type Message,
  type RunKind,
  type RunState,
  type StopCause,
} from '@chatwright/protocol'
import type { Lane, RunFrame } from '../hosts/lane.ts'

/** Which states may follow which (stop contract, rule 2). What is not here is refused. */
const followers: Record<RunState, readonly RunState[]> = {
  queued: ['held', 'running', 'stopping', 'failed', 'lost'],
  held: ['queued', 'stopping', 'failed', 'lost'],
  running: ['waiting', 'stopping', 'completed', 'failed', 'lost'],
  waiting: ['running', 'stopping', 'completed', 'failed', 'lost'],
  stopping: ['stopped'],
  stopped: [],
  completed: [],
  failed: [],
  lost: [],
}

/** Why and how a run was stopped. */
export interface StopRecord {
  cause: StopCause
  by: string | null
  /** When it was accepted, on the monotonic clock. */
  at: number
  fenceSeq: number
  /** The last number the reader had seen, when text above it is taken back. */
  seenSeq: number
  /** How much of its messages stays; see the event `run-stopping`. */
  keep: Record<string, number>
}

/** What drives a stopped run to its end; see stop-run.ts. */
export interface StopDriver {
  onFrame(frame: Extract<RunFrame, { type: 'stop-seen' | 'notice' | 'settled' }>): void
  onGone(reason: string): void
  /** Its host turns out never to have begun it. */
  onTakenBack(): void
  /** The second press: no grace any more. */
  force(): void
}

/** What a run is about, as far as it is not the same for all of its kind. */
export interface RunSubject {
  /** The person's message that asked for it. */
  message?: Message
  /** The button that was pressed. */
  action?: Action
  /** The question that is over and that nobody waited with. */
  answered?: AnsweredLater
  /** What it goes on from: the messages of a stopped run. */
  stopped?: Message[]
  /** Settings that were changed, or would be; `before` what they were, once they are kept. */
  settings?: { values: JsonObject; before?: JsonObject }
  /** What somebody thinks of an answer, or took back. */
  feedback?: Feedback
  /** The file that somebody uploads, and where it is. */
  upload?: { file: FileInfo; path: string }
  /** Why the chat ended. */
  reason?: 'new-chat' | 'deleted' | 'expired' | 'shutdown'
  /** The branch it belongs to, when that is not the one that is shown. */
  branchId?: string | null
}

/** A run that has not settled: its state machine, and its way to the host while it has one. */
export class LiveRun {
  readonly id: string
  readonly kind: RunKind
  readonly subject: Readonly<RunSubject>
  /** The branch it belongs to; settled when it is recorded. */
  branchId: string | null
  lane: Lane | null = null
  stop: StopRecord | null = null
  stopDriver: StopDriver | null = null
  startedAt = performance.now()
  /** What came after the fence. */
  droppedFrames = 0
  #state: RunState = 'queued'

  constructor(id: string, kind: RunKind, subject: RunSubject = {}) {
    this.id = id
    this.kind = kind
    this.subject = subject
    this.branchId = subject.branchId ?? null
  }

  get message(): Message | null {
    return this.subject.message ?? null
  }

  get state(): RunState {
    return this.#state
  }

  get hasEnded(): boolean {
    return hasEnded(this.#state)
  }

  /** Whether its output is taken: it has begun, and no fence is up. */
  get isOpen(): boolean {
    return this.#state === 'running' || this.#state === 'waiting'
  }

  /** Whether it is to be started but has no host: it waits its turn, or its host died before it took it up. */
  get isUnplaced(): boolean {
    return this.#state === 'queued' || (this.#state === 'running' && this.lane === null)
  }

  /** Whether its handler never began: then its stop finds no host, and one is asked to speak for it. */
  get isUnstarted(): boolean {
    return this.isUnplaced || this.#state === 'held'
  }

  /** Moves on when the machine allows it, and says whether it did. */
  moveTo(next: RunState): boolean {
    if (!followers[this.#state].includes(next)) return false
    this.#state = next
    return true
  }
}
