import type { Element, Panel } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { LiveElement, type ElementHandle } from './element-handle.ts'
import type { ElementInput } from './element-input.ts'
import { ofPanel, type LiveElements } from './live-elements.ts'

export interface PanelOptions {
  /** Its title. Default: what it was, or none. */
  title?: string
  /** What it shows, each on a tab. Left out: what it shows already. None: it closes. */
  elements?: readonly ElementInput[]
  /** Opened again under the same key, its elements stay as they are. */
  key?: string
  /** `canvas`: half of the page, without a head. Default `panel`. */
  layout?: Panel['layout']
}

/** The panel beside the conversation. One for each thread; it is stored, and there after a reload. */
export interface ChatPanel {
  /**
   * Opens it, with these elements in place of those it had. Gives them, in order; with a key it has already, none. A panel
   * that the reader closed opens again.
   */
  open(options: PanelOptions): Promise<ElementHandle[]>
  /** Closes it and takes its elements away. */
  close(): Promise<void>
}

export class LivePanel implements ChatPanel {
  readonly #run: Run
  readonly #lane: Lane
  readonly #threadId: string
  readonly #elements: LiveElements

  constructor(run: Run, lane: Lane, threadId: string, elements: LiveElements) {
    this.#run = run
    this.#lane = lane
    this.#threadId = threadId
    this.#elements = elements
  }

  open({ title, elements, key, layout }: PanelOptions): Promise<ElementHandle[]> {
    return this.#run.write('chat.panel.open', this.#lane, async (lane) => {
      const before = this.#elements.panel
      const isSame = before?.isOpen === true && key !== undefined && before.key === key && elements?.length !== 0
      const shown =
        elements === undefined || isSame ? null : await this.#elements.show(elements, ofPanel, lane, 'chat.panel.open')
      const ids = shown?.map(({ id }) => id) ?? before?.elementIds ?? []
      this.#put({
        id: this.#threadId,
        runId: this.#run.id,
        title: title ?? before?.title ?? '',
        key: key ?? (isSame || elements === undefined ? (before?.key ?? null) : null),
        layout: layout ?? (isSame || elements === undefined ? (before?.layout ?? 'panel') : 'panel'),
        elementIds: ids,
        isOpen: elements === undefined || elements.length > 0,
        turn: (before?.turn ?? 0) + 1,
      })
      if (shown) this.#removeOld(before, ids)
      return (shown ?? []).map((element: Element) => new LiveElement(this.#run, lane, this.#elements, element))
    })
  }

  close(): Promise<void> {
    return this.#run.write('chat.panel.close', this.#lane, () => {
      const before = this.#elements.panel
      if (!before?.isOpen) return
      this.#put({ ...before, runId: this.#run.id, elementIds: [], isOpen: false })
      this.#removeOld(before, [])
    })
  }

  #put(panel: Panel): void {
    this.#elements.panel = panel
    this.#run.emit({ type: 'panel-put', runId: this.#run.id, panel: { ...panel } })
  }

  #removeOld(before: Panel | null, kept: readonly string[]): void {
    for (const id of before?.elementIds ?? []) if (!kept.includes(id)) this.#elements.remove(id)
  }
}
