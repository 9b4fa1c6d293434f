import type { Message } from './content/message.ts'

/** The run a message stands with: the one that wrote it first. Written anew by a later run it stays in its place. */
export function homeOf({ firstRunId, runId }: Pick<Message, 'firstRunId' | 'runId'>): string | null {
  return firstRunId ?? runId
}
