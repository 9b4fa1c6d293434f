import { createApp, table } from 'chatwright'

/** Answers for bench/web.mjs: `stream CHARACTERS TOKENS_PER_SECOND`, `table ROWS`, or a short echo. */
const app = createApp({ name: 'Bench' })

const paragraph =
  'The keeper climbs the **stairs**, looks at the `sea`, and writes down what it does. A ship passes far out, ' +
  'and [its lights](https://example.org) go under one after the other.\n\n- one thing\n- another thing\n\n'

app.onMessage(async (message, chat) => {
  const [command, characters, rate] = message.text.split(' ')
  if (command === 'table') {
    const rows = Array.from({ length: Number(characters) }, (_, row) => ({
      id: row,
      place: `Place ${row % 977}`,
      price: (row * 7_919) % 10_007,
      note: `What there is to say of row ${row}`,
    }))
    await chat.send('Here it is.', { elements: [table({ name: 'Rows', rows })] })
    return
  }
  if (command !== 'stream') {
    await chat.send(`Echo of ${message.text}. ${paragraph}`)
    return
  }
  const reply = chat.message()
  const everyMs = 1_000 / Number(rate)
  const startedAt = performance.now()
  let said = 0
  for (let token = 0; said < Number(characters); token++) {
    const text = paragraph.slice((token * 5) % paragraph.length, ((token * 5) % paragraph.length) + 5)
    said += text.length
    await reply.append(text)
    const waitMs = startedAt + token * everyMs - performance.now()
    if (waitMs > 1) await chat.sleep(waitMs)
  }
  await reply.append(` END${Date.now()}`)
  await reply.done()
})

export default app
