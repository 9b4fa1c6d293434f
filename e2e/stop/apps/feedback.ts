import { appendFileSync } from 'node:fs'
import { createApp } from 'chatwright'

/** Writes to `FEEDBACK_FILE` what it hears; the comment says what else it does. */
const app = createApp({ feedback: { reasons: { up: ['Clear'], down: ['Wrong', 'Long'] } } })

const note = (line: object): void => appendFileSync(process.env['FEEDBACK_FILE'] as string, `${JSON.stringify(line)}\n`)

app.onMessage(async (message, chat) => {
  if (message.text === 'slowly') {
    await chat.stream(slowly())
    return
  }
  await chat.send('A first part.')
  await chat.send(`An answer to ${message.text}.`)
})

async function* slowly(): AsyncGenerator<string> {
  for (let word = 0; word < 600; word++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    yield `word${word} `
  }
}

app.onFeedback(async ({ value, reasons, comment, message, userId }, chat) => {
  if (comment === 'throw') throw new Error('The books are closed.')
  if (comment === 'slow') await chat.sleep(1_200)
  note({ value, reasons, comment, text: message?.text, userId })
  if (comment === 'thank') await chat.send('Thank you.')
})

app.onFeedbackRemoved(({ value, comment }) => note({ removed: value, comment }))

export default app
