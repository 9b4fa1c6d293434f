import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Ground } from './ground.ts'
import type { WorkerCensus } from './job.ts'

/** What a process holds on to after a full collection. */
export interface Census {
  heapMb: number
  handles: number
  listeners: number
}

/** Of the gateway's process. Collects first, so it is no measure of garbage. */
export async function takeCensus(): Promise<Census> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What finalisers let go of is collected in the second round.
  for (let round = 0; round < 3; round++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    heapMb: process.memoryUsage().heapUsed / 1_048_576,
    handles: process.getActiveResourcesInfo().length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  }
}

/** Of every worker that serves; by its number. As many are asked at once as it takes to meet them all. */
export async function takeWorkerCensus(ground: Ground, workers: number): Promise<Map<number, WorkerCensus>> {
  const found = new Map<number, WorkerCensus>()
  await Promise.all(
    Array.from({ length: workers * 2 }, async () => {
      await using tab = await ground.openTab()
      const census = JSON.parse(await tab.say(JSON.stringify({ do: 'census' }), { timeoutMs: 30_000 })) as WorkerCensus
      found.set(census.worker, census)
      await tab.command('deleteThread', { threadId: tab.threadId })
    }),
  )
  return found
}

/** What has grown by more than 5 %, beside what a small heap varies by anyway. */
export function growth(what: string, before: Omit<Census, 'listeners'>, after: Omit<Census, 'listeners'>): string[] {
  const problems: string[] = []
  if (after.heapMb > before.heapMb * 1.05 + 3) {
    problems.push(`${what}: the heap grew from ${before.heapMb.toFixed(1)} to ${after.heapMb.toFixed(1)} MB`)
  }
  if (after.handles > before.handles * 1.05 + 3) {
    problems.push(`${what}: handles grew from ${before.handles} to ${after.handles}`)
  }
  return problems
}
