import { createApp } from 'chatwright'

/** Ways to speak in `onStop`, chosen by the message's text. */
const app = createApp({ name: 'Notices' })

app.onMessage(async (message, chat) => {
  await chat.send(message.text === 'hello' ? 'hello yourself' : 'working')
  if (message.text !== 'hello') await chat.sleep(60_000)
})

app.onStop(async (_stop, chat) => {
  switch (chat.incoming?.text) {
    case 'throws':
      throw new Error('onStop fails')
    case 'hangs':
      return new Promise<string>(() => {})
    case 'sends':
      await chat.send('Sent as the notice.')
      return undefined
    case 'sends without await':
      void chat.send('Sent without await.')
      return undefined
    case 'silent':
      return false
    case 'localised':
      return { en: 'Halted.', de: 'Angehalten.' }
    case 'buttons':
      return { text: 'Paused.', author: 'Ada', actions: [{ name: 'resume', label: 'Resume', payload: { from: 3 } }] }
    case 'nothing':
      return undefined
    default:
      return 'Returned text.'
  }
})

app.onAction('resume', (payload, chat) => chat.send(`Resumed from ${JSON.stringify(payload['from'])}`))

export default app
