/**
 * Whether a timer is none of the run's work: one that is to fire once and holds up no exit. Reporters and collectors
 * wait with such a timer until there is enough to send, for all runs, and start no other as long as they have it. So it
 * is not cleared, and what it does is done outside the run.
 */
export function isOnTheSide(timer: NodeJS.Timeout): boolean {
  return !timer.hasRef()
}
