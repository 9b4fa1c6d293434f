import type { Census } from './census.ts'
import type { Cycle } from './draw.ts'
import type { Stage } from './stage.ts'

/** A cycle that did not go as it must. */
export interface Failure {
  seed: number
  cycle: number
  drawn: Cycle | null
  seen: string[]
  screen: string
}

/** What a storm came to. */
export interface StormReport {
  seed: number
  cycles: number
  seconds: number
  workers: number
  /** How often each kind of work, way to stop and end of a run was met. */
  met: Record<string, number>
  restarts: number
  /** How many workers served at the end: more than `workers` when one was late meanwhile and another took over. */
  hosts: number
  /** Of the gateway's process: after the warm-up and at the end. */
  gateway: { before: Census; after: Census } | null
  /** Of the workers at the end, in megabytes; `before`: in the last, calm quarter of the storm, once they were warm. */
  workerHeaps: { before: number | null; after: number }[]
  failures: Failure[]
}

/** What is on screen, and what the page asked the server for. */
export function screenOf(stage: Stage): string {
  const { text, commands } = stage.me.tab
  const asked = commands.map(({ name, body, answer }) => `${name} ${JSON.stringify(body)} → ${JSON.stringify(answer)}`)
  return `${text.slice(-2_000)}\nasked:\n${asked.join('\n').slice(0, 3_000)}`
}

/** A failure as a person reads it. */
export function describe({ seed, cycle, drawn, seen, screen }: Failure): string {
  return [
    cycle < 0 ? `The run with seed ${seed} failed:` : `Cycle ${cycle} of seed ${seed} failed.`,
    ...(drawn ? [`drawn: ${JSON.stringify(drawn)}`] : []),
    ...seen.map((text) => `seen: ${text}`),
    ...(screen === '' ? [] : ['on screen:', screen]),
    ...(cycle < 0 ? [] : [`again: npm run chaos -- --seed ${seed} --only ${cycle}`]),
  ].join('\n')
}
