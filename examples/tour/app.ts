import { createApp, image, type ChatContext } from 'chatwright'
import { commandFor, findExamples, tableOf } from './examples.ts'
import { blocked, goodbye, greeting, hint, markdown, offers, poem, stubborn } from './texts.ts'

/** A guide through Chatwright that needs no model: each word shows one thing. */
const app = createApp({ name: 'Tour', feedback: true, favorites: true, state: () => ({ count: 0 }) })

type Chat = ChatContext<{ count: number }>

app.onChatStart(async (chat) => {
  await chat.send(greeting)
})

app.onMessage(async (message, chat) => {
  const words = message.text.toLowerCase().match(/[a-z]+(-[a-z]+)*/g) ?? []
  const [word = '', name] = words
  if (word === 'example' && name !== undefined) await showExample(chat, name)
  else await (stations[words.join('')] ?? lost)(chat)
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

  /** The small apps beside this one. */
  async examples(chat) {
    const examples = await findExamples()
    await chat.send(`Each of these is one small file. Type **example** and a name to see one.\n\n${tableOf(examples)}`)
  },

  async error(chat) {
    await chat.send('The next thing this handler does is throw.')
    throw new Error('Thrown on purpose, by the tour.')
  },
}

/** What one of the examples looks like, and how to run it. */
async function showExample(chat: Chat, name: string): Promise<void> {
  const example = (await findExamples()).find((one) => one.name === name)
  if (!example) return void (await chat.send(`There is no example “${name}”. Type **examples** for a list.`))
  const { shows, picture } = example
  await chat.send(`${shows}\n\n\`\`\`sh\n${commandFor(name)}\n\`\`\``, {
    elements: picture ? [image({ path: picture, name: `${name}.png`, alt: `The example ${name}` })] : [],
  })
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
