import { ChatwrightError, type Element, type ElementDisplay, type ElementKind } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { chart, type ChartFigure } from './chart.ts'
import { checkProps } from './custom.ts'
import { elementInput, optionalSource, type ElementSourceInput } from './element-input.ts'
import type { PlayerOptions } from './hosted-film.ts'
import type { LiveElements } from './live-elements.ts'

/** What may be changed in an element; with another source it shows that. */
export type ElementChange = Partial<Pick<Element, 'name' | 'size' | 'page' | 'autoPlay'>> & {
  display?: ElementDisplay
  alt?: string
  language?: string
  mime?: string
  /** Of a PDF: what is marked now; nothing with an empty one. */
  highlight?: string
  /** Of the address of a film at another host: what its player is told. Only with that address. */
  player?: PlayerOptions
  /** Of a chart: what it draws now. */
  figure?: ChartFigure
  /** Of a custom element: the props that are to be others. */
  props?: Record<string, unknown>
} & (ElementSourceInput | { path?: never; url?: never; content?: never })

/** An element that is shown. Its methods are checkpoints; `not_found` once it was removed. */
export interface ElementHandle {
  readonly id: string
  readonly kind: ElementKind
  readonly name: string
  /** Changes it in its place. */
  update(change: ElementChange): Promise<void>
  /** Takes it away: from the screen, the store and the disk. */
  remove(): Promise<void>
}

export class LiveElement implements ElementHandle {
  readonly #run: Run
  readonly #lane: Lane
  readonly #elements: LiveElements
  #record: Element
  #isRemoved = false

  constructor(run: Run, lane: Lane, elements: LiveElements, record: Element) {
    this.#run = run
    this.#lane = lane
    this.#elements = elements
    this.#record = record
  }

  get id(): string {
    return this.#record.id
  }
  get kind(): ElementKind {
    return this.#record.kind
  }
  get name(): string {
    return this.#record.name
  }

  get isThere(): boolean {
    return !this.#isRemoved
  }

  update(change: ElementChange): Promise<void> {
    return this.#run.write('element.update', this.#lane, async (lane) => {
      this.#mustBeThere()
      if (change.props !== undefined) this.#changeProps(change.props)
      const { props: _props, ...others } = change
      if (Object.values(others).every((value) => value === undefined)) return
      const { kind, source, id, runId, messageId, stepId, alt, language, ...same } = this.#record
      const given =
        kind === 'chart' && change.figure
          ? chart({ name: same.name, figure: change.figure }).source
          : optionalSource(kind, change)
      const words = { ...(alt === null ? {} : { alt }), ...(language === null ? {} : { language }) }
      // What it is made of is kept already when nothing else is given.
      const { path: _path, url: _url, content: _content, ...look } = others
      const input = elementInput(kind, { ...same, ...words, ...look, ...(given ?? { content: '' }) })
      if (given) {
        this.#record = await this.#elements.change(this.#record, input, lane, () => this.#mustBeThere())
      } else {
        const owner = stepId === undefined ? { messageId } : { messageId, stepId }
        this.#record = { id, runId, ...owner, kind, source, name: input.name, ...input.look }
        this.#elements.put(this.#record, { isChange: true })
      }
    })
  }

  remove(): Promise<void> {
    return this.#run.write('element.remove', this.#lane, () => this.takeAway())
  }

  /** Takes it away, once; who calls this has asked the fence. */
  takeAway(): void {
    if (this.#isRemoved) return
    this.#isRemoved = true
    this.#elements.remove(this.id)
  }

  #changeProps(props: Record<string, unknown>): void {
    if (this.#record.source.type !== 'props') {
      throw new ChatwrightError('bad_option', `${this.kind}: only custom elements have props.`)
    }
    this.#elements.putProps(this.id, checkProps(props))
  }

  #mustBeThere(): void {
    if (this.#isRemoved) throw new ChatwrightError('not_found', 'This element was removed.')
  }
}
