import { simulateReadableStream, stepCountIs, streamText, tool } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'
import { createApp } from 'chatwright'
import { showAiSdk } from 'chatwright/ai-sdk'
import { z } from 'zod'

/** An app on the real AI SDK, with a model that calls a tool and then says what came of it. */
const app = createApp()

type Stream = Awaited<ReturnType<MockLanguageModelV3['doStream']>>['stream']
type Part = Stream extends ReadableStream<infer P> ? P : never

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
}
const turns: Part[][] = [
  [
    { type: 'tool-input-start', id: 'c', toolName: 'double' },
    { type: 'tool-input-delta', id: 'c', delta: '{"value":21}' },
    { type: 'tool-input-end', id: 'c' },
    { type: 'tool-call', toolCallId: 'c', toolName: 'double', input: '{"value":21}' },
    { type: 'finish', usage, finishReason: { unified: 'tool-calls', raw: undefined } },
  ],
  [
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'It is 42.' },
    { type: 'text-end', id: 't' },
    { type: 'finish', usage, finishReason: { unified: 'stop', raw: undefined } },
  ],
]

app.onMessage(async (message, chat) => {
  const model = new MockLanguageModelV3({
    doStream: async () => ({ stream: simulateReadableStream({ chunks: turns.shift() ?? [] }) }),
  })
  const double = tool({ inputSchema: z.object({ value: z.number() }), execute: async ({ value }) => value * 2 })
  const result = streamText({
    model,
    prompt: message.text,
    tools: { double },
    stopWhen: stepCountIs(3),
    abortSignal: chat.signal,
  })
  await showAiSdk(chat, result, { nameTool: (name) => `Tool: ${name}` })
})

export default app
