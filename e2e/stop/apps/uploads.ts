import { createReadStream } from 'node:fs'
import { createApp, type UploadAnswer } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'

/** Looks at each file before it is taken in: its name says what becomes of it. */
const app = createApp({ name: 'Ada', uploads: { maxFiles: 5, maxSizeMb: 5 } })

app.onUpload(async (file, chat): Promise<UploadAnswer> => {
  recordSideEffect(`saw ${file.name} ${file.type} ${file.bytes}`)
  switch (file.name.split('.')[0]) {
    case 'virus':
      return { refuse: 'It has a virus.' }
    case 'read': {
      let bytes = 0
      for await (const chunk of createReadStream(file.path)) bytes += (chunk as Buffer).length
      recordSideEffect(`read ${bytes} ${(await file.text()).slice(0, 5)}`)
      return undefined
    }
    case 'throws':
      throw new Error('The scanner is broken: secret-host:3310.')
    case 'nonsense':
      return 'no' as never
    case 'skipped':
      await chat.ask.text('May I?', { timeoutMs: 50 })
      return undefined
    case 'hangs':
      await new Promise(() => {})
      return undefined
    case 'slow':
      await chat.sleep(800)
      recordSideEffect(`through ${file.name}`)
      return undefined
    case 'says':
      await chat.send(`Looking at ${file.name} …`)
      return undefined
    case 'blocks':
      for (;;);
    default:
      return undefined
  }
})

app.onMessage(async (message, chat) => {
  if (message.text === 'ask') {
    const files = await chat.ask.files('Which?', { maxFiles: 3, otherwise: [] })
    return void (await chat.send(`Given: ${files.map(({ name }) => name).join(', ') || 'none'}`))
  }
  await chat.send(`Got: ${message.attachments.map(({ name }) => name).join(', ') || 'nothing'}`)
})

export default app
