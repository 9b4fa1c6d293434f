import { expectTypeOf } from 'vitest'
import type { JsonObject } from '@chatwright/protocol'
import {
  checkbox,
  createApp,
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
  type App,
  type SaidMessage,
} from '../index.ts'

const app = createApp({
  state: () => ({ count: 0 }),
  commands: [{ id: 'search', persistent: true }, { id: 'picture' }],
  modes: {
    model: { options: [{ id: 'fast' }, { id: 'slow', default: true }] },
    effort: { label: 'Effort', options: [{ id: 'low' }] },
  },
  settings: {
    ...tab('Model', {
      model: select({ options: ['small', { value: 'large', label: 'Large' }] }),
      temperature: slider({ min: 0, max: 2, step: 0.1, initial: 0.7 }),
    }),
    look: radio({ options: ['day', 'night'], initial: 'night' }),
    limit: number({ min: 1 }),
    kinds: multiSelect({ options: ['a', 'b'], initial: ['a'] }),
    words: tags(),
    name: textInput({ multiline: true }),
    loud: toggle(),
    agreed: checkbox({ initial: true }),
    day: date({ min: '2026-01-01' }),
    stay: dateRange(),
  },
  profiles: [
    { id: 'concierge', default: true },
    { id: 'köchin', settings: { temperature: 1 } },
  ],
})

app.onMessage((message, chat) => {
  expectTypeOf(message.command).toEqualTypeOf<'search' | 'picture' | undefined>()
  expectTypeOf(message.modes).toEqualTypeOf<{ model: 'fast' | 'slow'; effort: 'low' }>()
  expectTypeOf(message.args).toEqualTypeOf<JsonObject | undefined>()
  expectTypeOf(message.text).toEqualTypeOf<string>()
  // @ts-expect-error -- not declared
  if (message.command === 'sing') return
  expectTypeOf(chat.state).toEqualTypeOf<{ count: number }>()
  expectTypeOf(chat.settings).toEqualTypeOf<{
    model: 'small' | 'large'
    temperature: number
    look: 'day' | 'night'
    limit: number | null
    kinds: ('a' | 'b')[]
    words: string[]
    name: string | null
    loud: boolean
    agreed: boolean
    day: string | null
    stay: [string, string] | null
  }>()
  expectTypeOf(chat.profile).toEqualTypeOf<'concierge' | 'köchin'>()
})
app.onCommand('search', (message, chat) => {
  expectTypeOf(message.command).toEqualTypeOf<'search'>()
  expectTypeOf(message.modes.model).toEqualTypeOf<'fast' | 'slow'>()
  expectTypeOf(chat.settings.temperature).toEqualTypeOf<number>()
})
// @ts-expect-error -- not declared
app.onCommand('sing', () => undefined)
app.onSettings((values, before) => {
  expectTypeOf(values.temperature).toEqualTypeOf<number>()
  expectTypeOf(before.model).toEqualTypeOf<'small' | 'large'>()
})
app.onSettingsEdit(async (draft, chat) => {
  expectTypeOf(draft.words).toEqualTypeOf<string[]>()
  await chat.offer({ settings: { model: select({ options: ['tiny'] }), limit: null }, commands: null })
})
app.onAction('go', (_, chat) => {
  expectTypeOf(chat.profile).toEqualTypeOf<'concierge' | 'köchin'>()
})

// @ts-expect-error -- initial is none of the options
select({ options: ['a', 'b'], initial: 'c' })
// @ts-expect-error -- numbers stay numbers
slider({ initial: '3' })
// @ts-expect-error -- no such placement
createApp({ commands: [{ id: 'x', placement: 'nowhere' }] })
// @ts-expect-error -- no such option
createApp({ starter: [] })

// some declared, others not
const half = createApp({ commands: [{ id: 'one' }] })
half.onMessage((message, chat) => {
  expectTypeOf(message.command).toEqualTypeOf<'one' | undefined>()
  expectTypeOf(message.modes).toEqualTypeOf<Record<string, string>>()
  expectTypeOf(chat.profile).toEqualTypeOf<string | null>()
})

// who a person can talk to may depend on the person
createApp({
  profiles: async ({ user }) => [{ id: user.name }],
  starters: ({ locale, profile }) => [{ label: `${locale} ${profile}` }],
}).onMessage((message, chat) => {
  expectTypeOf(message).toEqualTypeOf<SaidMessage>()
  expectTypeOf(chat.profile).toEqualTypeOf<string | null>()
})
expectTypeOf(createApp()).toEqualTypeOf<App>()
