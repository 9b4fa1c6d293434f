import { createApp, type ChatContext } from 'chatwright'
import { blocked, goodbye, greeting, hint, markdown, offers, poem, stubborn } from './texts.ts'

/** A guide through Chatwright that needs no model: each word shows one thing. */
const app = createApp({ name: 'Tour', state: () => ({ count: 0 }) })

type Chat = ChatContext<{ count: number }>

app.onChatStart(async (chat) => {
  await chat.send(greeting)
})

app.onMessage(async (message, chat) => {
  const word = message.text.toLowerCase().replace(/[^a-z]/g, '')
  await (stations[word] ?? lost)(chat)
})

app.onStop((stop) => `Stopped after ${stop.elapsedSeconds} s. ${goodbye}`)

/** What each word shows. */
const stations: Record<string, (chat: Chat) => Promise<void>> = {
  /** A long answer. The handler does nothing to be stoppable. */
  async stop(chat) {
    await chat.stream(slowly(chat, poem()))
  },

  /** Steps in steps, side by side, with output that streams. */
  async steps(chat) {
    const found = await chat.step('Plan a day out', async () => {
      const [weather, trains] = await Promise.all([lookUp(chat, 'weather'), lookUp(chat, 'trains')])
      await chat.step({ name: 'Decide', type: 'llm' }, async (step) => {
        await step.stream(slowly(chat, 'Sun until four, so the early train. Back before the rain.'))
      })
      return `${weather} ${trains}`
    })
    await chat.send(
      `${found} Open the steps above to see what went in and what came out. Type **steps** again and press Stop halfway: every open step ends with the run.`,
    )
  },

  /** A handler that catches everything, the stop included, and goes on. */
  async stubborn(chat) {
    await chat.send(stubborn)
    const message = chat.message()
    for (let line = 1; line <= 100; line++) {
      await new Promise((resolve) => setTimeout(resolve, 400))
      try {
        await message.append(`${line}. Still here.\n`)
      } catch {
        // The bad habit this station is about.
      }
    }
  },

  /** A handler that never gives its thread back. */
  async blocked(chat) {
    await chat.send(blocked)
    await chat.sleep(500)
    while (true);
  },

  async markdown(chat) {
    await chat.stream(slowly(chat, markdown, 15))
  },

  /** A value the thread keeps. */
  async state(chat) {
    chat.state.count++
    const times = chat.state.count === 1 ? 'once' : `${chat.state.count} times`
    await chat.send(
      `You have typed this ${times} in this chat. The number lives in \`chat.state\`, typed by \`createApp({ state })\`, and it is still there after a reload or a restart. A new chat begins at zero.`,
    )
  },

  async error(chat) {
    await chat.send('The next thing this handler does is throw.')
    throw new Error('Thrown on purpose, by the tour.')
  },
}

async function lost(chat: Chat): Promise<void> {
  await chat.send(hint)
}

function lookUp(chat: Chat, subject: keyof typeof offers): Promise<string> {
  return chat.step({ name: `Look up ${subject}`, type: 'tool', input: { subject, day: 'Saturday' } }, async (step) => {
    await chat.step('Ask the service', () => chat.sleep(700))
    await step.stream(slowly(chat, offers[subject]))
    return offers[subject]
  })
}

/** A text word by word, as a model would give it. `paceMs`: milliseconds for each word. */
async function* slowly(chat: Chat, text: string, paceMs = 45): AsyncGenerator<string> {
  for (const word of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
    await chat.sleep(paceMs)
    yield word
  }
}

export default app
