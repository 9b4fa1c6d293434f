import { createApp } from 'chatwright'

/** No notice at all: the default is off and there is no callback. */
const app = createApp({ name: 'Silent', stopNotice: false })

app.onMessage(async (_message, chat) => {
  await chat.send('working')
  await chat.sleep(60_000)
})

export default app
