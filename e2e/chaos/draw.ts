import type { AtStop, Job, Work } from './job.ts'
import { Random } from './random.ts'

/** One cycle, as drawn: what the handler does, and what happens to it meanwhile. */
export interface Cycle {
  number: number
  job: Job
  stop: Stop
  /** How many short messages are sent while the answer is under way. */
  queued: number
  /** What becomes of those that a stop held back. */
  held: 'release' | 'withdraw' | 'leave'
  /** Whether another tab watches from the start. */
  isWatched: boolean
  /** What happens to the first tab's line, and how many milliseconds after the message. */
  line: { what: 'steady' | 'cut' | 'reload'; atMs: number; forMs: number }
  /** Whether a question is answered, a button pressed. */
  isAnswered: boolean
  /** When another chat of the same worker calls `process.exit`, in milliseconds, or null. */
  killAtMs: number | null
  /** What is done once the run is over, or in place of a stop. */
  followUp: 'nothing' | 'edit' | 'continue' | 'again'
}

/** When Stop is pressed, and how. */
export interface Stop {
  when: 'never' | 'before' | 'at-once' | 'later' | 'after-end'
  atMs: number
  how:
    | 'button'
    | 'command'
    | 'all'
    | 'other-tab'
    | 'three-tabs'
    | 'step'
    | 'force'
    | 'offline'
    | 'edit'
    | 'new-chat'
    | 'delete'
}

/** Whether a cycle ends a worker. */
export function isDeadly({ job, killAtMs }: Cycle): boolean {
  return job.do === 'blocked' || job.do === 'exit' || killAtMs !== null
}

/** Draws a cycle: the same one for the same seed and number. */
export function draw(seed: number, number: number): Cycle {
  const random = new Random(seed, number)
  const work = drawWork(random)
  const stop = drawStop(random, work)
  return {
    number,
    job: { ...work, atStop: drawAtStop(random) },
    stop,
    queued: random.chance(0.15) ? random.int(1, 3) : 0,
    held: random.pick(['release', 'withdraw', 'leave']),
    isWatched: stop.how === 'other-tab' || stop.how === 'three-tabs' || random.chance(0.25),
    line: {
      what: random.weighted({ steady: 80, cut: 12, reload: 8 }),
      atMs: random.ms(0, 300),
      forMs: random.ms(0, 600),
    },
    isAnswered: random.chance(0.4),
    killAtMs: random.chance(0.002) ? random.ms(0, 300) : null,
    followUp: random.weighted({ nothing: 80, edit: 8, continue: 6, again: 6 }),
  }
}

const works = {
  echo: 4,
  stream: 18,
  sleep: 8,
  nested: 8,
  parallel: 7,
  unawaited: 7,
  stubborn: 7,
  ask: 8,
  buttons: 6,
  plan: 5,
  shield: 4,
  defer: 5,
  fails: 5,
  stray: 3,
  busy: 3,
  model: 6,
  flood: 4,
  rewrite: 4,
  blocked: 0.3,
  exit: 0.3,
} satisfies Partial<Record<Work['do'], number>>

function drawWork(random: Random): Work {
  const name = random.weighted(works)
  const ms = random.ms(1, 800)
  switch (name) {
    case 'echo':
    case 'blocked':
      return { do: name }
    case 'stream':
      return { do: name, everyMs: random.ms(0, 20), words: random.chance(0.5) ? random.int(1, 60) : 0 }
    case 'sleep':
    case 'busy':
    case 'rewrite':
    case 'exit':
      return { do: name, ms }
    case 'nested':
      return { do: name, depth: random.int(1, 5), ms }
    case 'parallel':
      return { do: name, parts: Array.from({ length: random.int(2, 5) }, () => random.ms(1, 800)) }
    case 'unawaited':
      return { do: name, what: random.pick(['calls', 'loop', 'timers']), ms }
    case 'stubborn':
      // The last lives past the grace: its work is given up on.
      return { do: name, ms: random.chance(0.1) ? 3_000 : random.ms(50, 1_500) }
    case 'ask':
      return {
        do: name,
        kind: random.pick(['text', 'choice', 'confirm', 'files']),
        timeoutMs: random.chance(0.3) ? Math.max(1, ms) : 60_000,
      }
    case 'buttons':
      return {
        do: name,
        job: random.pick<Work>([{ do: 'echo' }, { do: 'sleep', ms: 60_000 }, { do: 'nested', depth: 2, ms }]),
      }
    case 'plan':
      return { do: name, tasks: random.int(1, 4), ms }
    case 'shield':
      return { do: name, ms, deadlineMs: Math.max(1, random.ms(10, 1_000)), isDeaf: random.chance(0.4) }
    case 'defer':
      return { do: name, how: Array.from({ length: random.int(1, 4) }, () => drawDefer(random)), ms }
    case 'fails':
      return { do: name, when: random.pick(['before', 'after']), ms }
    case 'stray':
      return { do: name, what: random.pick(['throw', 'reject']), ms }
    case 'model':
      return { do: name, url: '', key: `${random.int(0, 2_000_000_000)}` }
    case 'flood':
      return { do: name, messages: random.int(1, 150) }
  }
}

function drawDefer(random: Random): 'fine' | 'throws' | 'hangs' | 'late' {
  return random.weighted({ fine: 50, throws: 30, late: 15, hangs: 5 })
}

function drawAtStop(random: Random): AtStop {
  return random.weighted({ default: 45, text: 20, silent: 10, throws: 7, sends: 7, forgets: 7, hangs: 2, late: 2 })
}

function drawStop(random: Random, work: Work): Stop {
  const isEndless = work.do === 'blocked' || (work.do === 'stream' && work.words === 0)
  const when = random.weighted({
    never: isEndless ? 0 : 8,
    before: 4,
    'at-once': 10,
    later: 73,
    'after-end': isEndless ? 0 : 5,
  })
  const how = random.weighted({
    button: 40,
    command: 15,
    all: 10,
    'other-tab': 8,
    'three-tabs': 7,
    step: work.do === 'nested' || work.do === 'parallel' ? 30 : 1,
    force: 8,
    offline: 5,
    edit: 4,
    'new-chat': 4,
    delete: 4,
  })
  return { when, atMs: random.ms(0, 700), how }
}
