/**
 * What a run's file is called in the thread's folder until the gateway takes it in with the element that shows it, and
 * renames it to its id. Whatever has such a name when the run is over was never shown, and goes.
 */
export function partName(fileId: string, runId: string): string {
  return `${fileId}.${runId}.part`
}
