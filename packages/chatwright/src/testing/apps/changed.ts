import { createApp } from 'chatwright'

/** What `talk.ts` becomes when it is changed. */
const app = createApp({ name: 'Changed' })

app.onMessage(async (_message, chat) => {
  await chat.send('changed')
})

export default app
