import { createApp, type ChatContext } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'

/** Work that does not want to end, and says so to the test. */
const app = createApp({ name: 'Unwilling' })

const words: Record<string, (chat: ChatContext) => Promise<unknown>> = {
  /** Swallows every error, the stop included, and goes on counting for six seconds. */
  async count(chat) {
    const reply = chat.message()
    for (let number = 1; number <= 300; number++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      recordSideEffect(number)
      try {
        await reply.append(`${number} `)
      } catch {
        // The bad habit of which a stop must not depend.
      }
    }
  },

  /** Never gives its thread back. */
  async block(chat) {
    await chat.send('Blocking now.')
    await chat.sleep(100)
    while (true);
  },
}

app.onMessage(async (message, chat) => {
  await (words[message.text] ?? (() => chat.send(`You said: ${message.text}`)))(chat)
})

export default app
