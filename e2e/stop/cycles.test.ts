import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { ask, ended } from '../lib/jobs.ts'

const app = new URL('./apps/worker.ts', import.meta.url)
const atOnce = 50

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Handles and listeners of this process, and its heap after a full collection. */
function census(): { heapMb: number; handles: number } {
  collectGarbage()
  return {
    heapMb: process.memoryUsage().heapUsed / 1_048_576,
    handles: process.getActiveResourcesInfo().length,
  }
}

describe.each([
  { host: 'worker', cycles: 10_000 },
  { host: 'inline', cycles: 2_500 },
] as const)('many stops, $host host', ({ host, cycles }) => {
  it(`44. ${cycles} start and stop cycles, ${atOnce} at a time: every one stopped, and nothing is left behind`, async () => {
    await using chat = await startTestChat(app, { host, logLevel: 'error' })
    const tabs: TestTab[] = await Promise.all(Array.from({ length: atOnce }, () => chat.newTab(null)))
    const cycle = async (tab: TestTab): Promise<void> => {
      const { runId } = ask(tab, { do: 'words' })
      await tab.waitFor(() => tab.view.getSnapshot().openRunIds.includes(runId))
      tab.view.stop({ source: 'button', runId })
      expect(await ended(tab, runId)).toMatchObject({ state: 'stopped' })
    }
    // Threads are let go of and opened anew, so that history's own growth does not count.
    const round = async (size: number): Promise<void> => {
      await Promise.all(
        tabs.map(async (tab) => {
          for (let count = 0; count < size; count++) await cycle(tab)
        }),
      )
      const ids = tabs.map((tab) => tab.threadId)
      await Promise.all(tabs.splice(0).map((tab) => tab.close()))
      await Promise.all(ids.map((threadId) => chat.command('deleteThread', { threadId })))
      tabs.push(...(await Promise.all(Array.from({ length: atOnce }, () => chat.newTab(null)))))
    }
    await round(20)
    await round(20)
    const before = census()
    const left = cycles / atOnce - 40
    for (let done = 0; done < left; done += 40) await round(Math.min(40, left - done))
    const after = census()
    expect(after.handles).toBeLessThanOrEqual(before.handles + 3)
    expect(after.heapMb).toBeLessThan(before.heapMb * 1.05 + 3)
  }, 300_000)
})
