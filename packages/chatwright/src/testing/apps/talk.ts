import { createApp } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'

/** An app for the test kit's own tests: does what it is told. */
const app = createApp({ name: 'Talk' })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'count':
      await chat.stream(count(chat.signal))
      break
    case 'block':
      for (;;);
    case 'exit':
      process.exit(3)
      break
    case 'stray':
      void Promise.reject(new Error('nobody cares'))
      setTimeout(() => {
        throw new Error('thrown in a timer')
      })
      await chat.send('still here')
      break
    case 'effect':
      // A plain timer would go with the stopped run.
      void chat.shield(async () => {
        await new Promise((resolve) => setTimeout(resolve, 300))
        recordSideEffect('wrote')
      })
      await chat.send('begun')
      await chat.sleep(60_000)
      break
    case 'step':
      await chat.step('Search', () => chat.sleep(1))
      await chat.send('found')
      break
    case 'fail':
      throw new Error('as told')
    default:
      await chat.send(`You said ${message.text}`)
  }
})

async function* count(signal: AbortSignal): AsyncGenerator<string> {
  for (let number = 1; number <= 10_000 && !signal.aborted; number++) {
    yield `${number} `
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export default app
