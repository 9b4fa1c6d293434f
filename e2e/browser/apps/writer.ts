import { createApp } from 'chatwright'

/** Answers with the Markdown it is given, in pieces of a few characters as a model would, or whole. */
const app = createApp({ name: 'Writer' })

app.onMessage(async (message, chat) => {
  if (message.text.startsWith('whole:')) {
    await chat.send(message.text.slice('whole:'.length))
    return
  }
  await chat.stream(pieces(message.text))
})

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 7) {
    yield text.slice(at, at + 7)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export default app
