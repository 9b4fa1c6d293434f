import { ChatwrightError, type Message, type MessagePatch, type MessageStatus } from '@chatwright/protocol'
import { removeAction, showActions, type ActionHandle, type ActionOptions } from '../action/index.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import { LiveElement, type ElementHandle, type ElementInput } from '../elements/index.ts'
import type { Lane } from '../run/lane.ts'
import type { Open } from '../run/run.ts'
import { checkMetadata, toContent, type MessageChange, type MessageUpdate } from './content.ts'
import type { MessageHandle } from './message-handle.ts'
import { pump, type StreamSource } from './pump.ts'
import type { Transcript } from './transcript.ts'

/** What an `append` gives that has nothing to wait for: one promise for all, or a token loop would make a million. */
const atOnce = Promise.resolve()

/**
 * A message as its run writes it. What the handle offers asks the fence first; `write`, `replace`, `fill`, `show` and
 * `close` do not, so their callers have to.
 */
export class LiveMessage implements MessageHandle, Open {
  readonly openStep = null
  readonly #transcript: Transcript
  readonly #lane: Lane
  readonly #record: Message
  #state: 'draft' | 'streaming' | 'done' | 'removed' = 'draft'
  #isNamed = false
  #actions: ActionHandle[] = []
  #elements: LiveElement[] = []
  #pause: Promise<void> | null = null
  #paused = atOnce

  constructor(transcript: Transcript, lane: Lane, record: Message) {
    this.#transcript = transcript
    this.#lane = lane
    this.#record = record
  }

  get id(): string {
    return this.#record.id
  }

  get text(): string {
    return this.#record.text
  }

  get status(): MessageStatus | null {
    if (this.#state === 'draft') return null
    return this.#state === 'streaming' && this.#transcript.run.isStopped ? 'stopped' : this.#record.status
  }

  append(text: string | null | undefined): Promise<void> {
    const run = this.#transcript.run
    try {
      run.guard(this.#lane, 'message.append')
    } catch (error) {
      return run.refused(error)
    }
    if (this.#state === 'removed') return this.#call('message.append', () => this.#mustBeThere())
    this.write(text)
    const pause = run.pause()
    if (pause === null) return atOnce
    // Appends that nobody awaits all wait for the same turn; one promise is enough for them.
    if (pause !== this.#pause) {
      this.#pause = pause
      this.#paused = run.ledger.track('message.append', this.#lane.wait(pause))
    }
    return this.#paused
  }

  set(text: string): Promise<void> {
    return this.#call('message.set', () => this.replace(text))
  }

  stream(source: StreamSource, options: { mode?: 'append' | 'replace' } = {}): Promise<void> {
    return this.#transcript.run.write('message.stream', this.#lane, (lane) =>
      this.fill(source, lane, { mode: options.mode, name: 'message.stream' }),
    )
  }

  update({ actions, elements, ...change }: MessageUpdate = {}): Promise<void> {
    const { run } = this.#transcript
    return run.write('message.update', this.#lane, async (lane) => {
      this.#change(change)
      if (actions) this.showActions(actions)
      if (elements) await this.#showInstead(elements, lane)
      await run.breathe(lane)
    })
  }

  remove(): Promise<void> {
    return this.#call('message.remove', () => {
      if (this.#state === 'removed') return
      const { run, history } = this.#transcript
      if (this.#state !== 'draft') run.emit({ type: 'message-remove', runId: run.id, messageId: this.id })
      this.#state = 'removed'
      history.remove(this.id)
      run.open.delete(this)
    })
  }

  setActions(actions: readonly ActionOptions[]): Promise<ActionHandle[]> {
    return this.#call('message.setActions', () => {
      this.#mustBeThere()
      return this.showActions(actions)
    })
  }

  get elements(): readonly ElementHandle[] {
    return [...this.#elements]
  }

  addElement(element: ElementInput): Promise<ElementHandle> {
    const { run } = this.#transcript
    return run.write('message.addElement', this.#lane, async (lane) => {
      this.#mustBeThere()
      if (this.#state === 'draft') this.show()
      const [shown] = await this.showElements([element], lane, 'message.addElement')
      return shown as ElementHandle
    })
  }

  done(): Promise<void> {
    return this.#call('message.done', () => this.close())
  }

  write(text: string | null | undefined): void {
    if (text === '' || text === null || text === undefined) return
    const token = typeof text === 'string' ? text : String(text)
    if (this.#state === 'streaming') {
      this.#record.text += token
      this.#transcript.run.messageDelta(this.#record.id, token)
      return
    }
    this.#mustBeThere()
    this.#record.text += token
    this.#begin()
  }

  replace(text: string): void {
    const before = this.#record.text
    if (this.#state !== 'streaming') {
      this.#mustBeThere()
      if (this.#state === 'draft' && text === '') return
      this.#record.text = text
      this.#begin()
    } else if (text.startsWith(before)) {
      this.write(text.slice(before.length))
    } else {
      this.#record.text = text
      this.#patch({ text })
    }
  }

  /** Takes in a whole source. `name`: the call that each piece belongs to. */
  fill(
    source: StreamSource,
    lane: Lane,
    { mode, name }: { mode: 'append' | 'replace' | undefined; name: Checkpoint },
  ): Promise<void> {
    const { run } = this.#transcript
    return pump(source, lane, run.ledger, (text) => {
      run.guard(this.#lane, name)
      if (mode !== 'replace') this.write(text)
      else this.replace(text)
      return run.pause()
    })
  }

  /** Shows buttons in place of those it had. */
  showActions(actions: readonly ActionOptions[]): ActionHandle[] {
    for (const { id } of this.#actions) removeAction(this.#transcript.run, id)
    this.#actions = showActions(this.#transcript.run, this.id, actions)
    return [...this.#actions]
  }

  /** Shows elements behind those it has, as soon as all they are made of is kept. */
  async showElements(inputs: readonly ElementInput[], lane: Lane, name: Checkpoint): Promise<ElementHandle[]> {
    const { run, elements } = this.#transcript
    const made = await elements.show(inputs, { messageId: this.id }, lane, name, () => this.#mustBeThere())
    const handles = made.map((record) => new LiveElement(run, this.#lane, elements, record))
    this.#elements.push(...handles)
    return handles
  }

  /** Shows these in place of those it had; what is named of those stays. */
  async #showInstead(wanted: readonly (ElementInput | ElementHandle)[], lane: Lane): Promise<void> {
    const before = this.#elements.filter(({ isThere }) => isThere)
    const kept = before.filter((element) => wanted.includes(element))
    const fresh = wanted.filter((one): one is ElementInput => !(one instanceof LiveElement))
    if (fresh.length + kept.length < wanted.length) {
      throw new ChatwrightError('bad_option', 'message.update: elements: one is not of this message, or was removed.', {
        fix: 'Give what image(), file() and the like make, and handles of this message.',
      })
    }
    await this.showElements(fresh, lane, 'message.update')
    const gone = before.filter((element) => !kept.includes(element))
    for (const element of gone) element.takeAway()
    this.#elements = this.#elements.filter((element) => !gone.includes(element))
  }

  /** Shows it as a whole. */
  show(): void {
    const { run, history } = this.#transcript
    this.#state = 'done'
    this.#record.status = 'done'
    history.put(this.#record)
    run.open.delete(this)
    const message = this.#named()
    run.emit({ type: 'message-end', runId: run.id, messageId: this.id, message })
  }

  /** Ends it when it is streaming. */
  close(): void {
    this.#mustBeThere()
    if (this.#state !== 'streaming') return
    const { run } = this.#transcript
    this.#state = 'done'
    this.#record.status = 'done'
    run.open.delete(this)
    run.emit({ type: 'message-end', runId: run.id, messageId: this.id })
  }

  #change(change: MessageChange): void {
    this.#mustBeThere()
    const patch = toPatch(change)
    Object.assign(this.#record, patch)
    if (this.#state === 'draft') return this.show()
    if (Object.keys(patch).length > 0) this.#patch(patch)
    this.close()
  }

  #patch(patch: MessagePatch): void {
    const { run } = this.#transcript
    run.emit({ type: 'message-update', runId: run.id, messageId: this.id, patch })
  }

  /** Opens it, for the first time or again. */
  #begin(): void {
    const { run, history } = this.#transcript
    this.#state = 'streaming'
    this.#record.status = 'streaming'
    history.put(this.#record)
    run.open.add(this)
    const message = this.#named()
    run.emit({ type: 'message-start', runId: run.id, messageId: this.id, message })
  }

  /** A copy to send, under the author's shown name. */
  #named(): Message {
    const message = { ...this.#record }
    if (this.#isNamed) return message
    this.#isNamed = true
    this.#transcript.names.resolve(this.#record.author, (shown) => {
      this.#record.author = shown
      message.author = shown
    })
    return message
  }

  #mustBeThere(): void {
    if (this.#state !== 'removed') return
    throw new ChatwrightError('not_found', 'This message was removed.', { fix: 'Send a new one with chat.send.' })
  }

  #call<T>(name: Checkpoint, work: () => T): Promise<T> {
    const { run } = this.#transcript
    return run.write(name, this.#lane, async (lane) => {
      const result = work()
      await run.breathe(lane)
      return result
    })
  }
}

function toPatch(change: MessageChange): MessagePatch {
  const patch: MessagePatch = {}
  if (change.text !== undefined) patch.text = toContent(change.text).text
  if (change.author !== undefined) patch.author = change.author
  if (change.language !== undefined) patch.language = change.language
  if (change.metadata !== undefined) patch.metadata = checkMetadata(change.metadata)
  if (change.tags !== undefined) patch.tags = change.tags.map(String)
  if (change.isError !== undefined) patch.isError = change.isError
  return patch
}
