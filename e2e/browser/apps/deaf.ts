import { createApp, step, type ChatContext } from 'chatwright'

/** Work that hears nothing of a stop, each kind in its way. */
const app = createApp({ name: 'Deaf' })

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const holdTickets = step({ name: 'Hold tickets', type: 'tool' }, () => wait(60_000))

const words: Record<string, (chat: ChatContext) => Promise<unknown>> = {
  /** Ends by itself, well after the stop. */
  slow: async function compareFares(chat) {
    await chat.step('Compare fares', () => wait(1_500))
  },
  /** Does not end. */
  hold: async function bookTrip(chat) {
    await chat.step('Book', async () => Promise.all([holdTickets(), wait(700)]))
  },
  /** Never gives its thread back. */
  async block(chat) {
    await chat.sleep(300)
    while (true);
  },
  /** Does as it is told. */
  good: (chat) => chat.step('Wait', () => chat.sleep(60_000)),
}

app.onMessage(async (message, chat) => {
  await chat.send('Here is a two-day plan that keeps the walking under 8 km a day.')
  await words[message.text]?.(chat)
})

export default app
