import { createApp } from 'chatwright'

/** What bench/stop.mjs stops: a stream, a model that answers over HTTP, and a loop that blocks its thread. */
const app = createApp({ name: 'Bench' })

app.onMessage(async (message, chat) => {
  const { kind, url } = message.metadata as { kind: 'stream' | 'model' | 'blocked' | 'echo'; url?: string }
  if (kind === 'echo') {
    await chat.send('here')
  } else if (kind === 'model' && url) {
    const response = await fetch(url, { signal: chat.signal })
    if (!response.body) throw new Error('no body')
    await chat.stream(response.body.pipeThrough(new TextDecoderStream()))
  } else if (kind === 'blocked') {
    await chat.send('blocking')
    for (;;);
  } else {
    const reply = chat.message()
    for (;;) {
      await reply.append('word ')
      await chat.sleep(20)
    }
  }
})

export default app
