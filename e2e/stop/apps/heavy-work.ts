import { appendFileSync } from 'node:fs'
import { count } from './heavy-words.ts'

enum Pace {
  Calm = 5,
}

/** Writes a line every 5 ms without ever letting its loop turn. */
export function writeForever(file: string): never {
  for (;;) {
    appendFileSync(file, `${process.hrtime.bigint()} wrote\n`)
    const until = performance.now() + Pace.Calm
    while (performance.now() < until);
  }
}

export default function countWords(text: string): { words: number; longest: string } {
  return count(text)
}

export function fail(): void {
  throw new RangeError('too heavy')
}

export function crash(): Promise<void> {
  setTimeout(() => {
    throw new Error('thrown in a timer of the worker')
  })
  return new Promise(() => {})
}

export function leave(): void {
  process.exit(7)
}

export function unclonable(): () => void {
  return () => {}
}

export function devour(): number {
  const kept: string[] = []
  for (let n = 0; ; n++) kept.push(`${n} `.repeat(2_000).toUpperCase())
}

/** Gives its buffer back, filled, and leaves a timer behind. */
export async function fill(buffer: Uint8Array): Promise<Uint8Array> {
  setInterval(() => {}, 10)
  await Promise.resolve()
  return buffer.fill(7)
}

export function killAll(): void {
  process.kill(process.pid, 'SIGKILL')
}
