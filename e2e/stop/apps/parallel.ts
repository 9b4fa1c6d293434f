import { appendFileSync } from 'node:fs'
import { createApp } from 'chatwright'

/** Answers everything at once, each answer without end; writes a line for each word to the file it is told. */
const app = createApp({ name: 'Parallel', whileRunning: 'parallel' })

app.onMessage(async (message, chat) => {
  const reply = chat.message()
  for (let word = 1; ; word++) {
    await reply.append(`${word} `)
    if (typeof message.metadata['file'] === 'string') appendFileSync(message.metadata['file'], `${message.text}\n`)
    await chat.sleep(10)
  }
})

export default app
