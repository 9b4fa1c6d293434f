import { growth, takeCensus, takeWorkerCensus, type Census } from './census.ts'
import { checkAlways, checkDeleted } from './always.ts'
import { draw, isDeadly, type Cycle } from './draw.ts'
import { Ground } from './ground.ts'
import { play } from './play.ts'
import { describe, screenOf, type Failure, type StormReport } from './report.ts'
import { Stage } from './stage.ts'

/** From so many cycles on, memory is judged. */
const judgeFrom = 10_000

/** How a storm is set up. */
export interface StormOptions {
  /** The file of app/chaos.ts. */
  app: URL
  seed: number
  /** How many cycles, warm-up included. */
  cycles: number
  atOnce: number
  /** Plays these cycles and no others; nothing is said of memory then. */
  only?: readonly number[]
  /** Hears how far it is. */
  progress?: (text: string) => void
  /** Ends it early after so many cycles that failed. Default 10. */
  mostFailures?: number
}

/** Plays cycles, many at a time, and checks after each of them. */
export async function storm(options: StormOptions): Promise<StormReport> {
  const { app, seed } = options
  const workers = seed % 3 === 0 ? 2 : 1
  await using ground = await Ground.start(app, workers)
  return await new Storm(ground, workers, options).run()
}

class Storm {
  readonly #ground: Ground
  readonly #options: StormOptions
  readonly #report: StormReport
  readonly #startedAt = performance.now()
  /** Whether cycles that end a worker are left out. */
  #isCalm = false

  constructor(ground: Ground, workers: number, options: StormOptions) {
    this.#ground = ground
    this.#options = options
    const { seed } = options
    this.#report = {
      seed,
      cycles: 0,
      seconds: 0,
      workers,
      met: {},
      restarts: 0,
      hosts: 0,
      gateway: null,
      workerHeaps: [],
      failures: [],
    }
  }

  async run(): Promise<StormReport> {
    const { only, cycles } = this.#options
    if (only) await this.#play(only)
    else await this.#playAll(cycles)
    this.#report.seconds = Math.round((performance.now() - this.#startedAt) / 100) / 10
    return this.#report
  }

  /** Warms up; storms, with deaths and restarts; and at last a stretch in which no worker has a reason to die. */
  async #playAll(cycles: number): Promise<void> {
    const { workers } = this.#report
    // Long enough for what the gateway keeps of the past, such as its latest 10,000 answers, to be full.
    const warm = Math.min(2_500, Math.floor(cycles * 0.3))
    const calmFrom = Math.floor(cycles * 0.75)
    const workersWarm = calmFrom + Math.min(600, Math.floor((cycles - calmFrom) / 3))
    await this.#play(range(0, warm))
    const before = await this.#quiet()
    await this.#play(range(warm, calmFrom), Math.min(2_500, Math.ceil((calmFrom - warm) / 2)))
    this.#isCalm = true
    await this.#play(range(calmFrom, workersWarm))
    await this.#quiet()
    const workersBefore = await takeWorkerCensus(this.#ground, workers)
    await this.#play(range(workersWarm, cycles))
    await this.#quiet()
    const workersAfter = await takeWorkerCensus(this.#ground, workers)
    const after = await this.#quiet()
    this.#report.gateway = { before, after }
    this.#report.workerHeaps = [...workersAfter].map(([worker, { heapMb }]) => ({
      before: workersBefore.get(worker)?.heapMb ?? null,
      after: heapMb,
    }))
    // A short storm says nothing of memory: what is still being warmed up grows.
    if (cycles < judgeFrom) return
    const problems = growth('the gateway', before, after)
    if (after.listeners > before.listeners)
      problems.push(`listeners grew from ${before.listeners} to ${after.listeners}`)
    for (const [worker, census] of workersAfter) {
      const earlier = workersBefore.get(worker)
      if (earlier) problems.push(...growth(`worker ${worker}`, earlier, census))
    }
    if (problems.length > 0) this.#fail(-1, null, problems, '')
  }

  async #play(numbers: readonly number[], restartEvery = 0): Promise<void> {
    const left = [...numbers]
    const { atOnce, mostFailures = 10, progress, cycles, only } = this.#options
    let sinceRestart = 0
    const lane = async (): Promise<void> => {
      for (let number = left.shift(); number !== undefined; number = left.shift()) {
        if (this.#report.failures.length >= mostFailures) return
        await this.#cycle(draw(this.#options.seed, number))
        const done = ++this.#report.cycles
        if (done % 500 === 0 || done === cycles) progress?.(`${done} of ${only ? only.length : cycles} cycles`)
        if (restartEvery === 0 || ++sinceRestart % restartEvery !== 0 || this.#ground.isRestarting) continue
        this.#report.restarts++
        await this.#ground.restart()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
  }

  async #cycle(cycle: Cycle): Promise<void> {
    const work = (): Promise<void> => this.#playOne(cycle)
    if (!isDeadly(cycle)) return work()
    if (!this.#isCalm) await this.#ground.harm(work)
  }

  async #playOne(cycle: Cycle): Promise<void> {
    let stage: Stage | null = null
    try {
      stage = await Stage.open(this.#ground, cycle)
      await play(stage)
      await (stage.isDeleted ? checkDeleted(stage) : checkAlways(stage))
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (stage) stage.problems.push(text)
      else this.#fail(cycle.number, cycle, [text], '')
    }
    this.#meet(cycle, stage)
    if (!stage) return
    const complaints = this.#ground.takeComplaints()
    const problems = [...stage.problems, ...complaints.map((text) => `(here or in a cycle beside it) ${text}`)]
    if (problems.length > 0) this.#fail(cycle.number, cycle, problems, screenOf(stage))
    const runIds = [...stage.runIds, ...stage.me.tab.runs.map(({ id }) => id)]
    if (!stage.isDeleted) await stage.command('deleteThread', { threadId: stage.threadId })
    await stage.close()
    this.#ground.forget(runIds)
  }

  /** Everything is over and was put away. */
  async #quiet(): Promise<Census> {
    let health = await this.#ground.health()
    for (let tries = 0; tries < 100 && health.runs > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      health = await this.#ground.health()
    }
    if (health.runs > 0) this.#fail(-1, null, [`it does not come to rest: ${JSON.stringify(health)}`], '')
    this.#report.hosts = health.hosts.ready
    return takeCensus()
  }

  #meet(cycle: Cycle, stage: Stage | null): void {
    const ends = (stage?.tabs ?? []).flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'run-settled' ? [`settled ${event.stage}`] : [])),
    )
    const runs = stage?.me.tab.runs ?? []
    const states = runs.map((run) => `run ${run.state}`)
    const names = [`work ${cycle.job.do}`, `stop ${cycle.stop.when}`, `by ${cycle.stop.how}`, `line ${cycle.line.what}`]
    for (const name of [...names, ...states, ...new Set(ends)]) {
      this.#report.met[name] = (this.#report.met[name] ?? 0) + 1
    }
  }

  #fail(cycle: number, drawn: Cycle | null, seen: string[], screen: string): void {
    const failure: Failure = {
      seed: this.#options.seed,
      cycle,
      drawn,
      seen: seen.slice(0, 12),
      screen,
    }
    this.#report.failures.push(failure)
    this.#options.progress?.(describe(failure))
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
