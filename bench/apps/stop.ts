import { setTimeout as wait } from 'node:timers/promises'
import { createApp, type ChatContext } from 'chatwright'

/** What bench/stop.mjs stops, as the metadata of a message says. */
const app = createApp({ name: 'Bench' })

/** Waits in a way that no stop ends before it comes to force. */
const nap = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const jobs = {
  echo: (chat: ChatContext) => chat.send('here'),

  stream: async (chat: ChatContext) => {
    const reply = chat.message()
    for (;;) {
      await reply.append('word ')
      await chat.sleep(20)
    }
  },

  /** Text faster than a slow line takes it. */
  torrent: async (chat: ChatContext) => {
    const reply = chat.message()
    for (;;) {
      await reply.append('word word word word ')
      await chat.sleep(2)
    }
  },

  /** A model that answers over HTTP. */
  model: async (chat: ChatContext, url: string) => {
    const response = await fetch(url, { signal: chat.signal })
    if (!response.body) throw new Error('no body')
    await chat.stream(response.body.pipeThrough(new TextDecoderStream()))
  },

  /** A tool that waits for an answer over HTTP and for a while, both at once. */
  tool: (chat: ChatContext, url: string) =>
    chat.step({ name: 'Look it up', type: 'tool' }, async () => {
      await chat.send('looking')
      await Promise.all([fetch(url, { signal: chat.signal }).then((response) => response.text()), chat.sleep(60_000)])
    }),

  /** A request that fails and is tried again after 30 s. */
  retry: async (chat: ChatContext) => {
    await chat.send('trying')
    for (;;) await wait(30_000, undefined, { signal: chat.signal })
  },

  /** Never looks at the signal. */
  deaf: async (chat: ChatContext) => {
    await chat.send('sleeping')
    await nap(8_000)
  },

  /** Catches whatever it is refused, and goes on. */
  stubborn: async (chat: ChatContext) => {
    await chat.send('I never stop.')
    const end = Date.now() + 8_000
    while (Date.now() < end) {
      for (const attempt of [() => chat.send('still here'), () => chat.step('Still working', () => 'done')]) {
        await attempt().catch(() => undefined)
      }
      await nap(20)
    }
  },

  blocked: async (chat: ChatContext) => {
    await chat.send('blocking')
    for (;;);
  },

  button: (chat: ChatContext) => chat.send('Press it', { actions: [{ name: 'long', label: 'Long' }] }),
} satisfies Record<string, (chat: ChatContext, url: string) => unknown>

app.onMessage((message, chat) => {
  const { kind, url = '' } = message.metadata as { kind?: keyof typeof jobs; url?: string }
  return jobs[kind ?? 'stream'](chat, url)
})

app.onAction('long', async (_payload, chat) => {
  await chat.send('at it')
  await chat.sleep(60_000)
})

export default app
