import type { ThreadState } from '@chatwright/protocol'
import { openTestTab, startTestChat, type LogLine, type TestChat, type TestTab } from 'chatwright/testing'
import { listen, type Told } from './app/world.ts'
import { meant } from './job.ts'
import { ChaosModel } from './model.ts'

/** How long the harm of a worker's death, or of a restart, may show in other chats, in milliseconds. */
const aftermathMs = 1_500

/** What the log may say here: each of it is what some cycle asks for. */
const expected = [
  'a handler failed',
  'a run was lost with its host',
  'host ended in a stop',
  'a worker ended by itself; another takes over',
  'killed a host whose loop is blocked',
  'the loop of the app is blocked',
  'work goes on behind the fence',
  'The app called process.exit: its worker ends.',
  'A call came after its run had ended.',
  'onStop failed',
  'onStop did not answer within',
  'onStop is still working after',
  'defer took longer than',
  'defer failed',
  'The handler failed and left work that does not end',
]

/** The server that all cycles play on, over real lines and with workers that may die, and what is known of it. */
export class Ground implements AsyncDisposable {
  readonly model: ChaosModel
  readonly #chat: TestChat
  readonly #told = new Map<string, Told[]>()
  readonly #unhandled: string[] = []
  readonly #off: () => void
  #harms = 0
  #harming = 0
  #isRestarting = false

  private constructor(chat: TestChat, model: ChaosModel) {
    this.#chat = chat
    this.model = model
    const stopListening = listen((told) => this.#told.set(told.runId, [...this.toldOf(told.runId), told]))
    const onRejection = (error: unknown): void => void this.#unhandled.push(`unhandled in the gateway: ${text(error)}`)
    process.on('unhandledRejection', onRejection)
    process.on('uncaughtException', onRejection)
    this.#off = () => {
      stopListening()
      process.off('unhandledRejection', onRejection)
      process.off('uncaughtException', onRejection)
    }
  }

  /** `app`: the file of app/chaos.ts. */
  static async start(app: URL, workers: number): Promise<Ground> {
    const model = await ChaosModel.start()
    const timings = { graceMs: 1_000 }
    const options = { host: 'worker', spare: true, logLevel: 'warn', workers, timings } as const
    return new Ground(await startTestChat(app, options), model)
  }

  get url(): string {
    return this.#chat.url
  }

  /** Watches for whatever may cost other chats their runs: gives the way to ask whether there was any since. */
  watchHarm(): () => boolean {
    const before = this.#harms
    const isUnderWay = this.#harming > 0
    return () => isUnderWay || this.#harms !== before
  }

  get isRestarting(): boolean {
    return this.#isRestarting
  }

  /** A tab on a thread, or on a new one. A gateway that starts anew is waited for. */
  async openTab(threadId?: string): Promise<TestTab> {
    for (let tries = 1; ; tries++) {
      try {
        return await openTestTab({ url: this.url, ...(threadId === undefined ? {} : { threadId }) })
      } catch (error) {
        if (tries === 3) throw error
      }
    }
  }

  /** Others may suffer from what is done here: from now on until a while after it is over. */
  async harm<T>(work: () => Promise<T>): Promise<T> {
    this.#harms++
    this.#harming++
    try {
      return await work()
    } finally {
      setTimeout(() => this.#harming--, aftermathMs).unref()
    }
  }

  /** Ends the gateway, as a deployment does, and starts another on the same store. */
  async restart(): Promise<void> {
    this.#isRestarting = true
    try {
      await this.harm(() => this.#chat.restart())
    } finally {
      this.#isRestarting = false
    }
  }

  /** What lies in the database, past the gateway. */
  stored(threadId: string): Promise<ThreadState | null> {
    return this.#chat.stored(threadId)
  }

  /** What a run's code told of itself. */
  toldOf(runId: string): readonly Told[] {
    return this.#told.get(runId) ?? []
  }

  forget(runIds: readonly string[]): void {
    for (const runId of runIds) this.#told.delete(runId)
  }

  /** What was logged or left unhandled since the last call and nobody asked for. */
  takeComplaints(): string[] {
    const lines = (this.#chat.logs as LogLine[]).splice(0)
    const bad = lines.filter((line) => !expected.some((start) => line.msg.startsWith(start)) && !isMeant(line))
    return [...this.#unhandled.splice(0), ...bad.map((line) => `logged: ${JSON.stringify(line).slice(0, 1_000)}`)]
  }

  async health(): Promise<{ runs: number; threads: number; hosts: { ready: number; leaving: number } }> {
    const response = await fetch(`${this.url}health`)
    return (await response.json()) as Awaited<ReturnType<Ground['health']>>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#off()
    await this.#chat.close()
    await this.model[Symbol.asyncDispose]()
  }
}

function isMeant(line: LogLine): boolean {
  return JSON.stringify(line).includes(meant)
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
