import type { SettledRun } from '@chatwright/client'

/** Work of a stopped run that had not ended after this long is worth a word, in milliseconds. */
const slowMs = 250

/** What an author should know of a stop. */
export interface StopFinding {
  verdict: 'killed' | 'abandoned' | 'forced' | 'slow'
  /** One sentence: what happened. */
  summary: string
  /** One more: what to do about it. */
  advice: string
  heldUp: { name: string; place: string | null; ms: number; goesOn: boolean }[]
  droppedFrames: number
}

/** What there is to say of a stop; null when all ended by itself and soon. `handler`: what the run was a call of. */
export function findingOf(settled: SettledRun, handler: string): StopFinding | null {
  const { stage, elapsedMs, abandoned, droppedFrames } = settled
  if (stage === 'cooperative' && abandoned.length === 0 && elapsedMs <= slowMs) return null
  const known = settled.heldUp ?? []
  const named = known.filter(({ name, ms }) => ms > slowMs || abandoned.includes(name))
  // The handler waits for what it called.
  const left = named.length > 0 ? abandoned.filter((name) => name !== handler) : abandoned
  const unnamed = left.filter((name) => !known.some((one) => isSame(one.name, name)))
  const heldUp = [...named, ...unnamed.map((name) => ({ name, ms: elapsedMs }))].map((one) => ({
    ...apart(one.name),
    ms: one.ms,
    goesOn: abandoned.some((name) => isSame(one.name, name)),
  }))
  const time = formatMs(elapsedMs)

  if (stage === 'killed') {
    return {
      verdict: 'killed',
      summary: `${handler} blocked the event loop, so its worker was ended after ${time}.`,
      advice: 'Look at chat.stopRequested in long loops, or move them to a worker of their own.',
      heldUp: heldUp.length > 0 ? heldUp : [{ name: handler, place: null, ms: elapsedMs, goesOn: false }],
      droppedFrames,
    }
  }
  if (abandoned.length > 0) {
    return {
      verdict: 'abandoned',
      summary: `After ${time} work still went on. It is fenced: nothing it does is shown or stored.`,
      advice: 'Hand it chat.signal. What it does elsewhere may still have effects.',
      heldUp,
      droppedFrames,
    }
  }
  return {
    verdict: stage === 'forced' ? 'forced' : 'slow',
    summary: stage === 'forced' ? `It was ended by force, after ${time}.` : `It took ${time} until all had ended.`,
    advice: 'Hand chat.signal to what waits, so that it ends at once.',
    heldUp,
    droppedFrames,
  }
}

/** The handler has a longer name where it is told by its last call. */
function isSame(name: string, abandoned: string): boolean {
  return name === abandoned || name.startsWith(`${abandoned}, after `)
}

/** What was called, and where from: `step Book (bookTrip, app.ts:12)`. */
function apart(text: string): { name: string; place: string | null } {
  const found = / \((?<place>[^()]*(?:\([^()]*\)[^()]*)*:\d+)\)$/.exec(text)
  return { name: found ? text.slice(0, found.index) : text, place: found?.groups?.['place'] ?? null }
}

/** Milliseconds as people read them: `84 ms`, `2.3 s`. */
export function formatMs(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
