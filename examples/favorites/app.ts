import { createApp } from 'chatwright'

// The star under what was said keeps it; the star in the composer puts it there again, in any chat.
const app = createApp({ name: 'Concierge', favorites: true })

app.onMessage((message, chat) => chat.send(`You asked: ${message.text}`))

export default app
