import type Anthropic from '@anthropic-ai/sdk'
import type { ModelMessage } from 'ai'
import type OpenAI from 'openai'
import { expectTypeOf } from 'vitest'
import type { ChatHistory } from './history.ts'
import type { AnthropicHistory, OpenAiMessage } from './model-history.ts'

declare const history: ChatHistory
declare const openai: OpenAI
declare const anthropic: Anthropic
declare const tools: Anthropic.Tool[]

// What the vendors' own clients take, with and without the calls of tools.
void openai.chat.completions.create({ model: 'm', messages: history.forOpenAI() })
void openai.chat.completions.create({ model: 'm', messages: history.forOpenAI({ includeTools: true }) })
void anthropic.messages.create({ model: 'm', max_tokens: 1, ...history.forAnthropic() })
void anthropic.messages.create({ model: 'm', max_tokens: 1, tools, ...history.forAnthropic({ includeTools: true }) })
expectTypeOf<OpenAiMessage>().toExtend<OpenAI.ChatCompletionMessageParam>()
expectTypeOf<AnthropicHistory['messages'][number]>().toExtend<Anthropic.MessageParam>()
expectTypeOf(history.forAiSdk()).toExtend<ModelMessage[]>()
expectTypeOf(history.forAiSdk({ includeTools: true })).toExtend<ModelMessage[]>()

// Without tools there is nothing but text.
expectTypeOf(history.forOpenAI()[0]!.content).toEqualTypeOf<string>()
expectTypeOf(history.forAiSdk({ includeErrors: true })[0]!.content).toEqualTypeOf<string>()

// With files as well.
const withFiles = await history.withFiles({ types: ['image/*'] })
void openai.chat.completions.create({ model: 'm', messages: withFiles.forOpenAI({ includeTools: true }) })
void anthropic.messages.create({ model: 'm', max_tokens: 1, tools, ...withFiles.forAnthropic({ includeTools: true }) })
expectTypeOf(withFiles.forAiSdk()).toExtend<ModelMessage[]>()
