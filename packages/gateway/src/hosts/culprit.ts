import type { RunKind } from '@chatwright/protocol'

/** Whose code a host ran last, in the words of the log. */
export interface Culprit {
  threadId: string
  runId: string
  /** The name of the handler, as the app's author knows it. */
  handler: string
}

/** The run in a slot, among a host's lanes; null for one that is over. */
export function culpritOf(
  slot: number,
  lanes: ReadonlyMap<string, { slot: number; sink: { threadId: string; kind: RunKind } }>,
): Culprit | null {
  for (const [runId, lane] of lanes) {
    if (lane.slot === slot) return { threadId: lane.sink.threadId, runId, handler: handlerName(lane.sink.kind) }
  }
  return null
}

function handlerName(kind: RunKind): string {
  const name = kind === 'start' || kind === 'resume' || kind === 'end' ? `chat-${kind}` : kind
  return `on${name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`
}
