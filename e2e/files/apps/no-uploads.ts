import { createApp } from 'chatwright'

/** Takes no files, but where a chat is told otherwise. */
const app = createApp({ uploads: false })

app.onMessage(async (message, chat) => {
  if (message.text === 'allow') await chat.offer({ rules: { uploads: { accept: ['image/*'], maxFiles: 1 } } })
  if (message.text === 'forbid') await chat.offer({ rules: null })
  await chat.send(message.attachments.map(({ name }) => name).join(', ') || message.text)
})

export default app
