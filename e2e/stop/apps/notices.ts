import { createApp, image, table } from 'chatwright'
import { samplePng } from '../../lib/samples.ts'

const tile = samplePng(40, 30)

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
      return {
        text: 'Paused.',
        author: 'Ada',
        actions: [{ name: 'resume', label: 'Resume', payload: { from: 3 }, once: true }],
      }
    case 'elements':
      return {
        text: 'As far as it got:',
        elements: [
          table({ name: 'Found', rows: [{ place: 'Castle' }] }),
          image({ content: tile, name: 'tile.png' }),
          image({ path: '/nowhere/at/all.png' }),
        ],
      }
    case 'sends all':
      await chat.send('Sent with all.', {
        actions: [{ name: 'resume', label: 'Resume', payload: { from: 4 } }],
        elements: [image({ content: tile, name: 'tile.png' })],
      })
      return undefined
    case 'nothing':
      return undefined
    default:
      return 'Returned text.'
  }
})

app.onAction('resume', (payload, chat) => chat.send(`Resumed from ${JSON.stringify(payload['from'])}`))

export default app
