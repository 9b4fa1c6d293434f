import { createApp } from 'chatwright'

/** `state` gives a new thread its values, and `chat.state` its type. They are stored after each run. */
const app = createApp({
  name: 'Shopping list',
  state: () => ({ items: [] as string[] }),
})

app.onChatStart(async (chat) => {
  await chat.send('Name a thing to buy, or type **clear**.')
})

app.onMessage(async (message, chat) => {
  const { state } = chat
  if (message.text.trim().toLowerCase() === 'clear') state.items = []
  else state.items.push(message.text)
  await chat.send(state.items.map((item) => `- ${item}`).join('\n') || 'The list is empty.')
})

export default app
