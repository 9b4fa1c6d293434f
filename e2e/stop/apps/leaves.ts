import { createApp } from 'chatwright'

/** Stops a moment after the last viewer has left. */
const app = createApp({ name: 'Leaves', onDisconnect: { stopAfterMs: 300 } })

app.onMessage(async (_message, chat) => {
  const reply = chat.message()
  for (let word = 1; ; word++) {
    await reply.append(`${word} `)
    await chat.sleep(10)
  }
})

export default app
