import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from 'chatwright'

/** Says `tokens` words, as fast as it can or one every `everyMs`, each with the time it was said. */
const app = createApp({ name: 'Bench' })

app.onMessage(async (message, chat) => {
  const { tokens, everyMs, yields, stamped } = message.metadata as {
    tokens: number
    everyMs?: number
    yields?: boolean
    stamped?: boolean
  }
  const reply = chat.message()
  for (let count = 0; count < tokens; count++) {
    if (everyMs) await sleep(everyMs)
    else if (yields) await new Promise((resolve) => setImmediate(resolve))
    await reply.append(stamped ? `${process.hrtime.bigint()} ` : 'token ')
  }
  await reply.done()
})

export default app
