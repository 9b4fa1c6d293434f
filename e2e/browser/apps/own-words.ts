import { createApp } from 'chatwright'

/** Tells of a stop in its own words, a moment after it. */
const app = createApp({ name: 'Own words' })

app.onMessage(async (_message, chat) => {
  const reply = chat.message()
  for (let number = 1; ; number++) {
    await reply.append(`${number} `)
    await chat.sleep(15)
  }
})

app.onStop(async () => {
  await new Promise((resolve) => setTimeout(resolve, 300))
  return 'Put down the pen.'
})

export default app
