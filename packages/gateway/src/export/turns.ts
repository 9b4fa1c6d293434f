import { onBranch, type Message, type Run, type Step, type ThreadState } from '@chatwright/protocol'

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
    const turn = message.runId === null ? undefined : turns.get(message.runId)
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

/** The way that is shown, and what of the others lies beside it, each turn once. */
export function waysOf(state: ThreadState): { shown: Turn[]; others: Turn[][] } {
  const rest = new Set(turnsOf(state))
  const take = (branchId: string | null): Turn[] => {
    const isOnIt = onBranch(state, branchId)
    const taken = [...rest].filter(({ run }) => isOnIt(run?.id ?? null))
    for (const turn of taken) rest.delete(turn)
    return taken
  }
  const shown = take(state.branchId)
  const others = [null, ...state.branches.map(({ id }) => id)].map(take).filter((turns) => turns.length > 0)
  return { shown, others }
}
