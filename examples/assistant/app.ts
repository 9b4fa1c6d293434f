import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { stepCountIs, streamText, tool } from 'ai'
import { createApp, type ChatContext } from 'chatwright'
import { showAiSdk } from 'chatwright/ai-sdk'
import { z } from 'zod'
import { calculate } from './calculate.ts'
import { findEndpoint, type Endpoint } from './endpoint.ts'
import { noModel, plainWords, refusesTools } from './plain-words.ts'

/** A chat with any model that speaks OpenAI's protocol, and a calculator for it to use. */
const app = createApp({ name: 'Assistant', feedback: true, favorites: true })

const calculator = tool({
  description: 'Evaluates an arithmetic expression exactly as written.',
  inputSchema: z.object({ expression: z.string().describe('For example (17 + 4) * 2, sqrt(2) or 3 ^ 4.') }),
  execute: async ({ expression }) => calculate(expression),
})

app.onChatStart(async (chat) => {
  const endpoint = await findEndpoint(process.env, chat.signal)
  await chat.send(endpoint ? `Ask me something. I am ${endpoint.model}, and I can use a calculator.` : noModel)
})

app.onMessage(async (_, chat) => {
  const endpoint = await findEndpoint(process.env, chat.signal)
  if (!endpoint) {
    await chat.sendError(noModel)
    return
  }
  try {
    await answer(chat, endpoint)
  } catch (error) {
    const words = plainWords(error, endpoint)
    if (words === null) throw error
    await chat.sendError(words)
  }
})

async function answer(chat: ChatContext, endpoint: Endpoint): Promise<void> {
  try {
    await ask(chat, endpoint, { calculator })
  } catch (error) {
    if (!refusesTools(error)) throw error
    await ask(chat, endpoint, {})
  }
}

async function ask(chat: ChatContext, endpoint: Endpoint, tools: { calculator?: typeof calculator }): Promise<void> {
  const { model, ...address } = endpoint
  const result = streamText({
    model: createOpenAICompatible({ name: 'endpoint', ...address })(model),
    system: 'You are a helpful assistant. Answer briefly, in Markdown.',
    messages: chat.history.forAiSdk(),
    ...(tools.calculator ? { tools: { calculator: tools.calculator } } : {}),
    stopWhen: stepCountIs(5),
    maxRetries: 1,
    abortSignal: chat.signal,
    // showAiSdk throws what the stream reports.
    onError: () => {},
  })
  const { text } = await showAiSdk(chat, result)
  if (text === '') await chat.sendError('The model ended its answer without saying anything.')
}

export default app
