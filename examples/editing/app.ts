import { createApp } from 'chatwright'

// An edit while an answer is written stops that answer and begins another.
const app = createApp({ name: 'Planner', whileRunning: 'interrupt' })

app.onMessage(async (message, chat) => {
  // The way that leads here, and nothing of those that were left: what a model would be told.
  const days = chat.history.messages.filter(({ role }) => role === 'user').map(({ text }) => text)
  // Said in place of another message, or to have the same answered anew.
  const opening = message.replaces ? 'Another way: day' : 'Day'
  await chat.stream(slowly(`${opening} ${days.length} is for ${message.text}. So far: ${days.join(', then ')}.`))
})

async function* slowly(text: string): AsyncGenerator<string> {
  for (const word of text.split(/(?<= )/)) {
    await new Promise((resolve) => setTimeout(resolve, 40))
    yield word
  }
}

export default app
