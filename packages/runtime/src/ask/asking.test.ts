import { newId, type Ask, type Message } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { createApp } from '../app/create-app.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import type { PayloadSchema } from '../schema/index.ts'
import { serveTest, turns, userMessage, type TestLink } from '../testing/test-link.ts'

/** A schema that takes whole numbers, `ms` milliseconds after it was asked; `Infinity`: it never comes to an end. */
function wholeNumber(ms = 0): PayloadSchema<number> {
  const check = (value: unknown) => {
    const number = Number(value)
    return Number.isInteger(number) ? { value: number } : { issues: [{ message: `${String(value)} is no number.` }] }
  }
  const validate: PayloadSchema<number>['~standard']['validate'] =
    ms === 0 ? check : (value) => new Promise((resolve) => ms < Infinity && setTimeout(() => resolve(check(value)), ms))
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

function appThat(work: (chat: ChatContext) => Promise<unknown>) {
  const app = createApp()
  app.onMessage((_, chat) => work(chat))
  return app
}

async function openAsk(link: TestLink): Promise<Ask> {
  const find = (): Ask | undefined => link.thread.asks.findLast(({ status }) => status === 'open')
  await link.until(() => find() !== undefined, 'a question')
  return find() as Ask
}

/** Answers as the gateway does: the question ends, then the run hears of it. */
async function answer(link: TestLink, text: string, said: Partial<Message> = {}): Promise<void> {
  const { id: askId, runId } = await openAsk(link)
  const message = { ...userMessage(text, runId), ...said, id: newId() }
  const given = { type: 'text', messageId: message.id, text } as const
  link.end(askId, given)
  link.send({ type: 'answer', runId, askId, status: 'answered', answer: given, message })
}

describe('chat.ask.text', () => {
  it('gives the message as the server has it, with what was chosen in the composer', async () => {
    let got: unknown
    const link = await serveTest(
      appThat(async (chat) => {
        const { message } = await chat.ask.text('What?')
        got = { message, last: chat.history.messages.at(-1) }
      }),
    )
    const runId = link.ask()
    const chosen = { command: 'picture', args: { count: 2 }, modes: { model: 'slow' }, createdAt: 12 }
    await answer(link, 'tiles', chosen)
    await link.done(runId)
    expect(got).toMatchObject({ message: { text: 'tiles', ...chosen }, last: { text: 'tiles', ...chosen } })
  })

  it.each([0, 5])('asks again with what a schema finds wrong, and gives what it makes; %d ms', async (ms) => {
    let got: unknown
    const link = await serveTest(
      appThat(async (chat) => {
        const { text, value } = await chat.ask.text('How many?', { validate: wholeNumber(ms) })
        got = { text, value }
      }),
    )
    const runId = link.ask()
    await answer(link, 'many')
    await answer(link, ' 4')
    await link.done(runId)
    expect(got).toEqual({ text: ' 4', value: 4 })
    expect(link.texts).toEqual(['How many?', 'many is no number.'])
  })

  it('takes a schema that is a function, and asks the same again where nothing is said of what is wrong', async () => {
    let got: unknown
    const asFunction = Object.assign(() => 'never called', wholeNumber())
    const link = await serveTest(
      appThat(async (chat) => {
        const { value } = await chat.ask.text('How many?', { validate: asFunction })
        const { text } = await chat.ask.text('Sure?', { validate: (said) => (said === 'yes' ? null : '') })
        got = [value, text]
      }),
    )
    const runId = link.ask()
    for (const text of ['4', 'no', 'yes']) await answer(link, text)
    await link.done(runId)
    expect(got).toEqual([4, 'yes'])
    expect(link.texts).toEqual(['How many?', 'Sure?', 'Sure?'])
  })

  it('refuses what is neither before it asks, and fails with what a validation throws', async () => {
    const link = await serveTest(
      appThat(async (chat) => {
        const wrong = chat.ask.text('What?', { validate: /^\d+$/ as never })
        await expect(wrong).rejects.toMatchObject({ code: 'bad_option', fix: expect.stringContaining('schema') })
        await chat.ask.text('What?', { validate: () => Promise.reject(new Error('the table is gone')) })
      }),
    )
    const runId = link.ask()
    await answer(link, 'x')
    expect((await link.done(runId)).error).not.toBeNull()
    expect(link.thread.asks).toHaveLength(1)
  })

  it.each([
    ['a stop', 120],
    ['a stop', Infinity],
    ['its signal', 120],
    ['its signal', Infinity],
  ] as const)('%s ends it while an answer is being looked at, for %d ms', async (how, ms) => {
    const seen: string[] = []
    const leaving = new AbortController()
    const link = await serveTest(
      appThat(async (chat) => {
        const asked = chat.ask.text('How many?', { validate: wholeNumber(ms), signal: leaving.signal })
        await asked.then(
          () => seen.push('answered'),
          (error: Error) => seen.push(error.name),
        )
        seen.push('gone on')
        await chat.send('gone on')
      }),
    )
    const runId = link.ask()
    await answer(link, 'many')
    await turns()
    if (how === 'a stop') link.stop(runId)
    else leaving.abort(Object.assign(new Error('gone'), { name: 'Gone' }))
    await (how === 'a stop' ? link.settled(runId) : link.done(runId))
    await new Promise((resolve) => setTimeout(resolve, 300))
    // No second question, however long one waits.
    expect(link.thread.asks).toHaveLength(1)
    expect(seen).toEqual([how === 'a stop' ? 'StopError' : 'Gone', 'gone on'])
    expect(link.texts.includes('gone on')).toBe(how !== 'a stop')
  })
})

describe('outcome', () => {
  const choices = [{ value: 'sat', label: 'Saturday' }, 'sun'] as const

  async function choose(link: TestLink, value: string): Promise<Ask> {
    const { id: askId, runId } = await openAsk(link)
    const given = { type: 'choice', value } as const
    link.end(askId, given)
    link.send({ type: 'answer', runId, askId, status: 'answered', answer: given })
    return link.thread.asks.find(({ id }) => id === askId) as Ask
  }
  const outcomes = (link: TestLink) => link.thread.asks.map(({ outcome }) => outcome?.answered)

  it('a function is told label and value of a choice, yes or no of a confirmation', async () => {
    const link = await serveTest(
      appThat(async (chat) => {
        await chat.ask.choice('Which?', choices, { outcome: { answered: (label, value) => `${label} (${value})` } })
        await chat.ask.confirm('Sure?', {
          no: 'Not yet',
          outcome: { answered: (label, isYes) => `${label}: ${isYes}` },
        })
        await chat.ask.confirm('Sure?', { outcome: { answered: 'Noted.' } })
      }),
    )
    const runId = link.ask()
    await choose(link, 'sat')
    await choose(link, 'no')
    // Words are there as soon as it is answered.
    expect((await choose(link, 'yes')).outcome).toEqual({ answered: 'Noted.' })
    await link.done(runId)
    expect(outcomes(link)).toEqual(['Saturday (sat)', 'Not yet: false', 'Noted.'])
  })

  it('is not said of an answer that is asked again', async () => {
    const link = await serveTest(
      appThat(async (chat) => {
        await chat.ask.text('How many?', { validate: wholeNumber(), outcome: { answered: 'Noted.', expired: 'Late.' } })
        const named = { answered: ({ value }: { value: number }) => `${value + 1} noted.` }
        await chat.ask.text('And?', { validate: wholeNumber(), outcome: named })
      }),
    )
    const runId = link.ask()
    for (const text of ['many', '4', '5']) await answer(link, text)
    await link.done(runId)
    expect(outcomes(link)).toEqual([undefined, 'Noted.', '6 noted.'])
    expect(link.thread.asks.map(({ outcome }) => outcome?.expired)).toEqual(['Late.', 'Late.', undefined])
  })

  it('a function that throws is told in the log, and the answer counts', async () => {
    const said: string[] = []
    const link = await serveTest(
      appThat(async (chat) => {
        const answered = (): string => {
          throw new Error('no such label')
        }
        said.push(await chat.ask.choice('Which?', choices, { outcome: { answered } }))
        await chat.ask.choice('Which?', choices, { outcome: { late: 'x' } as never })
      }),
    )
    const runId = link.ask()
    await choose(link, 'sun')
    expect((await link.done(runId)).error?.message ?? '').toContain('outcome.late')
    expect(said).toEqual(['sun'])
    expect(outcomes(link)).toEqual([undefined])
    expect(link.logged('error').join()).toContain('no such label')
  })

  it('behind a stop nothing is said of an answer any more', async () => {
    const link = await serveTest(
      appThat(async (chat) => {
        await chat.ask.choice('Which?', choices, { outcome: { answered: (label) => label } })
      }),
    )
    const runId = link.ask()
    await openAsk(link)
    link.raise(runId)
    await choose(link, 'sun')
    link.stop(runId)
    await link.settled(runId)
    await turns(20)
    expect(outcomes(link)).toEqual([undefined])
  })
})
