import { isStop } from '@chatwright/protocol'
import type { ChatContext, MessageOptions } from '@chatwright/runtime'
import { untilAborted } from '../until-aborted.ts'
import type { AiSdkPart } from './part.ts'
import { Shown } from './shown.ts'

/** What `streamText` of the AI SDK gives, as far as it is needed here. Versions 5 to 7 fit. */
export interface AiSdkResult {
  readonly fullStream: AsyncIterable<{ readonly type: string }>
}

/** Options of `showAiSdk`. */
export interface ShowAiSdkOptions {
  /** For each message: author, metadata, … */
  message?: Omit<MessageOptions, 'id'>
  /** Whether the model's reasoning is shown, as a step. Default true. */
  showReasoning?: boolean
  /** What that step is called. Default `Reasoning`. */
  reasoningName?: string
  /** What the step of a tool is called. Default: the tool's name. */
  nameTool?: (toolName: string) => string
}

/** What was shown. */
export interface ShownAiSdk {
  /** All of the text; the texts before and after a tool call are parted by a blank line. */
  text: string
  /** In the AI SDK's words: `stop`, `length`, `tool-calls` …; `abort` when another signal than the run's ended it. */
  finishReason: string
}

/**
 * Shows an answer of the AI SDK as it comes: text as messages, reasoning as a step, each tool call as a step of type
 * `tool` with its arguments going in and its result coming out.
 *
 *     const result = streamText({ model, messages: chat.history.forAiSdk(), abortSignal: chat.signal })
 *     await showAiSdk(chat, result)
 *
 * Throws `StopError` at once when the run is stopped, also while the model hangs. Give `chat.signal` to `streamText` as
 * well: it is what ends the request. Throws what the stream reports as its error; what was shown until then stays. A
 * tool that fails only marks its step: the model is told, and goes on.
 */
export async function showAiSdk(
  chat: Pick<ChatContext, 'message' | 'step' | 'signal' | 'currentStep'>,
  result: AiSdkResult,
  options: ShowAiSdkOptions = {},
): Promise<ShownAiSdk> {
  const shown = new Shown(chat, options)
  let finishReason = 'unknown'
  try {
    for await (const part of untilAborted(result.fullStream as AsyncIterable<AiSdkPart>, chat.signal)) {
      if (part.type === 'error') throw part.error
      if (part.type === 'abort') {
        chat.signal.throwIfAborted()
        finishReason = 'abort'
      } else if (part.type === 'finish') {
        finishReason = String(part.finishReason)
      } else {
        await shown.take(part)
      }
    }
    await shown.end()
  } catch (error) {
    // Behind a stop the run itself ends what is open.
    if (!isStop(error)) await shown.fail(error)
    throw error
  }
  return { text: shown.text, finishReason }
}
