import { createApp, file } from 'chatwright'

/** Has what a thread can hold: steps, code, a file, a question, a long answer to be stopped. */
const app = createApp({ name: 'Ada' })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'long':
      await chat.stream(slowly())
      break
    case 'ask':
      await chat.ask.choice('Which slot?', ['morning', 'evening'])
      await chat.send('Noted.')
      break
    default:
      await chat.step({ name: 'Look up', type: 'tool', input: 'owls', showInput: true }, (step) =>
        step.stream(['Two ', 'owls.']),
      )
      await chat.send('The **first** part.', {
        elements: [file({ content: 'place,from\nCastle,09:00\n', name: 'stops [1].csv' })],
      })
      await chat.send('const owls = 2', { language: 'ts' })
  }
})

app.onStop(() => 'Stopped, as you wished.')

async function* slowly(): AsyncGenerator<string> {
  for (let word = 0; word < 600; word++) {
    await new Promise((resolve) => setTimeout(resolve, 40))
    yield `word${word} `
  }
}

export default app
