import { createApp } from 'chatwright'

/** No callback: what the reader is told is the page's default. */
const app = createApp({ name: 'Plain' })

app.onMessage(async (_message, chat) => {
  await chat.send('working')
  await chat.sleep(60_000)
})

export default app
