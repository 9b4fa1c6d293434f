import Anthropic from '@anthropic-ai/sdk'
import { createApp, type ChatContext, type StepHandle } from 'chatwright'
import { stopAtEveryCheckpoint } from 'chatwright/testing'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { StrictModels } from '../../packages/runtime/src/testing/strict-models.ts'

const tools = { includeTools: true }
const schema = { type: 'object' as const, properties: { to: { type: 'string' } } }

/** A call as it is being said. */
interface Call {
  step: StepHandle
  index: number
}

function opened(chat: ChatContext, id: string, name: string): StepHandle {
  return chat.step({ name, type: 'tool', parent: null, metadata: { toolCallId: id, toolName: name } })
}

/** Runs the calls side by side, each with a wait in it. */
async function run(chat: ChatContext, calls: readonly Call[]): Promise<void> {
  await Promise.all(
    calls.map(async ({ step }) => {
      const { to } = JSON.parse(step.input.text) as { to: string }
      step.output = `Seats to ${to}`
      await chat.sleep(1_000)
      await step.end({ output: `Booked to ${to}` })
    }),
  )
}

async function withOpenAi(chat: ChatContext, client: OpenAI): Promise<void> {
  for (;;) {
    const calls: Call[] = []
    const message = chat.message()
    const stream = await client.chat.completions.create(
      {
        model: 'm',
        stream: true,
        messages: chat.history.forOpenAI(tools),
        tools: [{ type: 'function', function: { name: 'book', parameters: schema } }],
      },
      { signal: chat.signal },
    )
    for await (const { choices } of stream) {
      const delta = choices[0]?.delta
      if (delta?.content) await message.append(delta.content)
      for (const piece of delta?.tool_calls ?? []) {
        let call = calls.find(({ index }) => index === piece.index)
        if (call === undefined) {
          await message.done()
          call = { index: piece.index, step: opened(chat, piece.id ?? '', piece.function?.name ?? '') }
          calls.push(call)
        }
        await call.step.input.append(piece.function?.arguments)
      }
    }
    await message.done()
    if (calls.length === 0) return
    await run(chat, calls)
  }
}

async function withAnthropic(chat: ChatContext, client: Anthropic): Promise<void> {
  for (;;) {
    const calls: Call[] = []
    const message = chat.message()
    const stream = await client.messages.create(
      {
        model: 'm',
        max_tokens: 100,
        stream: true,
        tools: [{ name: 'book', input_schema: schema }],
        ...chat.history.forAnthropic(tools),
      },
      { signal: chat.signal },
    )
    for await (const event of stream) {
      if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') {
        await message.done()
        calls.push({ index: event.index, step: opened(chat, event.content_block.id, event.content_block.name) })
      } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
        await message.append(event.delta.text)
      } else if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta') {
        await calls.find(({ index }) => index === event.index)?.step.input.append(event.delta.partial_json)
      }
    }
    await message.done()
    if (calls.length === 0) return
    await run(chat, calls)
  }
}

it.each(['openai', 'anthropic'] as const)(
  '32. stopped at every point of a turn with tools of %s, the next history is taken by both',
  async (vendor) => {
    await using models = await StrictModels.start()
    const openai = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: 'a key', maxRetries: 0 })
    const anthropic = new Anthropic({ baseURL: models.url, apiKey: 'a key', maxRetries: 0 })
    const app = createApp({ name: 'Travel' })
    app.onMessage(async (_, chat) => {
      const { signal } = chat
      // What was before, to both vendors, whichever answers.
      await openai.chat.completions.create({ model: 'm', messages: chat.history.forOpenAI(tools) }, { signal })
      const offered = [{ name: 'book', input_schema: schema }]
      await anthropic.messages.create(
        { model: 'm', max_tokens: 100, tools: offered, ...chat.history.forAnthropic(tools) },
        { signal },
      )
      await (vendor === 'openai' ? withOpenAi(chat, openai) : withAnthropic(chat, anthropic))
    })
    const { checkpoints } = await stopAtEveryCheckpoint(app, { say: 'Book two flights' })
    expect(models.refused).toEqual([])
    expect(checkpoints.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'chat.step as a scope',
        'step.input.append',
        'assigning to a step',
        'step.end',
        'chat.sleep',
      ]),
    )
    // Calls that were cut short are told of as such, with what they had given.
    const told = models.requests.filter(({ body }) => JSON.stringify(body).includes('Seats to Oslo'))
    expect(told.length).toBeGreaterThan(0)
    for (const { body } of told) expect(JSON.stringify(body)).toContain('Whether it took effect is unknown')
    // Those whose arguments were cut short are not told of: nobody was given half of them.
    expect(models.requests.some(({ body }) => JSON.stringify(body).includes('{\\"to\\":\\"Ber'))).toBe(true)
    expect(
      models.requests.filter(({ body }) => /"arguments":"\{\\"to\\":(?:"|\\"Ber")/.test(JSON.stringify(body))),
    ).toEqual([])
  },
)
