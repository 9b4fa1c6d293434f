import { createApp, currentChat, step, table } from 'chatwright'

const app = createApp({ name: 'Steps' })

/** A function that is a step wherever it is called; its arguments go in, its result comes out. */
const search = step({ name: 'Search', type: 'tool' }, async (place: string) => {
  await currentChat().sleep(400)
  return `Two results in ${place}.`
})

const results = [
  { title: 'Tiles of the old town', place: 'Library' },
  { title: 'A tram of 1914', place: 'Archive' },
]

app.onMessage(async (message, chat) => {
  await chat.step({ name: 'Research', input: message.text }, async (research) => {
    // Side by side, and nested in Research because they are called in it.
    await Promise.all([search('the library'), search('the archive')])
    await research.stream(['Four results, ', 'two of them ', 'twice.'])
    await research.addElement(table({ name: 'Results', rows: results }))
  })
  await chat.send('Found two things. The steps above show how.')
})

export default app
