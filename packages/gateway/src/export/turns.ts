import { homeOf, onBranch, type Message, type Run, type Step, type ThreadState } from '@chatwright/protocol'
import { grouped } from './grouped.ts'

/** Something a person said and what became of it, or what happened unasked. */
export interface Turn {
  at: number
  /** What asked for it. */
  said: Message | null
  run: Run | null
  /** All else that was said in it, answers to questions included. */
  messages: Message[]
  steps: Step[]
}

/** All that happened in a thread, in the order in which it began, without regard to ways. */
export function turnsOf({ messages, runs, steps }: ThreadState): Turn[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const turns = new Map<string, Turn>()
  for (const run of runs) {
    const said = (run.messageId === null ? null : byId.get(run.messageId)) ?? null
    turns.set(run.id, { at: said?.createdAt ?? run.startedAt, said, run, messages: [], steps: [] })
  }
  const loose: Turn[] = []
  for (const message of messages) {
    const runId = homeOf(message)
    const turn = runId === null ? undefined : turns.get(runId)
    if (turn?.said?.id === message.id) continue
    if (turn) turn.messages.push(message)
    else loose.push({ at: message.createdAt, said: null, run: null, messages: [message], steps: [] })
  }
  for (const step of steps) turns.get(step.runId)?.steps.push(step)
  return [...turns.values(), ...loose].filter(isSomething).toSorted((a, b) => a.at - b.at)
}

function isSomething({ said, run, messages, steps }: Turn): boolean {
  return said !== null || messages.length > 0 || steps.length > 0 || run?.notice != null
}

/** The way that is shown, and what of the others lies beside it: each turn once, those of a branch together. */
export function waysOf(state: ThreadState): { shown: Turn[]; others: Turn[][] } {
  const isShown = onBranch(state)
  const turns = turnsOf(state)
  const beside = grouped(
    turns.filter(({ run }) => !isShown(run?.id ?? null)),
    ({ run }) => run?.branchId ?? null,
  )
  return {
    shown: turns.filter(({ run }) => isShown(run?.id ?? null)),
    others: [null, ...state.branches.map(({ id }) => id)].flatMap((id) => {
      const others = beside.get(id)
      return others ? [others] : []
    }),
  }
}
