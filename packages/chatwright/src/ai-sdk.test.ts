import { createApp, isStop } from '@chatwright/runtime'
import { expect, it } from 'vitest'
import { showAiSdk, type AiSdkResult, type ShownAiSdk } from './ai-sdk.ts'
import { startTestChat } from './testing/index.ts'

it('shows reasoning and tools as steps, and the text around them as messages', async () => {
  let shown: ShownAiSdk | null = null
  const app = appThatShows(
    [
      { type: 'start' },
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', text: 'The sum ' },
      { type: 'reasoning-delta', id: 'r', text: 'first.' },
      { type: 'reasoning-end', id: 'r' },
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', text: 'One mo' },
      { type: 'text-delta', id: 't', text: 'ment.' },
      { type: 'text-end', id: 't' },
      { type: 'tool-input-start', id: 'c1', toolName: 'add' },
      { type: 'tool-input-delta', id: 'c1', delta: '{"a":1' },
      { type: 'tool-call', toolCallId: 'c1', toolName: 'add', input: { a: 1 } },
      { type: 'tool-call', toolCallId: 'c2', toolName: 'look', input: { at: 'it' } },
      { type: 'tool-error', toolCallId: 'c2', toolName: 'look', error: new Error('nothing there') },
      { type: 'tool-result', toolCallId: 'c1', toolName: 'add', output: { sum: 2 } },
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', text: 'It is 2.' },
      { type: 'text-end', id: 't' },
      { type: 'something-new' },
      { type: 'finish', finishReason: 'stop' },
    ],
    (result) => (shown = result),
  )
  await using chat = await startTestChat(app)
  const run = await chat.send('go')
  await run.ended()

  expect(run.messages.map((message) => message.text)).toEqual(['One moment.', 'It is 2.'])
  expect(run.messages.every((message) => message.parentId === null)).toBe(true)
  const steps = chat.steps.map(({ name, type, status, parentId }) => ({ name, type, status, parentId }))
  expect(steps).toEqual([
    { name: 'Reasoning', type: 'llm', status: 'done', parentId: null },
    { name: 'add', type: 'tool', status: 'done', parentId: null },
    { name: 'look', type: 'tool', status: 'failed', parentId: null },
  ])
  const [reasoning, add, look] = chat.steps
  expect(reasoning?.output.text).toBe('The sum first.')
  expect(JSON.parse(add?.input.text ?? '')).toEqual({ a: 1 })
  expect(JSON.parse(add?.output.text ?? '')).toEqual({ sum: 2 })
  expect(look?.output.text).toContain('nothing there')
  expect(shown).toEqual({ text: 'One moment.\n\nIt is 2.', finishReason: 'stop' })
})

it('throws the error of a stream, after ending what was open', async () => {
  const app = createApp()
  app.onMessage(async (_, chat) => {
    try {
      await showAiSdk(
        chat,
        resultOf([
          { type: 'text-delta', id: 't', text: 'Half' },
          { type: 'tool-input-start', id: 'c', toolName: 'add' },
          { type: 'error', error: new Error('the line broke') },
        ]),
      )
    } catch (error) {
      await chat.send(`caught: ${(error as Error).message}`)
    }
  })
  await using chat = await startTestChat(app)
  expect(await chat.say('go')).toBe('Half\ncaught: the line broke')
  expect(chat.steps.map(({ status }) => status)).toEqual(['failed'])
})

it('is over at once when the run is stopped, though the stream hangs', async () => {
  let thrown: unknown
  const app = createApp()
  app.onMessage(async (_, chat) => {
    async function* stream(): AsyncGenerator<{ type: string }> {
      yield { type: 'text-delta', text: 'Beginning' } as { type: string }
      yield { type: 'tool-call', toolCallId: 'c', toolName: 'wait', input: {} } as { type: string }
      await new Promise(() => {})
    }
    try {
      await showAiSdk(chat, { fullStream: stream() })
    } catch (error) {
      thrown = error
      throw error
    }
  })
  await using chat = await startTestChat(app)
  const run = await chat.send('go')
  await chat.waitFor(() => chat.steps.length > 0)
  await chat.stop()
  expect((await run.ended()).state).toBe('stopped')
  await expect.poll(() => isStop(thrown)).toBe(true)
  expect(chat.steps.map(({ status }) => status)).toEqual(['stopped'])
})

function appThatShows(parts: readonly { type: string; [field: string]: unknown }[], done: (shown: ShownAiSdk) => void) {
  const app = createApp()
  app.onMessage(async (_, chat) => done(await showAiSdk(chat, resultOf(parts))))
  return app
}

function resultOf(parts: readonly { type: string; [field: string]: unknown }[]): AiSdkResult {
  return {
    fullStream: (async function* () {
      yield* parts
    })(),
  }
}
