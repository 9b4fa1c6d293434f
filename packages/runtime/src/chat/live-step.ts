import {
  ChatwrightError,
  isStop,
  newId,
  type Element,
  type Step,
  type StepPatch,
  type StepStatus,
} from '@chatwright/protocol'
import { LiveElement, type ElementHandle, type ElementInput } from '../elements/index.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Open } from '../run/run.ts'
import type { StepTrace } from '../trace/trace.ts'
import { checkId, checkMetadata } from './content.ts'
import { withoutSecrets } from './generation.ts'
import { pump, type StreamSource } from './pump.ts'
import { leftOutWords, longestText, serialise } from './serialise.ts'
import { checkLook, checkTime, paneOf } from './step-change.ts'
import type { Generation, StepChange, StepHandle, StepOptions, StepText, StepType } from './step-handle.ts'
import type { Transcript } from './transcript.ts'

type Pane = 'input' | 'output'

/**
 * A step as its run writes it. What the handle offers asks the fence first; `keep`, `close` and `leave` do not, so their
 * callers have to.
 */
export class LiveStep implements StepHandle, Open {
  /** The step around it, for who looks for the innermost that is open. */
  readonly parent: LiveStep | null
  /** With what it was stopped alone, or null. */
  stoppedBy: Error | null = null
  /** Where it was opened, while the code that opened it has not let go; see call-stack.ts. */
  openedAt: readonly string[] | null = null
  readonly #transcript: Transcript
  readonly #lane: Lane
  readonly #record: Step
  /** False for one that was opened behind the fence by code that is shielded: it works and is not shown. */
  readonly #isShown: boolean
  readonly #trace: StepTrace
  #hasOutput = false
  /** How many characters of each pane are left out, and not told of yet. */
  readonly #leftOut = { input: 0, output: 0 }
  /** The language that was chosen for the output. */
  #language: string | undefined
  /** When it is to have ended, once it does. */
  #endsAt: number | null = null
  #isRemoved = false

  constructor(
    transcript: Transcript,
    lane: Lane,
    options: StepOptions,
    place: { parent: LiveStep | null; parentId: string | null; canStop: boolean; isChosen: boolean },
  ) {
    const { run } = transcript
    this.parent = place.parent
    this.#transcript = transcript
    this.#lane = lane
    checkLook(options)
    this.#isShown = !run.isStopped
    this.#language = options.language
    this.#record = {
      id: options.id === undefined ? newId() : checkId('id', options.id),
      runId: run.id,
      parentId: place.parentId,
      name: options.name,
      type: options.type ?? 'undefined',
      status: 'running',
      canStop: place.canStop,
      input: paneOf(options.input, typeof options.showInput === 'string' ? options.showInput : undefined),
      output: { text: '', language: options.language ?? null },
      showInput: options.showInput ?? true,
      defaultOpen: options.defaultOpen ?? false,
      autoCollapse: options.autoCollapse ?? false,
      icon: options.icon ?? null,
      startedAt: run.clock.now(),
      endedAt: null,
      metadata: checkMetadata(options.metadata ?? {}),
      tags: (options.tags ?? []).map(String),
    }
    const { id, name, type, parentId } = this.#record
    this.#trace = transcript.trace.step({ id, name, type, parentId, isChosen: place.isChosen })
    run.open.add(this)
    transcript.history.putStep(this.#record)
    this.#emitWhole(true)
  }

  get openStep(): Step {
    return { ...this.#record }
  }

  get isOpen(): boolean {
    return this.#record.status === 'running' && !this.#isRemoved
  }

  get id(): string {
    return this.#record.id
  }

  get parentId(): string | null {
    return this.#record.parentId
  }

  get status(): StepStatus {
    return this.#record.status === 'running' && this.#transcript.run.isStopped ? 'stopped' : this.#record.status
  }

  get name(): string {
    return this.#record.name
  }
  set name(name: string) {
    this.#assign({ name })
  }

  get type(): StepType {
    return this.#record.type
  }
  set type(type: StepType) {
    this.#assign({ type })
  }

  get icon(): string | null {
    return this.#record.icon
  }
  set icon(icon: string | null) {
    this.#assign({ icon })
  }

  get showInput(): boolean | string {
    return this.#record.showInput
  }
  set showInput(showInput: boolean | string) {
    this.#assign({ showInput })
  }

  get metadata(): Record<string, unknown> {
    return this.#record.metadata
  }
  set metadata(metadata: Record<string, unknown>) {
    this.#assign({ metadata })
  }

  get tags(): readonly string[] {
    return this.#record.tags
  }
  set tags(tags: readonly string[]) {
    this.#assign({ tags })
  }

  get generation(): Generation | null {
    return (this.#record.metadata['generation'] as Generation | undefined) ?? null
  }
  set generation(generation: Generation | null) {
    const { generation: _, ...others } = this.#record.metadata
    this.#assign({
      metadata: generation === null ? others : { ...others, generation: withoutSecrets(generation) },
    })
  }

  get input(): StepText {
    return this.#pane('input')
  }
  set input(value: unknown) {
    this.#assign({ input: value })
  }

  get output(): StepText {
    return this.#pane('output')
  }
  set output(value: unknown) {
    this.#assign({ output: value })
  }

  update(change: StepChange): Promise<void> {
    return this.#call('step.update', () => this.#change(change))
  }

  stream(source: StreamSource, options: { pane?: Pane; mode?: 'append' | 'replace' } = {}): Promise<void> {
    const { run } = this.#transcript
    const pane = options.pane ?? 'output'
    const work = (lane: Lane): Promise<void> =>
      pump(source, lane, run.ledger, (text) => {
        run.guardWait(this.#lane, 'step.stream')
        if (options.mode === 'replace') this.#change({ [pane]: text })
        else this.#append(pane, text)
        return run.pause()
      })
    return run.wait('step.stream', this.#lane, work, this.label)
  }

  addElement(input: ElementInput): Promise<ElementHandle> {
    const { run, elements } = this.#transcript
    return run.write('step.addElement', this.#lane, async (lane) => {
      const mustBeThere = (): void => {
        if (this.#isRemoved) throw new ChatwrightError('not_found', 'This step was removed.')
      }
      mustBeThere()
      const owner = { messageId: null, stepId: this.id }
      const [shown] = await elements.show([input], owner, lane, 'step.addElement', mustBeThere)
      return new LiveElement(run, this.#lane, elements, shown as Element)
    })
  }

  end(options: { output?: unknown } = {}): Promise<void> {
    return this.#call('step.end', () => {
      if (options.output !== undefined) this.#change({ output: options.output })
      this.close()
    })
  }

  fail(reason: unknown): Promise<void> {
    return this.#call('step.fail', () => this.leave(reason))
  }

  remove(): Promise<void> {
    return this.#call('step.remove', () => {
      const { run, history } = this.#transcript
      if (this.#isRemoved) return
      this.#isRemoved = true
      history.remove(this.id)
      run.open.delete(this)
      this.#trace.end({ status: 'done', generation: this.generation })
      if (this.#isShown) run.emit({ type: 'step-remove', runId: run.id, stepId: this.id })
    })
  }

  /** Never throws: what leaves a block is on its way somewhere, perhaps because of the very stop. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** How the log names it. */
  get label(): string {
    return `step ${this.#record.name}`
  }

  /** Ends what is done in it, and it; its run goes on. Throws nothing: who waits for it is told. */
  stop(): void {
    if (!this.isOpen || !this.#record.canStop) return
    const error = new ChatwrightError('step_stopped', `The step ${this.#record.name} was stopped.`, {
      fix: 'Catch it to go on without the step.',
    })
    this.#finish('stopped')
    this.stoppedBy = error
    this.#lane.interrupt(error)
    this.#lane.abort(error)
  }

  /** Calls `work` with the step around it, for those who trace. */
  enter<T>(work: () => T): T {
    return this.#trace.enter(work)
  }

  /** Takes what a function returned for its output, when the body gave none. */
  keep(value: unknown): void {
    if (!this.#hasOutput && value !== undefined && value !== null) this.#change({ output: value })
  }

  /** Ends it well, when it is open; as stopped where readers saw the stop end it. */
  close(): void {
    this.#finish(this.#isShown && this.#transcript.run.isStopped ? 'stopped' : 'done')
  }

  /** Ends it because something was thrown out of it. */
  leave(error: unknown): void {
    if (!this.isOpen) return
    this.#tellOfLeftOut()
    if (this.#transcript.run.isStopped || isStop(error) || isStepStopped(error)) return this.#finish('stopped')
    const words = typeof error === 'string' ? error : this.#transcript.publicText(error)
    const before = this.#record.output
    this.#record.output = { ...before, text: before.text === '' ? words : `${before.text}\n\n${words}` }
    this.#finish('failed', { output: this.#record.output }, error)
  }

  #finish(status: 'done' | 'failed' | 'stopped', patch?: StepPatch, error?: unknown): void {
    if (!this.isOpen) return
    this.#tellOfLeftOut()
    const { run } = this.#transcript
    this.#record.status = status
    this.#record.endedAt = this.#endsAt ?? run.clock.now()
    run.open.delete(this)
    this.#trace.end({ status, error, generation: this.generation })
    if (!this.#isShown) return
    const last = { ...patch, ...(this.#endsAt === null ? {} : { endedAt: this.#endsAt }) }
    const change = Object.keys(last).length === 0 ? {} : { patch: last }
    run.emit({ type: 'step-end', runId: run.id, stepId: this.id, status, ...change })
  }

  #assign(change: StepChange): void {
    this.#transcript.run.guardWait(this.#lane, 'assigning to a step')
    this.#change(change)
  }

  #change(change: StepChange): void {
    checkLook(change)
    const patch: StepPatch = {}
    if (change.name !== undefined) patch.name = change.name
    if (change.type !== undefined) patch.type = change.type
    if (change.icon !== undefined) patch.icon = change.icon
    if (change.showInput !== undefined) patch.showInput = change.showInput
    if (change.metadata !== undefined) patch.metadata = checkMetadata(change.metadata)
    if (change.tags !== undefined) patch.tags = change.tags.map(String)
    if (change.startedAt !== undefined) patch.startedAt = checkTime('startedAt', change.startedAt)
    if (change.endedAt !== undefined) {
      this.#endsAt = checkTime('endedAt', change.endedAt)
      if (!this.isOpen) patch.endedAt = this.#endsAt
    }
    if (change.language !== undefined) {
      this.#language = change.language ?? undefined
      patch.output = { ...this.#record.output, language: change.language }
    }
    if ('input' in change) {
      patch.input = paneOf(change.input)
      this.#leftOut.input = 0
    }
    if ('output' in change) {
      patch.output = paneOf(change.output, this.#language)
      this.#leftOut.output = 0
      this.#hasOutput = true
    }
    Object.assign(this.#record, patch)
    this.#publish(patch)
  }

  #append(pane: Pane, text: string | null | undefined): void {
    if (text === '' || text === null || text === undefined) return
    const { run } = this.#transcript
    const before = this.#record[pane]
    const given = typeof text === 'string' ? text : serialise(text).text
    const added = given.slice(0, Math.max(0, longestText - before.text.length))
    this.#leftOut[pane] += given.length - added.length
    if (pane === 'output') this.#hasOutput = true
    if (added === '') return
    this.#record[pane] = { ...before, text: before.text + added }
    if (this.isOpen && this.#isShown) run.stepDelta(this.id, pane, added)
    else this.#publish({ [pane]: this.#record[pane] })
  }

  /** Says how much of what came in was more than is shown. */
  #tellOfLeftOut(): void {
    for (const pane of ['input', 'output'] as const) {
      const count = this.#leftOut[pane]
      if (count === 0) continue
      this.#leftOut[pane] = 0
      const words = leftOutWords(count)
      this.#record[pane] = { ...this.#record[pane], text: this.#record[pane].text + words }
      if (this.#isShown) this.#transcript.run.stepDelta(this.id, pane, words)
    }
  }

  #publish(patch: StepPatch): void {
    if (!this.#isShown || this.#isRemoved) return
    const { run } = this.#transcript
    if (this.isOpen) run.emit({ type: 'step-update', runId: run.id, stepId: this.id, patch })
    // A step that ended takes no updates; it is shown again as a whole, in its place.
    else this.#emitWhole(false)
  }

  #emitWhole(isNew: boolean): void {
    if (!this.#isShown) return
    const { run, names } = this.#transcript
    const step = { ...this.#record }
    if (isNew) {
      names.resolve(step.name, (shown) => {
        this.#record.name = shown
        step.name = shown
      })
    }
    run.emit({ type: 'step-start', runId: run.id, stepId: this.id, step })
  }

  #pane(pane: Pane): StepText {
    const { text, language } = this.#record[pane]
    return {
      text,
      language,
      append: (more) => this.#call(`step.${pane}.append`, () => this.#append(pane, more)),
    }
  }

  /** Code that is shielded is not refused: its work must not fail over what would have been shown. */
  #call(name: Checkpoint, work: () => void): Promise<void> {
    const { run } = this.#transcript
    return run.wait(name, this.#lane, (lane) => {
      work()
      return run.breathe(lane)
    })
  }
}

/** Whether an error says that the reader stopped a step alone: that is an outcome, and no failure. */
export function isStepStopped(error: unknown): boolean {
  return error instanceof ChatwrightError && error.code === 'step_stopped'
}
