import { createApp, text } from 'chatwright'

/** Writes a letter beside the conversation, a sentence for each message. */
const app = createApp({ name: 'Letter', state: () => ({ sentences: [] as string[] }) })

app.onMessage(async (message, chat) => {
  const { sentences } = chat.state
  if (message.text.trim().toLowerCase() === 'close') return chat.panel.close()

  const letter = (): string => `# A letter from Lisbon\n\n${sentences.join('\n\n')}`
  // The panel is the thread's own: stored with it, and there again after a reload.
  const [page] = await chat.panel.open({ layout: 'canvas', elements: [text({ name: 'Letter', content: letter() })] })
  sentences.push('')
  for (const word of message.text.split(/(?<= )/)) {
    sentences.push((sentences.pop() ?? '') + word)
    await page?.update({ content: letter() })
    await chat.sleep(60)
  }
  await chat.send('It is in the letter. Say the next sentence, or `close`.')
})

export default app
