import type { ThreadView } from '@chatwright/client'

/** Puts words into a composer. What was written there before stays, above them. */
export function addToDraft(view: ThreadView, words: string): void {
  const draft = view.draft.getSnapshot()
  view.draft.set(draft.trim() === '' ? words : `${draft}\n${words}`)
}
