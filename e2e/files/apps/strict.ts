import { createApp } from 'chatwright'

/** Takes pictures, tables that end in `.csv`, and two kinds that no content tells: two files at most, 10 kB each. */
const app = createApp({
  uploads: {
    accept: { 'image/png': [], 'text/csv': ['.csv'], 'application/x-part': ['.part'], 'chemical/x-xyz': ['.xyz'] },
    maxFiles: 2,
    maxSizeMb: 0.01,
  },
})

app.onMessage(async (message, chat) => {
  if (message.text === 'slow') {
    await chat.send('waiting')
    await chat.sleep(60_000)
  }
  const place = message.replaces === undefined ? '' : ` in place of ${message.replaces}`
  await chat.send(`${message.attachments.length} files${place}`)
})

export default app
