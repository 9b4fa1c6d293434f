import {
  createApp,
  checkbox,
  date,
  dateRange,
  multiSelect,
  number,
  radio,
  select,
  slider,
  tab,
  tags,
  textInput,
  toggle,
} from 'chatwright'

const models = { here: ['Small and fast', 'Large and slow'], far: ['Owl', 'Lynx', 'Heron'] } as const

/** Every widget there is, in tabs. What a handler gets has the type of its widget: a slider's value is a number. */
const app = createApp({
  name: 'Concierge',
  settings: {
    ...tab('Model', {
      provider: radio({
        label: 'Provider',
        options: [
          { value: 'here', label: 'This machine' },
          { value: 'far', label: 'Far away' },
        ],
      }),
      model: select({ label: 'Model', options: [...models.here, ...models.far] }),
      temperature: slider({
        label: 'Temperature',
        min: 0,
        max: 2,
        step: 0.1,
        initial: 0.7,
        description: 'Higher is more adventurous.',
      }),
      instructions: textInput({ label: 'Instructions', multiline: true, placeholder: 'Be kind.' }),
      stopWords: tags({ label: 'Stop words', initial: ['END'] }),
      steps: toggle({ label: 'Show every step', description: 'Otherwise only tools are shown.', initial: true }),
    }),
    ...tab('Travel', {
      stay: dateRange({ label: 'Stay', min: '2026-01-01', max: '2030-12-31' }),
      birthday: date({ label: 'Birthday', max: '2026-12-31' }),
      guests: number({ label: 'Guests', min: 1, max: 9, initial: 2 }),
      interests: multiSelect({ label: 'Interests', options: ['Food', 'Tiles', 'Trams'] }),
      steepStairs: checkbox({ label: 'Steep stairs are fine' }),
      key: textInput({ label: 'Booking key', secret: true, tooltip: 'From your account' }),
    }),
  },
})

// Another provider has other models.
app.onSettingsEdit((draft, chat) =>
  chat.offer({ settings: { ...tab('Model', { model: select({ label: 'Model', options: models[draft.provider] }) }) } }),
)

app.onSettings((values, before, chat) =>
  chat.send(`From ${before.temperature} to ${values.temperature}, with ${values.model}.`),
)

app.onMessage((_, chat) => {
  const { temperature, guests, stay } = chat.settings
  const when = stay ? `from ${stay[0]} to ${stay[1]}` : 'some day'
  return chat.send(`At ${temperature.toFixed(1)}, for ${guests ?? 'nobody'}, ${when}.`)
})

export default app
