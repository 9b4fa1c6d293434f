import type { Command, CommandName, CommandResult } from '@chatwright/protocol'
import type { TestTab } from 'chatwright/testing'
import { pause } from '../lib/jobs.ts'
import type { Cycle } from './draw.ts'
import type { Ground } from './ground.ts'
import { WatchedTab } from './watch.ts'

/** How long a tab may need for what it does at once on a machine that has time. */
const patienceMs = 30_000

/** A command without an answer is sent again after this. */
const resendMs = 2_000

/** Refusals that are right when two things cross. */
const crossed = [
  'ask_closed',
  'not_found',
  'run_not_found',
  'thread_not_found',
  'id_taken',
  'run_ended',
  'message_not_found',
]

/** A cycle's thread with the tabs on it. */
export class Stage {
  readonly ground: Ground
  readonly cycle: Cycle
  readonly problems: string[] = []
  readonly tabs: WatchedTab[] = []
  /** Runs that were asked for, in order. */
  readonly runIds: string[] = []
  /** The tab of who asks; another one after a reload. */
  me: WatchedTab
  isDeleted = false
  readonly #wasHarmed: () => boolean

  private constructor(ground: Ground, cycle: Cycle, me: WatchedTab, wasHarmed: () => boolean) {
    this.ground = ground
    this.cycle = cycle
    this.me = me
    this.tabs.push(me)
    this.#wasHarmed = wasHarmed
  }

  static async open(ground: Ground, cycle: Cycle): Promise<Stage> {
    const wasHarmed = ground.watchHarm()
    return new Stage(ground, cycle, new WatchedTab(await ground.openTab(), 'tab 1'), wasHarmed)
  }

  get threadId(): string {
    return this.me.tab.threadId
  }

  /** Whether a worker died or the gateway was started anew while this cycle was played, here or elsewhere. */
  get isHarmed(): boolean {
    return this.#wasHarmed()
  }

  async join(): Promise<WatchedTab> {
    const tab = new WatchedTab(await this.ground.openTab(this.threadId), `tab ${this.tabs.length + 1}`)
    this.tabs.push(tab)
    return tab
  }

  /** Says something in a tab; gives its run. */
  say(text: string, metadata: string = ''): string {
    const { runId } = this.me.tab.view.send(text, metadata === '' ? {} : { metadata })
    this.runIds.push(runId)
    return runId
  }

  /** Waits for something; what does not come in time is a problem, and the cycle goes on. */
  async expect(what: string, isSo: () => unknown, timeoutMs: number = patienceMs): Promise<boolean> {
    const giveUpAt = performance.now() + timeoutMs
    const { tab } = this.me
    while (performance.now() < giveUpAt) {
      // A tab that is reloaded meanwhile hears of nothing: it is looked at again every so often.
      const found = await tab.waitFor(isSo, { timeoutMs: 250 }).catch(() => null)
      if (found !== null) return true
    }
    this.problems.push(`there never was ${what}`)
    return false
  }

  /** Does what the server may refuse because something else was faster. Gives null then. */
  async attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await within(patienceMs, what, work())
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      const isCrossed = crossed.includes(code)
      if (!isCrossed && !this.isHarmed) this.problems.push(`${what}: ${String(error)}`)
      return null
    }
  }

  /** Sends a command past the client, from a tab that may be offline now. */
  async command<Name extends CommandName>(
    name: Name,
    body: Omit<Command<Name>, 'id'>,
    from: WatchedTab = this.me,
  ): Promise<CommandResult<Name> | null> {
    const id = crypto.randomUUID()
    const tab = (): TestTab => (from.tab.isClosed ? this.me.tab : from.tab)
    const isOnline = (): boolean => tab().client.connection.getSnapshot().status === 'online'
    return this.attempt(`the command ${name}`, async () => {
      for (;;) {
        await tab().waitFor(isOnline, { timeoutMs: patienceMs })
        // Its answer goes with the line: sent again it has to take no second effect.
        const answer = await Promise.race([tab().command(name, { ...body, id }), pause(resendMs)]).catch(() => null)
        if (answer?.ok) return answer.result
        if (answer && crossed.includes(answer.error.code)) return null as never
        if (answer) throw new Error(`${answer.error.code}: ${answer.error.message}`)
      }
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.tabs.map(({ tab }) => tab.close()))
  }
}

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms} ms`)), ms)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
