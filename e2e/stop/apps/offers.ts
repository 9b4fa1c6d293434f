import { createApp, select, slider, tab, textInput, toggle } from 'chatwright'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Offers all there is in the composer; says what its handlers are told. `SLOW_SETUP`: how long its functions take. */
const app = createApp({
  name: 'Ada',
  starters: async ({ locale, profile, signal }) => {
    const slowMs = Number(process.env['SLOW_SETUP'] ?? 0)
    if (slowMs > 0) await wait(slowMs)
    if (signal.aborted) return [{ label: 'Too late' }]
    return [
      { label: `Begin in ${locale}`, text: 'hello' },
      { label: 'Look', text: 'tiles', command: 'search', modes: { model: 'slow' } },
      { label: `For ${profile}`, category: 'Mine' },
    ]
  },
  commands: [
    { id: 'search', label: 'Search', description: 'Find on the web', icon: 'globe', placement: 'button' },
    { id: 'picture', label: 'Picture', persistent: true, args: { size: slider({ min: 1, max: 4 }) } },
    { id: 'own' },
  ],
  modes: {
    model: { label: 'Model', shown: true, options: [{ id: 'fast' }, { id: 'slow', label: 'Thorough' }] },
    effort: { options: [{ id: 'low' }, { id: 'high', default: true }] },
  },
  settings: {
    ...tab('Model', {
      provider: select({ options: ['near', 'far'] }),
      model: select({ options: ['n1', 'n2'] }),
      temperature: slider({ min: 0, max: 2, step: 0.1, initial: 0.7 }),
    }),
    ...tab('Words', { greeting: textInput({ initial: 'Hello', multiline: true }), loud: toggle() }),
  },
})

app.onMessage(async (message, chat) => {
  const [job] = message.text.split(' ')
  switch (job) {
    case 'sleep':
      await chat.sleep(60_000)
      break
    case 'offer-less':
      await chat.offer({ commands: [{ id: 'other', label: 'Other' }], modes: { model: { options: [{ id: 'slow' }] } } })
      await chat.send('offered')
      break
    case 'offer-none':
      await chat.offer({ commands: [], modes: {} })
      await chat.send('offered')
      break
    case 'offer-again':
      await chat.offer({ commands: null, modes: null, settings: null })
      await chat.send('offered')
      break
    case 'settings':
      await chat.send(`${JSON.stringify(chat.settings)} ${typeof chat.settings.temperature}`)
      break
    default:
      await chat.send(
        `${message.text || '(nothing)'} ${message.command ?? '-'} ${JSON.stringify(message.args ?? {})} ${JSON.stringify(message.modes)}`,
      )
  }
})
app.onCommand('own', (message, chat) => chat.send(`Its own: ${message.command} ${message.text}`))
app.onSettings(async (values, before, chat) => {
  if (values.greeting === 'sleep') {
    await chat.send('at it')
    await chat.sleep(60_000)
    await chat.send('never said')
  }
  await chat.send(`${before.temperature} is ${values.temperature} now`)
})
app.onSettingsEdit(async (draft, chat) => {
  if (draft.greeting === 'sleep') await chat.sleep(60_000)
  const options = draft.provider === 'far' ? (['f1', 'f2'] as const) : (['n1', 'n2'] as const)
  await chat.offer({ settings: { model: select({ options, description: `Of ${draft.provider}` }) } })
})

export default app
