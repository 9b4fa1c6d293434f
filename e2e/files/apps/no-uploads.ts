import { createApp } from 'chatwright'

/** Takes no files. */
const app = createApp({ uploads: false })

app.onMessage((message, chat) => chat.send(message.text))

export default app
