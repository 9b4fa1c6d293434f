import { writeSync } from 'node:fs'
import type { ThreadWrite } from '@chatwright/gateway/ports'
import { newId } from '@chatwright/protocol'
import { placed, sampleMessage, sampleRun, sampleWrite } from '../../testing/samples.ts'
import { createSqliteStore } from '../sqlite-store.ts'

/*
 * Opens the store in the folder it is given and says so; then writes to three threads without end and says, once a write
 * is acknowledged, which thread holds how many messages.
 */
const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}
const store = createSqliteStore({ folder: process.argv[2] ?? '' })
try {
  await store.open()
} catch (error) {
  say(`refused ${(error as { code: string }).code}`)
  process.exit(0)
}
say('open')
const run = sampleRun()
const threads: ThreadWrite[] = Array.from({ length: 3 }, () => sampleWrite({ runs: placed([run]) }))
for (let count = 1; ; count++) {
  for (const thread of threads) {
    const text = `${count} ${'x'.repeat((count * 997) % 20_000)}`
    const messages = placed([sampleMessage({ id: newId(), runId: run.id, text })], count)
    await store.write({ ...thread, seq: count, messages })
    say(`${thread.threadId} ${count}`)
  }
}
