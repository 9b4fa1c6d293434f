import { createApp, laterAsk, select, slider, textInput } from 'chatwright'

/** Puts questions that it does not wait with. */
const app = createApp({ name: 'Ada' })

const kinds = {
  name: laterAsk.text('name'),
  slot: laterAsk.choice('slot', ['sat', { value: 'sun', label: 'Sunday' }]),
  sure: laterAsk.confirm('sure'),
  form: laterAsk.form('form', {
    name: textInput({ required: true }),
    key: textInput({ secret: true }),
    seats: slider({ min: 1, max: 6 }),
    day: select({ options: ['mon', 'tue'] }),
  }),
  refund: laterAsk.approve<{ cents: number }>('refund', { editable: true }),
  file: laterAsk.files('file', { accept: ['text/*'] }),
}
const long = laterAsk.text('long')
const unheard = laterAsk.text('unheard')

app.onMessage(async (message, chat) => {
  const [job, ms] = message.text.split(' ')
  const timeoutMs = ms === undefined ? Number.POSITIVE_INFINITY : Number(ms)
  switch (job) {
    case 'name':
    case 'slot':
    case 'sure':
    case 'form':
    case 'file':
      await chat.ask.later(kinds[job] as typeof kinds.name, `${job}?`, { context: { from: message.text }, timeoutMs })
      await chat.send('Asked')
      break
    case 'refund':
      await chat.ask.later(kinds.refund, 'May I?', { args: { cents: 1_250 } })
      break
    case 'long':
      await chat.ask.later(long, 'long?')
      break
    case 'then-works':
      await chat.ask.later(kinds.name, 'name?')
      await chat.sleep(60_000)
      break
    case 'then-throws':
      await chat.ask.later(kinds.name, 'name?')
      throw new Error('after the question')
    case 'unheard': {
      const refused = await chat.ask.later(unheard, 'unheard?').catch((error: { code: string }) => error.code)
      await chat.send(refused)
      break
    }
    case 'pending':
      await chat.send({ json: chat.ask.pending.map(({ key, context }) => ({ key, ...context })) })
      break
    case 'withdraw':
      for (const { id } of chat.ask.pending) await chat.ask.withdraw(id)
      break
    default:
      await chat.send(`You said ${message.text}`)
  }
})

for (const kind of Object.values(kinds)) {
  if (kind.key === process.env['FORGETS']) continue
  app.onAskAnswered<unknown>(kind, async ({ status, value, key, context }, chat) => {
    if (Array.isArray(value)) {
      const [file] = value as { name: string; text(): Promise<string> }[]
      await chat.send(`${file?.name}: ${await file?.text()}`)
      return
    }
    const words = key === 'name' && value !== null ? (value as { text: string }).text : value
    await chat.send(JSON.stringify({ key, status, value: words, ...context, kind: chat.run.kind }))
  })
}
app.onAskAnswered(long, async (_, chat) => {
  await chat.send('at it')
  await chat.sleep(60_000)
  await chat.send('never said')
})

export default app
