import { appendFile } from 'node:fs/promises'
import { createApp } from 'chatwright'

const app = createApp({
  name: 'Concierge',
  // What can be chosen beside the comment. With `onFeedback` alone there are just the thumbs and the comment.
  feedback: { reasons: { up: ['To the point'], down: ['Not true', 'Too long', 'Not what I asked'] } },
})

app.onMessage((message, chat) => chat.send(`The castle opens at nine. You asked: ${message.text}`))

// Kept with the conversation already; this is for your own books. A run like any other: Stop ends it.
app.onFeedback(async ({ value, reasons, comment, message }) => {
  const line = JSON.stringify({ value, reasons, comment, answer: message?.text })
  await appendFile(process.env['FEEDBACK_FILE'] ?? 'feedback.jsonl', `${line}\n`)
})

export default app
