import { rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import {
  ChatwrightError,
  limits,
  newId,
  partName,
  type Element,
  type ElementKind,
  type ElementSource,
  type JsonObject,
} from '@chatwright/protocol'
import { givenFile, type GivenFile } from '../files/given-file.ts'
import { keepFile } from '../files/keep-file.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { nameOf, type ElementInput } from './element-input.ts'
import { openSource } from './open-source.ts'
import { idOf } from './ref.ts'

/** What the gateway tells a run of its thread's files. */
export interface ElementsStart {
  readonly elements?: readonly Element[] | undefined
  /** The folder of the thread's files. */
  readonly files?: string | undefined
}

/** What an element belongs to: a message, a step, or neither. */
export type Owner = Pick<Element, 'messageId' | 'stepId'>

export const ofPanel: Owner = { messageId: null }

function ownerOf({ messageId, stepId }: Element): Owner {
  return stepId === undefined ? { messageId } : { messageId, stepId }
}

/** The elements one run shows, and what people attached before it. */
export class LiveElements {
  readonly #run: Run
  readonly #folder: string
  readonly #attached: Element[]

  constructor(run: Run, { elements = [], files = '' }: ElementsStart) {
    this.#run = run
    this.#folder = files
    this.#attached = [...elements]
  }

  /** A person attached more while the run waited for them. */
  attach(elements: readonly Element[]): void {
    this.#attached.push(...elements)
  }

  /** What a person attached to a message. */
  attachedTo(messageId: string): GivenFile[] {
    return this.#attached.flatMap(({ messageId: owner, source }) =>
      owner === messageId && source.type === 'file' ? [givenFile(source.file, join(this.#folder, source.file.id))] : [],
    )
  }

  /**
   * Makes elements and shows them, in order, as soon as all they are made of is kept. `name`: the call they are shown by.
   * `check` throws when what they belong to was removed meanwhile: then nothing of them stays.
   */
  async show(
    inputs: readonly ElementInput[],
    owner: Owner,
    lane: Lane,
    name: Checkpoint,
    check?: () => void,
  ): Promise<Element[]> {
    const elements = await this.make(inputs, owner, lane, name, check)
    for (const element of elements) this.put(element)
    return elements
  }

  /** Makes elements, all or none; what becomes of them in this very turn of the loop is up to who asked. */
  async make(
    inputs: readonly ElementInput[],
    owner: Owner,
    lane: Lane,
    name: Checkpoint,
    check?: () => void,
  ): Promise<Element[]> {
    const made = await Promise.allSettled(inputs.map((input) => this.#make(input, owner, lane)))
    const failed = made.find((one) => one.status === 'rejected')
    const elements = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    try {
      if (failed) throw failed.reason
      this.#run.guard(lane, name)
      check?.()
    } catch (error) {
      await Promise.all(elements.map(({ source }) => this.#drop(source)))
      throw error
    }
    return elements
  }

  /** Makes the elements of a stop's notice, which shows them. Those that cannot be made are told of and left out. */
  async makeForNotice(inputs: readonly ElementInput[], lane: Lane): Promise<Element[]> {
    const made = await Promise.allSettled(inputs.map((input) => this.#make(input, ofPanel, lane)))
    return made.flatMap((one) => {
      if (one.status === 'fulfilled') return [one.value]
      this.#run.log('error', `An element of a notice is left out: ${String(one.reason)}`, { runId: this.#run.id })
      return []
    })
  }

  /** Keeps what a changed element is made of, and shows it. */
  async change(element: Element, input: ElementInput, lane: Lane, check: () => void): Promise<Element> {
    const changed = { ...(await this.#make(input, ownerOf(element), lane)), id: element.id }
    try {
      this.#run.guard(lane, 'element.update')
      check()
    } catch (error) {
      await this.#drop(changed.source)
      throw error
    }
    this.put(changed, { isChange: true })
    return changed
  }

  put(element: Element, { isChange = false } = {}): void {
    const put = { type: 'element-put', runId: this.#run.id, elementId: element.id, element: { ...element } } as const
    this.#run.emit(isChange ? { ...put, isChange } : put)
  }

  /** Changes props of a custom element: those that are named. */
  putProps(elementId: string, props: JsonObject): void {
    this.#run.emit({ type: 'element-props', runId: this.#run.id, elementId, props })
  }

  remove(elementId: string): void {
    this.#run.emit({ type: 'element-remove', runId: this.#run.id, elementId })
  }

  async #make(input: ElementInput, owner: Owner, lane: Lane): Promise<Element> {
    const source = await this.#keep(input, lane)
    return { id: idOf(input), runId: this.#run.id, ...owner, kind: input.kind, name: input.name, source, ...input.look }
  }

  async #keep({ kind, name, source, mime, custom, film }: ElementInput, lane: Lane): Promise<ElementSource> {
    if (custom !== undefined) return { type: 'props', ...custom }
    if (film !== undefined) return film
    const { content } = source
    if (isText(kind) && typeof content === 'string' && content.length <= limits.elementCharacters) {
      return { type: 'text', text: content }
    }
    const id = newId()
    const path = this.#partPath(id)
    const { bytes, told } = await openSource(source, lane.signal)
    const kept = await keepFile(bytes, path, {
      name: fileNameOf(source, name),
      told: mime ?? told,
      signal: lane.signal,
    })
    // What the app says counts where the content is no evidence: plain text and bytes may be anything.
    const isOpen = kept.type === 'application/octet-stream' || kept.type === 'text/plain'
    const type = mime !== undefined && isOpen ? mime : kept.type
    if (isOfKind(kind, type)) return { type: 'file', file: { id, name, type, bytes: kept.bytes } }
    await rm(path, { force: true })
    throw new ChatwrightError('bad_option', `${kind}: ${name} is of type ${type}.`, {
      fix: 'Show it with file(), or say its type with mime when its content cannot tell.',
    })
  }

  async #drop(source: ElementSource): Promise<void> {
    if (source.type === 'file') await rm(this.#partPath(source.file.id), { force: true })
  }

  /** Where a file stands until the gateway takes it in. */
  #partPath(fileId: string): string {
    return join(this.#folder, partName(fileId, this.#run.id))
  }
}

function isText(kind: ElementKind): boolean {
  return kind === 'text' || kind === 'table' || kind === 'chart'
}

/** What can be read as it stands. */
const isWords =
  /^text\/|[/+](?:json|ld\+json|x-ndjson|xml|javascript|ecmascript|typescript|yaml|x-yaml|toml|sql|x-sh|rtf)(?:;|$)/

/** The name that tells what a file is: its own where it has an ending, and not what the app calls it. */
function fileNameOf(source: ElementInput['source'], name: string): string {
  const own = nameOf(source) ?? ''
  return extname(name) === '' && extname(own) !== '' ? own : name
}

function isOfKind(kind: ElementKind, type: string): boolean {
  switch (kind) {
    case 'image':
      return type.startsWith('image/')
    case 'pdf':
      return type === 'application/pdf'
    case 'audio':
      // Many containers of films hold sound alone.
      return /^(?:audio|video)\/|^application\/ogg$/.test(type)
    case 'video':
      return /^video\/|^application\/ogg$/.test(type)
    case 'text':
      return isWords.test(type)
    default:
      return true
  }
}
