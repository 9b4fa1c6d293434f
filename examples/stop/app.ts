import { createApp } from 'chatwright'

const app = createApp({ name: 'Stop' })

app.onMessage(async (_, chat) => {
  // Put away however the run ends.
  chat.defer(() => console.log('closed'))
  // Not cut in half: a stop waits for it, up to ten seconds.
  await chat.shield(() => save('begun'))
  await chat.stream(count())
})

app.onStop((stop) => {
  const text = stop.partial.map((message) => message.text).join('')
  const lines = text.split('\n').filter(Boolean).length
  return `Stopped after ${stop.elapsedSeconds} s and ${lines} lines.`
})

/** Knows nothing of a stop, and need not. */
async function* count(): AsyncGenerator<string> {
  for (let line = 1; line <= 200; line++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    yield `${line} of 200, unless you press Stop.\n\n`
  }
}

async function save(what: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  console.log('saved', what)
}

export default app
