import type { ScriptedAnswer } from './scripted-answer.ts'
import { isDeepStrictEqual } from 'node:util'
import type { PageFunction } from '@chatwright/client'
import { hasEnded, type Ask, type RunKind, type ThreadEvent } from '@chatwright/protocol'
import { handlesKind, type FakeClock } from '@chatwright/runtime/testing'
import type { Store } from '@chatwright/gateway'
import { memoryStore } from '../../defaults.ts'
import { TestServer } from '../test-chat.ts'
import { TestTab } from '../test-tab.ts'
import { drive, pause } from './driver.ts'
import { HostWatch, type Target, type WatchedRun } from './host-watch.ts'
import { moreHandles, openHandles, RunListeners } from './leftovers.ts'
import { RunTimers } from './run-timers.ts'
import { Strays } from './strays.ts'

/** By when all of a stopped run is to be gone, in milliseconds of the app's clock (stop contract, B5). */
const deadlineMs = 5_000
/** How long sockets and files may take to close, in real milliseconds. */
const closingMs = 1_000

/** The kinds of run that begin when somebody opens a new chat. */
const greetings = ['setup', 'connect', 'start'] as const

/** What to say, and how long things may take. */
export interface Script {
  say: string
  next: string
  /** The button to press when the answer is there. */
  press: string | null
  /** What to answer to the questions of one message or button, in order. */
  answers: readonly ScriptedAnswer[]
  /** What the page has for `chat.page.call`. */
  functions: Readonly<Record<string, PageFunction>>
  timeoutMs: number
  /** Looks at the world when a stopped run is over, and says what is not as it should be. */
  inspect: (stopped: WatchedRun) => Promise<string[]>
}

/** One conversation: what was said in it, once without a stop or once with. */
export interface Performance {
  runs: WatchedRun[]
  /** The run that was stopped, or null. */
  stopped: WatchedRun | null
  /** The run that answered afterwards, or null when it was not asked for. */
  after: WatchedRun | null
  /** Whether everything ended that should. What did not, by name. */
  neverEnded: string[]
  /** What the reader's page was told, in order. */
  events: readonly ThreadEvent[]
  text: string
  /** Whether the store holds what the page shows. */
  isStoredAsShown: boolean
  strays: string[]
  leftovers: string[]
  complaints: string[]
}

/** A gateway with the app on it, watched, on which the same conversation is had again and again. */
export class Stage {
  readonly clock: FakeClock
  readonly #script: Script
  readonly #store: Store = memoryStore()
  readonly #server: TestServer
  readonly #watch: HostWatch
  readonly #timers: RunTimers
  /** The kinds of run that begin by themselves when a chat is opened. */
  readonly #greets: readonly RunKind[]
  /** Functions of the page that were called and have not begun. */
  readonly #called: (() => void)[] = []
  readonly #strays = new Strays()
  readonly #listeners = new RunListeners()

  constructor(app: object, clock: FakeClock, script: Script) {
    this.clock = clock
    this.#script = script
    this.#greets = greetings.filter((kind) => handlesKind(app, kind))
    this.#timers = new RunTimers(clock, (error) => this.#strays.add('a timer threw', error))
    this.#watch = new HostWatch(clock, (threadId, runId) => {
      this.#server.gateway.stop({ threadId, runId, cause: 'user' })
    })
    const options = { store: this.#store, clock, logLevel: 'silent' } as const
    this.#server = new TestServer(app as never, options, (served, how) => this.#watch.serve(served, how))
  }

  async start(): Promise<void> {
    await this.#server.start()
  }

  /** Has the conversation, and the run of `target` stopped. `patienceMs`: see `drive`; from the stop on. */
  async perform(target: Target | null, patienceMs = 0): Promise<Performance> {
    const tab = new TestTab({ url: this.#server.url })
    try {
      await tab.opened()
      this.#offerFunctions(tab)
      return await this.#talk(tab, target, patienceMs)
    } finally {
      await tab.close()
    }
  }

  async close(): Promise<void> {
    try {
      await this.#server.close()
    } finally {
      this.#timers[Symbol.dispose]()
      this.#listeners[Symbol.dispose]()
      this.#strays[Symbol.dispose]()
    }
  }

  async #talk(tab: TestTab, target: Target | null, patienceMs: number): Promise<Performance> {
    const { threadId } = tab
    const idle = openHandles()
    const neverEnded: string[] = []
    this.#watch.aim(target)
    let answers = [...this.#script.answers]
    const finish = async (isThere: () => boolean, what: string): Promise<void> => {
      const onRest = async (isWaiting: boolean): Promise<boolean> => {
        const isAsking = this.#watch.openAsks(threadId).size > 0
        if ((isWaiting || isAsking) && this.#watch.rest(threadId)) return true
        if (this.#called.length > 0) return this.#watch.rest(threadId) || this.#letOneBegin()
        return isAsking && (await this.#answer(tab, answers))
      }
      const isOver = await drive(this.clock, idle, isThere, {
        ...this.#script,
        patienceMs: () => (this.#watch.of(threadId).some((run) => run.stoppedAt !== null) ? patienceMs : 0),
        onRest,
      })
      if (!isOver) neverEnded.push(what)
    }
    const allOver = (): boolean => this.#watch.of(threadId).every((run) => this.#watch.isOver(run))

    // What is said earlier would wait behind the start, and be held when that is stopped.
    const hasBegun = (): boolean =>
      this.#greets.every((kind) => this.#watch.of(threadId).some((run) => run.kind === kind))
    await finish(() => hasBegun() && allOver(), 'the start of the chat')
    const { id } = await tab.send(this.#script.say)
    const isAnswered = (): boolean => this.#watch.runs.has(id) && allOver()
    await finish(isAnswered, 'the answer')

    const isStopped = this.#watch.of(threadId).some((run) => run.stoppedAt !== null)
    if (this.#script.press !== null && !isStopped) {
      answers = [...this.#script.answers]
      const pressed = await tab.press(this.#script.press)
      await finish(() => this.#watch.runs.has(pressed.id) && allOver(), 'what the button began')
    }

    const runs = this.#watch.of(threadId)
    const stopped = runs.find((run) => run.stoppedAt !== null) ?? null
    let leftovers: string[] = []
    let complaints: string[] = []
    let after: WatchedRun | null = null
    if (stopped !== null) {
      leftovers = await this.#leftovers(stopped, idle)
      complaints = await this.#script.inspect(stopped)
      answers = [...this.#script.answers]
      const next = await tab.send(this.#script.next)
      await finish(() => this.#watch.runs.has(next.id) && allOver(), 'the answer to the next message')
      after = this.#watch.runs.get(next.id) ?? null
    }
    await this.#told(tab, neverEnded)
    await pause(0)
    return {
      runs,
      stopped,
      after,
      neverEnded,
      events: tab.events,
      text: tab.text,
      isStoredAsShown: await this.#isStoredAsShown(tab),
      strays: this.#strays.take(),
      leftovers,
      complaints,
    }
  }

  /** A function begins when nothing else moves, so that its run can be stopped while it waits for it. */
  #offerFunctions({ client }: TestTab): void {
    this.#called.length = 0
    for (const [name, run] of Object.entries(this.#script.functions)) {
      client.functions.register(name, async (args, info) => {
        await new Promise<void>((resolve) => this.#called.push(resolve))
        return run(args, info)
      })
    }
  }

  #letOneBegin(): true {
    this.#called.shift()?.()
    return true
  }

  /** Answers the question that was put last. Gives false when there is nothing left to answer with. */
  async #answer(tab: TestTab, answers: Script['answers'][number][]): Promise<boolean> {
    const answer = answers.shift()
    if (answer === undefined) return false
    // The page may still show one of a run that was stopped.
    const asked = this.#watch.openAsks(tab.threadId)
    const shown = (): Ask | null => {
      const last = tab.openAsks.at(-1)
      return last !== undefined && asked.has(last.id) ? last : null
    }
    const { id } = await tab.waitFor(shown, { what: 'a question' })
    if (answer === null) await tab.skip()
    else if (typeof answer === 'string') await tab.answer(answer)
    else if ('value' in answer) await tab.fillIn(answer.value)
    else await tab.give(answer.file, answer.content)
    await tab.waitFor(() => !tab.openAsks.some((ask) => ask.id === id), { what: 'the end of a question' })
    return true
  }

  /** Waits until the page was told of every end. */
  async #told(tab: TestTab, neverEnded: string[]): Promise<void> {
    const isTold = (run: WatchedRun): boolean => {
      const end = run.stoppedAt === null ? 'run-end' : 'run-settled'
      return tab.events.some((event) => event.type === end && event.runId === run.id)
    }
    const isComplete = (): boolean =>
      this.#watch.of(tab.threadId).every(isTold) && tab.runs.every((run) => hasEnded(run.state))
    try {
      await tab.waitFor(isComplete, { timeoutMs: 3_000 })
    } catch {
      neverEnded.push('what the page was told')
    }
  }

  /** What of a stopped run is still there when its time is over. */
  async #leftovers(run: WatchedRun, idle: ReturnType<typeof openHandles>): Promise<string[]> {
    const deadline = run.stoppedTime + deadlineMs
    while (this.#timers.waiting(run.id).length > 0 && this.clock.now() < deadline) {
      await this.clock.advance(Math.min(this.clock.nextMs ?? deadlineMs, deadline - this.clock.now()))
    }
    const giveUpAt = performance.now() + closingMs
    while (moreHandles(idle).length > 0 && performance.now() < giveUpAt) await pause(5)
    const timers = this.#timers.waiting(run.id)
    return [
      ...timers.map(({ what, at }) => `${what}${at === null ? '' : `, begun at ${at}`}`),
      ...moreHandles(idle),
      ...this.#listeners.left(run.id),
    ]
  }

  async #isStoredAsShown(tab: TestTab): Promise<boolean> {
    const stored = await this.#store.readThread(tab.threadId)
    if (stored === null) return tab.messages.length === 0
    const { messages, steps } = stored.state
    return isDeepStrictEqual([messages, steps], [tab.messages, tab.steps])
  }
}
