import { createApp } from 'chatwright'

const app = createApp({ name: 'Hello' })

app.onMessage(async (message, chat) => {
  await chat.stream(echo(message.text))
})

async function* echo(text: string): AsyncGenerator<string> {
  for (const word of `You said: ${text}`.split(/(?<= )/)) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    yield word
  }
}

export default app
