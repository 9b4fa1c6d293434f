import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { detectType, headBytes } from './detect-type.ts'

/** What was kept: its size in bytes and what its content says it is. */
export interface Kept {
  type: string
  bytes: number
}

/**
 * Streams bytes to a path, a few chunks in memory however many they are. Whatever ends it early, an abort of `signal`
 * among that, nothing is left at the path.
 */
export async function keepFile(
  source: Readable,
  path: string,
  { name, told, signal }: { name: string; told?: string | undefined; signal: AbortSignal },
): Promise<Kept> {
  let bytes = 0
  let head = Buffer.alloc(0)
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
      done(null, chunk)
    },
  })
  try {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(source, watched, createWriteStream(path, { mode: 0o600 }), { signal })
    return { bytes, type: await detectType(head, name, told) }
  } catch (error) {
    source.destroy()
    await rm(path, { force: true })
    throw error
  }
}
