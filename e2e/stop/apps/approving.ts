import { appendFileSync } from 'node:fs'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { stepCountIs, streamText, tool } from 'ai'
import { createApp, currentChat } from 'chatwright'
import { showAiSdk } from 'chatwright/ai-sdk'
import { z } from 'zod'

/** A model that wants to call a tool, and the tool that asks before it does anything. `MODEL_URL`: where the model is. */
const app = createApp({ name: 'Ada' })

app.onMessage(async (message, chat) => {
  const file = message.metadata['file'] as string
  const refund = tool({
    description: 'Pays money back.',
    inputSchema: z.object({ cents: z.number() }),
    execute: async (args) => {
      const decision = await currentChat().ask.approve({ tool: 'refund', args }, { editable: true })
      if (!decision.approved) return { refused: decision.reason ?? 'The person said no.' }
      appendFileSync(file, `0 refunded ${decision.args.cents}\n`)
      return { refunded: decision.args.cents }
    },
  })
  const provider = createOpenAICompatible({ name: 'fake', baseURL: process.env['MODEL_URL'] ?? '' })
  const result = streamText({
    model: provider('fake'),
    messages: chat.history.forAiSdk(),
    tools: { refund },
    stopWhen: stepCountIs(3),
  })
  await showAiSdk(chat, result)
})

export default app
