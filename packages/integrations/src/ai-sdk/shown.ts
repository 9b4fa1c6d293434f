import type { ChatContext, MessageHandle, StepHandle } from '@chatwright/runtime'
import { textOf, type AiSdkPart } from './part.ts'
import type { ShowAiSdkOptions } from './show-ai-sdk.ts'

/** What one answer has put on the screen, and how its parts change it. */
export class Shown {
  readonly #chat: Pick<ChatContext, 'message' | 'step' | 'currentStep'>
  readonly #options: ShowAiSdkOptions
  /** Where all of it belongs. Looked up once: the steps made in here must not become parents of what follows. */
  readonly #parent: StepHandle | null
  readonly #texts: string[] = []
  #message: MessageHandle | null = null
  #reasoning: StepHandle | null = null
  /** Open tool calls by their id. */
  readonly #tools = new Map<string, StepHandle>()

  constructor(chat: Pick<ChatContext, 'message' | 'step' | 'currentStep'>, options: ShowAiSdkOptions) {
    this.#chat = chat
    this.#options = options
    this.#parent = chat.currentStep
  }

  get text(): string {
    return this.#texts.filter((text) => text !== '').join('\n\n')
  }

  async take(part: AiSdkPart): Promise<void> {
    switch (part.type) {
      case 'text-delta':
        return this.#say(textOf(part))
      case 'text-end':
        return this.#endMessage()
      case 'reasoning-delta':
        return this.#reason(textOf(part))
      case 'reasoning-end':
        return this.#endReasoning()
      case 'tool-input-start':
        await this.#tool(part.id, part)
        return
      case 'tool-input-delta':
        return (await this.#tool(part.id, part)).input.append(textOf(part))
      case 'tool-call':
        // The arguments once more, read and checked: they replace the raw text.
        return (await this.#tool(part.toolCallId, part)).update({ input: part.input })
      case 'tool-result':
        return this.#give(part)
      case 'tool-error':
        return this.#fail(part, part.error)
      case 'tool-output-denied':
        return this.#fail(part, 'The call was not allowed.')
    }
  }

  /** Ends what is open. A tool without a result is one that somebody else runs. */
  async end(): Promise<void> {
    await this.#endMessage()
    await this.#endReasoning()
    for (const step of this.#tools.values()) await step.end()
    this.#tools.clear()
  }

  /** Ends what is open because the stream broke. */
  async fail(error: unknown): Promise<void> {
    await this.#endMessage()
    for (const step of [this.#reasoning, ...this.#tools.values()]) await step?.fail(error)
    this.#reasoning = null
    this.#tools.clear()
  }

  async #say(text: string): Promise<void> {
    if (text === '') return
    if (this.#message === null) {
      await this.#endReasoning()
      this.#message = this.#chat.message({ parent: this.#parent, ...this.#options.message })
      this.#texts.push('')
    }
    this.#texts.push((this.#texts.pop() ?? '') + text)
    await this.#message.append(text)
  }

  async #endMessage(): Promise<void> {
    const message = this.#message
    this.#message = null
    await message?.done()
  }

  async #reason(text: string): Promise<void> {
    if (text === '' || this.#options.showReasoning === false) return
    this.#reasoning ??= this.#chat.step({
      name: this.#options.reasoningName ?? 'Reasoning',
      type: 'llm',
      parent: this.#parent,
      defaultOpen: true,
      autoCollapse: true,
    })
    await this.#reasoning.output.append(text)
  }

  async #endReasoning(): Promise<void> {
    const step = this.#reasoning
    this.#reasoning = null
    await step?.end()
  }

  /** The step of a call, opened by whichever of its parts comes first. */
  async #tool(id: string | undefined, part: AiSdkPart): Promise<StepHandle> {
    const key = id ?? ''
    const known = this.#tools.get(key)
    if (known) return known
    await this.#endMessage()
    await this.#endReasoning()
    const name = part.toolName ?? 'tool'
    const step = this.#chat.step({
      name: this.#options.nameTool?.(name) ?? name,
      type: 'tool',
      parent: this.#parent,
      // what `chat.history` tells a model later
      metadata: { toolName: name, ...(id === undefined ? {} : { toolCallId: id }) },
      ...(part.input === undefined ? {} : { input: part.input }),
    })
    this.#tools.set(key, step)
    return step
  }

  async #give(part: AiSdkPart): Promise<void> {
    const step = await this.#tool(part.toolCallId, part)
    if (part.preliminary === true) return step.update({ output: part.output })
    this.#tools.delete(part.toolCallId ?? '')
    await step.end({ output: part.output })
  }

  async #fail(part: AiSdkPart, reason: unknown): Promise<void> {
    const step = await this.#tool(part.toolCallId, part)
    this.#tools.delete(part.toolCallId ?? '')
    await step.fail(reason)
  }
}
