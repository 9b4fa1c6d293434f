import type { HeldUp, Ledger } from '../run/ledger.ts'

/** How much an author is told of at once. */
const mostToldOf = 5
/** How much longer a handler goes on than all it called before it is the one that is slow, in milliseconds. */
const aloneMs = 50

/**
 * What kept the stop of a run waiting. The handler waits for what it called, so it counts only where nothing else does; it
 * is named by its last call. `hook`: the name of the handler.
 */
export function heldUpIn({ heldUp, latest }: Pick<Ledger, 'heldUp' | 'latest'>, hook: string): HeldUp[] {
  const called = heldUp.filter(({ name }) => name !== hook)
  const handler = heldUp.find(({ name }) => name === hook)
  const isAlone = handler !== undefined && handler.ms > (called[0]?.ms ?? 0) + aloneMs
  const name = latest === null ? hook : `${hook}, after ${latest}`
  return (isAlone ? [{ ...handler, name }, ...called] : called).slice(0, mostToldOf)
}
