import { expectTypeOf } from 'vitest'
import type { Message } from '@chatwright/protocol'
import {
  createApp,
  currentChat,
  laterAsk,
  sessionValue,
  slider,
  step,
  textInput,
  type App,
  type ChatContext,
  type MessageHandle,
  type ParsedAnswer,
  type PayloadSchema,
  type RegisteredUndo,
  type SaidMessage,
  type StepHandle,
  type StopInfo,
  type TextAnswer,
} from './index.ts'

const app = createApp({ state: () => ({ count: 0, name: null as string | null }) })
expectTypeOf(app).toEqualTypeOf<App<{ count: number; name: string | null }>>()

app.onMessage(async (message, chat) => {
  expectTypeOf(message).toEqualTypeOf<SaidMessage>()
  expectTypeOf(message).toExtend<Message>()
  expectTypeOf(chat.state).toEqualTypeOf<{ count: number; name: string | null }>()
  chat.state.count += 1
  // @ts-expect-error -- not declared
  chat.state.other = 1
  // @ts-expect-error -- of another type
  chat.state.count = 'one'

  expectTypeOf(await chat.send('x')).toEqualTypeOf<MessageHandle>()
  expectTypeOf(await chat.step('x', () => 1)).toEqualTypeOf<number>()
  expectTypeOf(await chat.step('x', async () => 'y')).toEqualTypeOf<string>()
  expectTypeOf(chat.step('x')).toEqualTypeOf<StepHandle>()
  expectTypeOf(await chat.shield(async () => ({ id: 1 }))).toEqualTypeOf<{ id: number }>()
  expectTypeOf(chat.defer({ close: true, [Symbol.dispose]: () => undefined }).close).toEqualTypeOf<boolean>()
  await chat.step('x', (current) => {
    current.input = { any: 'thing' }
    expectTypeOf(current.input.text).toEqualTypeOf<string>()
  })
  // @ts-expect-error -- a body needs text, json or code
  await chat.send({ author: 'x' })
  // @ts-expect-error -- not iterable
  await chat.stream(42)
})

// handlers may take fewer arguments, and be synchronous
app.onMessage(() => undefined)
app.onStop(() => undefined)
app.onStop((stop) => {
  expectTypeOf(stop).toEqualTypeOf<StopInfo>()
  return `Stopped after ${stop.elapsedSeconds} s.`
})
app.onStop(async () => ({ text: { en: 'x' }, author: 'y' }))
app.onStop((_, chat) => {
  expectTypeOf(chat.state.count).toEqualTypeOf<number>()
  return false
})
// @ts-expect-error -- a number is no notice
app.onStop(() => 7)
app.onError((error, { hook }) => {
  expectTypeOf(error).toEqualTypeOf<unknown>()
  expectTypeOf(hook).toExtend<string>()
  return 'hide'
})
// @ts-expect-error -- no such answer
app.onError(() => 'explode')
// @ts-expect-error -- no such policy
createApp({ whileRunning: 'ask' })

// without a declaration anything goes in
createApp().onMessage((_, chat) => {
  expectTypeOf(chat).toEqualTypeOf<ChatContext>()
  chat.state['anything'] = new Map()
})
expectTypeOf(currentChat<{ count: number }>().state.count).toEqualTypeOf<number>()

// a wrapped function keeps its type
const search = step({ name: 'Search', type: 'tool' }, async (query: string, limit = 10) => [query, String(limit)])
expectTypeOf(search).toEqualTypeOf<(query: string, limit?: number) => Promise<string[]>>()
const add = step('Add', (a: number, b: number) => a + b)
expectTypeOf(add).toEqualTypeOf<(a: number, b: number) => number>()
const pick = step(function pick<T>(items: T[]): T | undefined {
  return items[0]
})
expectTypeOf(pick<number>).returns.toEqualTypeOf<number | undefined>()
// @ts-expect-error -- nothing to wrap
step('Nothing')

// an answer that nobody waited for has the type of its question
const claim = laterAsk.form('claim', { booking: textInput(), seats: slider() })
const refund = laterAsk.approve<{ cents: number }>('refund')
app.onAskAnswered(claim, (answer) => {
  if (answer.status === 'answered')
    expectTypeOf(answer.value).toEqualTypeOf<{ booking: string | null; seats: number }>()
  else expectTypeOf(answer.value).toEqualTypeOf<null>()
})
app.onAskAnswered(refund, ({ value }) => {
  if (value?.approved) expectTypeOf(value.args).toEqualTypeOf<{ cents: number }>()
})
app.onAskAnswered(laterAsk.choice('slot', ['sat', { value: 'sun', label: 'Sunday' }]), ({ value }) => {
  expectTypeOf(value).toEqualTypeOf<'sat' | 'sun' | null>()
})
app.onAskAnswered(laterAsk.confirm('sure'), ({ value }) => expectTypeOf(value).toEqualTypeOf<boolean | null>())
declare const asking: ChatContext
void asking.ask.later(claim, 'What is it about?', { context: { order: 7 } })
void asking.ask.later(refund, 'May I?', { args: { cents: 1 } })
// @ts-expect-error -- what the tool would be called with is missing
void asking.ask.later(refund, 'May I?')
// @ts-expect-error -- that is not what it is called with
void asking.ask.later(refund, 'May I?', { args: { cents: 'one' } })

// a schema gives its answers a value of its type
declare const dated: PayloadSchema<{ day: Date }>
declare const callable: PayloadSchema<number> & ((text: string) => boolean)
expectTypeOf(asking.ask.text('When?')).toEqualTypeOf<Promise<TextAnswer>>()
expectTypeOf(asking.ask.text('When?', { validate: (text) => (text ? null : 'When?') })).toEqualTypeOf<
  Promise<TextAnswer>
>()
expectTypeOf(asking.ask.text('When?', { otherwise: 7 })).toEqualTypeOf<Promise<TextAnswer | number>>()
const when = asking.ask.text('When?', {
  validate: dated,
  outcome: { answered: ({ value }) => value.day.toISOString() },
})
expectTypeOf(when).toEqualTypeOf<Promise<ParsedAnswer<{ day: Date }>>>()
expectTypeOf(asking.ask.text('How many?', { validate: callable, otherwise: null })).toEqualTypeOf<
  Promise<ParsedAnswer<number> | null>
>()
// @ts-expect-error -- without a schema there is no value
void asking.ask.text('When?').then(({ value }) => value)
// @ts-expect-error -- neither says what is wrong
void asking.ask.text('When?', { validate: /x/ })

// what is said of an answer is told what it was
const days = [{ value: 'sat', label: 'Saturday' }, 'sun'] as const
const day = asking.ask.choice('Which?', days, {
  outcome: {
    answered: (label, value) => {
      expectTypeOf(label).toEqualTypeOf<string>()
      expectTypeOf(value).toEqualTypeOf<'sat' | 'sun'>()
      return { en: label, de: value }
    },
    expired: 'Too late.',
  },
})
expectTypeOf(day).toEqualTypeOf<Promise<'sat' | 'sun'>>()
void asking.ask.confirm('Sure?', { outcome: { answered: (label, isYes) => (isYes ? label : null) } })
void asking.ask.files('Which?', {
  outcome: { answered: (files) => files.map(({ name }) => name).join(), skipped: 'None.' },
})
void asking.ask.form('What?', { seats: slider() }, { outcome: { answered: ({ seats }) => seats.toFixed() } })
void asking.ask.approve(
  { tool: 'refund', args: { cents: 1 } },
  {
    outcome: { answered: (decision) => (decision.approved ? `${decision.args.cents.toFixed()} cents` : 'No refund.') },
  },
)
void asking.ask.later(claim, 'What is it about?', { outcome: { answered: 'Noted.', expired: { en: 'Too late.' } } })
// @ts-expect-error -- nobody is there to call it
void asking.ask.later(claim, 'What is it about?', { outcome: { answered: () => 'Noted.' } })
// @ts-expect-error -- no such ending
void asking.ask.choice('Which?', days, { outcome: { timedOut: 'Too late.' } })

const counter = sessionValue('counter', 0)
expectTypeOf(counter.get()).toEqualTypeOf<number>()
expectTypeOf(counter.update((n) => n + 1)).toEqualTypeOf<number>()

// offloaded work keeps its types
declare const chat: ChatContext
declare const countAll: (text: string, most?: number) => Promise<{ words: number }>
expectTypeOf(chat.offload((n: number) => n > 1, 2)).toEqualTypeOf<Promise<boolean>>()
expectTypeOf(chat.offload({ work: countAll, args: ['a'] })).toEqualTypeOf<Promise<{ words: number }>>()
const work = new URL('file:///work.ts')
expectTypeOf(chat.offload<typeof countAll>(work, { args: ['a', 1] })).toEqualTypeOf<Promise<{ words: number }>>()
expectTypeOf(chat.offload(work)).toEqualTypeOf<Promise<unknown>>()
// @ts-expect-error -- a number is wanted
void chat.offload((n: number) => n, 'one')
// @ts-expect-error -- a text is wanted
void chat.offload<typeof countAll>(work, { args: [1] })

// an undo is given what it was declared to take
interface Gpu {
  id: string
}
const release = app.undo('release', ({ id }: Gpu, info) => {
  expectTypeOf(id).toEqualTypeOf<string>()
  expectTypeOf(info.isRecovery).toEqualTypeOf<boolean>()
})
const close = app.undo('close', () => {})
expectTypeOf(chat.deferUndo(release, { id: 'a' })).toEqualTypeOf<Promise<RegisteredUndo>>()
void chat.deferUndo(close)
void chat.deferUndo('by name', { id: 'a' })
// @ts-expect-error -- what it takes is missing
void chat.deferUndo(release)
// @ts-expect-error -- that is not what it takes
void chat.deferUndo(release, { id: 1 })
