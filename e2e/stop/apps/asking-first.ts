import { createApp, textInput } from 'chatwright'

/** Speaks first: with a question, or with a button. */
const app = createApp({ name: 'Ada' })
const first = process.env['FIRST']

app.onChatStart(async (chat) => {
  if (first === 'text') await chat.send(`Hello ${(await chat.ask.text('Your name?')).text}`)
  if (first === 'choice') await chat.send(await chat.ask.choice('Which?', [{ value: 'sat', label: 'Saturday' }]))
  if (first === 'files') {
    const files = await chat.ask.files('Two files?', { maxFiles: 2 })
    await chat.send((await Promise.all(files.map((file) => file.text()))).join(' and '))
  }
  if (first === 'form') await chat.ask.form('What is it about?', { name: textInput() })
  if (first === 'button') await chat.send('Press', { actions: [{ name: 'go', label: 'Go on' }] })
})
app.onChatResume(async (chat) => {
  if (first === 'text') await chat.ask.choice('Back again?', ['yes'])
})
app.onAction('go', (_, chat) => chat.send('Gone'))
app.onMessage((message, chat) => chat.send(`You said ${message.text}`))

export default app
