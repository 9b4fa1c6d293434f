import { createApp } from 'chatwright'

/** Start-up and resume that take their time. */
const app = createApp({ name: 'Greeter', stopNotice: 'Greeting stopped.' })

app.onChatStart(async (chat) => {
  const reply = chat.message()
  for (let word = 1; ; word++) {
    await reply.append(`hello ${word} `)
    await chat.sleep(10)
  }
})

app.onChatResume(async (chat) => {
  const reply = chat.message()
  for (let word = 1; ; word++) {
    await reply.append(`again ${word} `)
    await chat.sleep(10)
  }
})

app.onMessage((message, chat) => chat.send(`You said ${message.text}`))

export default app
