import {
  ChatwrightError,
  newId,
  type Answer,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type FeedbackValue,
  type JsonObject,
  type PublicError,
} from '@chatwright/protocol'
import type { CommandBody, Outbox } from './outbox.ts'

type Given = CommandInput<'answer'>['answer']
type Words = Extract<Given, { type: 'text' }>
/**
 * What a person gives as an answer. Words take along what was chosen in the composer, and what was uploaded for them; the id
 * of the message that says them is made here.
 */
export type AskInput = Omit<Words, 'messageId'> | Exclude<Given, Words>

/**
 * What a person can do in a thread besides saying something and stopping. Each goes out when there is a line, and resolves
 * with what the server says; a refusal rejects with a {@link ChatwrightError}.
 */
export class ThreadCommands {
  readonly #outbox: Outbox
  readonly #threadId: string

  constructor(outbox: Outbox, threadId: string) {
    this.#outbox = outbox
    this.#threadId = threadId
  }

  /** Answers a question. */
  answer(askId: string, input: AskInput): Promise<CommandResult<'answer'>> {
    const answer: Given = input.type === 'text' ? { ...input, messageId: newId() } : input
    return this.#post('answer', { threadId: this.#threadId, askId, answer, runId: newId() })
  }

  /** Presses a button. Gives the id of the run that answers it. */
  async act(actionId: string): Promise<string> {
    const runId = newId()
    await this.#post('act', { threadId: this.#threadId, actionId, runId })
    return runId
  }

  /**
   * Says something else in place of an earlier message; without `text` the same again. `fileIds`: which files go with it,
   * of those it had and of what was uploaded since; by default those it had. Gives the run that answers it.
   */
  async edit(editedId: string, text?: string, { fileIds }: { fileIds?: string[] } = {}): Promise<string> {
    const runId = newId()
    await this.#post('edit', {
      threadId: this.#threadId,
      editedId,
      messageId: newId(),
      runId,
      branchId: newId(),
      ...(text === undefined ? {} : { text }),
      ...(fileIds === undefined ? {} : { fileIds }),
    })
    return runId
  }

  /** Keeps settings; those that are not named stay as they are. Gives what holds now. */
  changeSettings(values: JsonObject): Promise<CommandResult<'changeSettings'>> {
    return this.#post('changeSettings', { threadId: this.#threadId, runId: newId(), values })
  }

  /** Tells the app how settings would be. Gives the run that hears of it, or null when nobody wants to. */
  async editSettings(values: JsonObject): Promise<string | null> {
    const runId = newId()
    const { run } = await this.#post('editSettings', { threadId: this.#threadId, runId, values })
    return run && runId
  }

  /**
   * Says what one thinks of an answer: of its last message. What is absent stays as it was, unless the value is another.
   * Gives the run that hears of it, or null.
   */
  async giveFeedback(
    messageId: string,
    value: FeedbackValue,
    { reasons, comment }: { reasons?: string[]; comment?: string } = {},
  ): Promise<string | null> {
    const runId = newId()
    const { run } = await this.#post('giveFeedback', {
      threadId: this.#threadId,
      messageId,
      runId,
      value,
      ...(reasons === undefined ? {} : { reasons }),
      ...(comment === undefined ? {} : { comment }),
    })
    return run && runId
  }

  /** Takes it back. Gives the run that hears of it, or null. */
  async removeFeedback(messageId: string): Promise<string | null> {
    const runId = newId()
    const { run } = await this.#post('removeFeedback', { threadId: this.#threadId, messageId, runId })
    return run && runId
  }

  /** Shows another way the conversation took. */
  async switchBranch(branchId: string | null): Promise<void> {
    await this.#post('switchBranch', { threadId: this.#threadId, branchId })
  }

  /** Lets the app go on from a stopped answer. Gives the run that does. */
  async goOn(stoppedId: string): Promise<string> {
    const runId = newId()
    await this.#post('continueRun', { threadId: this.#threadId, stoppedId, runId })
    return runId
  }

  /** Sends on what is held back since a stop: one message, or all. */
  async release(runId?: string): Promise<void> {
    await this.#post('release', { threadId: this.#threadId, ...(runId === undefined ? {} : { runId }) })
  }

  /** Takes back a message that waits for its turn. Gives its text and its files, which can be sent with another. */
  withdraw(runId: string): Promise<CommandResult<'withdraw'>> {
    return this.#post('withdraw', { threadId: this.#threadId, runId })
  }

  /** Keeps props of a custom element: those that are named. */
  async changeElement(elementId: string, props: JsonObject): Promise<void> {
    await this.#post('changeElement', { threadId: this.#threadId, elementId, props })
  }

  /** Takes a custom element away. */
  async removeElement(elementId: string): Promise<void> {
    await this.#post('removeElement', { threadId: this.#threadId, elementId })
  }

  /** Lets a custom element call an action of the app. Gives the id of the run that answers it. */
  async callAction(elementId: string, name: string, payload: JsonObject): Promise<string> {
    const runId = newId()
    await this.#post('callAction', { threadId: this.#threadId, elementId, runId, name, payload })
    return runId
  }

  /** Stops one step; its run goes on. */
  stopStep(runId: string, stepId: string): Promise<CommandResult<'stop'>> {
    return this.#post('stop', { threadId: this.#threadId, runId, stepId, source: 'button' })
  }

  #post<Name extends CommandName>(name: Name, body: CommandBody<Name>): Promise<CommandResult<Name>> {
    return new Promise((resolve, reject) => {
      this.#outbox.post(name, body, {
        onAnswer: (answer: Answer<Name>) => (answer.ok ? resolve(answer.result) : reject(fromPublic(answer.error))),
      })
    })
  }
}

export function fromPublic({ code, message, fix, errorId }: PublicError): ChatwrightError {
  return new ChatwrightError(code, message, {
    ...(fix === undefined ? {} : { fix }),
    ...(errorId === undefined ? {} : { errorId }),
  })
}
