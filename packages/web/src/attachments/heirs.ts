/** From which thread a new one takes over the files that were to go with the next message, by its id. */
const heirs = new Map<string, string>()

/** The person began another chat before they had said anything: what they had attached goes with them. */
export function bequeath(from: string, to: string): void {
  heirs.set(to, from)
}

/** The thread whose files are to be taken over, once. */
export function inheritanceOf(threadId: string): string | undefined {
  const from = heirs.get(threadId)
  heirs.delete(threadId)
  return from
}
