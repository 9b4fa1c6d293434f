import { pieceKinds, type PieceKind, type ThreadEvent, type ThreadState } from '@chatwright/protocol'
import type { ThreadWrite } from '../ports/index.ts'
import { Marks } from './marks.ts'

type Changed = Pick<
  ThreadWrite,
  'messages' | 'steps' | 'runs' | 'pieces' | 'removedMessages' | 'removedSteps' | 'removedPieces'
>

/** What of a thread changed since it was last stored. */
export class Changes {
  readonly #messages = new Marks()
  readonly #steps = new Marks()
  readonly #runs = new Marks()
  readonly #pieces = Object.fromEntries(pieceKinds.map((kind) => [kind, new Marks()])) as Record<PieceKind, Marks>

  /** Notes what an event changed. Gives how much it hurries: text that grows can wait a little. */
  note(event: ThreadEvent, before: ThreadState, after: ThreadState): 'not at all' | 'later' | 'soon' {
    switch (event.type) {
      case 'message-delta':
        this.#messages.change(event.messageId, event.seq)
        return 'later'
      case 'step-delta':
        this.#steps.change(event.stepId, event.seq)
        return 'later'
      case 'run-settled':
        return 'not at all'
      case 'message-start':
      case 'message-update':
      case 'message-end':
        this.#messages.change(event.messageId, event.seq)
        return 'soon'
      case 'step-start':
      case 'step-update':
      case 'step-end':
        this.#steps.change(event.stepId, event.seq)
        return 'soon'
      default:
        this.#compare(before, after, event.seq)
        return 'soon'
    }
  }

  take(state: ThreadState): { write: Changed; putBack(): void } {
    const messages = this.#messages.take(state.messages)
    const steps = this.#steps.take(state.steps)
    const runs = this.#runs.take(state.runs)
    const pieces = pieceKinds.map((kind) => ({ kind, ...this.#pieces[kind].take<{ id: string }>(state[kind]) }))
    return {
      write: {
        messages: messages.changed,
        steps: steps.changed,
        runs: runs.changed,
        pieces: pieces.flatMap(({ kind, changed }) => changed.map((entry) => ({ kind, ...entry }))),
        removedMessages: messages.removed,
        removedSteps: steps.removed,
        removedPieces: pieces.flatMap(({ kind, removed }) => removed.map((id) => ({ kind, id }))),
      },
      putBack: () => {
        for (const taken of [messages, steps, runs, ...pieces]) taken.putBack()
      },
    }
  }

  #compare(before: ThreadState, after: ThreadState, seq: number): void {
    this.#messages.compare(before.messages, after.messages, seq)
    this.#steps.compare(before.steps, after.steps, seq)
    this.#runs.compare(before.runs, after.runs, seq)
    for (const kind of pieceKinds) this.#pieces[kind].compare(before[kind], after[kind], seq)
  }
}
