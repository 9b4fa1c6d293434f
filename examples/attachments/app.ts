import { createApp } from 'chatwright'

const app = createApp({
  name: 'Reader',
  uploads: { accept: ['text/*', 'image/*', 'application/pdf'], maxFiles: 5, maxSizeMb: 20 },
})

// Looked at before it is taken in: here, whether somebody would share their keys.
app.onUpload(async (file) => {
  for await (const piece of file.stream()) {
    if (Buffer.from(piece).includes('PRIVATE KEY')) return { refuse: 'It holds a private key.' }
  }
  return undefined
})

app.onMessage(async (message, chat) => {
  if (message.attachments.length === 0)
    return void (await chat.send('Attach a file: by the paper clip, by paste, or drop it here.'))
  for (const attachment of message.attachments) {
    const { name, kind, type, bytes } = attachment
    if (!type.startsWith('text/')) {
      await chat.send(`${name} is ${kind === 'file' ? 'a file' : `of kind ${kind}`} (${type}, ${bytes} bytes).`)
      continue
    }
    // Piece by piece: it may be larger than the memory.
    let lines = 0
    for await (const piece of attachment.stream()) lines += piece.filter((byte) => byte === 10).length
    await chat.send(`${name} has ${lines} lines.`)
  }
})

export default app
