import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from 'chatwright'
import type { countPrimes } from './primes.ts'

const app = createApp({ name: 'Primes' })

/** Declared by name, so that another worker can do it when this one is lost. */
const removeFile = app.undo('remove-file', ({ path }: { path: string }) => rm(path, { force: true }))

app.onMessage(async (message, chat) => {
  const most = Number(message.text)
  if (!Number.isSafeInteger(most)) return void (await chat.send('Up to which number? Try 100.'))

  const diary = join(tmpdir(), `primes-${chat.run.id}.txt`)
  await chat.deferUndo(removeFile, { path: diary })

  // A function from a module, with its types. A stop ends its thread in the middle of the loop.
  const primes = await chat.offload<typeof countPrimes>(new URL('./primes.ts', import.meta.url), {
    export: 'countPrimes',
    args: [most, diary],
  })

  // A function that stands alone is sent by its source.
  const density = await chat.offload(
    (count: number, most: number) => ((100 * count) / most).toFixed(1),
    primes.count,
    most,
  )
  await chat.send(`There are ${primes.count} primes up to ${most}: ${density} %. The largest is ${primes.largest}.`)
})

export default app
