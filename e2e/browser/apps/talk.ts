import { createApp, type ChatContext } from 'chatwright'

/** Says what it is asked to, at a pace at which a test can look. */
const app = createApp({ name: 'Talk', description: 'Ask it to count.' })

const words: Record<string, (chat: ChatContext) => Promise<unknown>> = {
  /** Numbers without end. */
  async count(chat) {
    const reply = chat.message()
    for (let number = 1; ; number++) {
      await reply.append(`${number} `)
      await chat.sleep(15)
    }
  },

  /** A first half at once, the rest two seconds later. */
  async halves(chat) {
    const reply = chat.message()
    await reply.append('The **first** half, ')
    await chat.sleep(2_000)
    await reply.append('and the second.')
  },

  /** Lines enough to scroll. */
  long: (chat) => chat.send(Array.from({ length: 60 }, (_, line) => `Line ${line + 1} of many.`).join('\n\n')),

  throw: async (chat) => {
    await chat.send('So far so good.')
    throw new Error('The shelf fell down.')
  },

  'throw at once': () => Promise.reject(new Error('The shelf fell down.')),
}

app.onMessage(async (message, chat) => {
  await (words[message.text] ?? (() => chat.send(`You said: ${message.text}`)))(chat)
})

export default app
