import type { ThreadState } from './state.ts'

/** A thread in which nothing happened yet. */
export function emptyThread(threadId: string): ThreadState {
  return {
    id: threadId,
    seq: 0,
    title: null,
    messages: [],
    steps: [],
    runs: [],
    asks: [],
    actions: [],
    taskLists: [],
    elements: [],
    panels: [],
    branches: [],
    setups: [],
    feedbacks: [],
    calls: [],
    branchId: null,
  }
}
