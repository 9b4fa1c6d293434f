import { ChatwrightError, type Panel } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { LiveElement, type ElementHandle } from './element-handle.ts'
import type { ElementInput } from './element-input.ts'
import { ofPanel, type LiveElements } from './live-elements.ts'
import type { PanelReopener } from './panel-reopener.ts'

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

/**
 * The panel beside the conversation. One for each thread, whichever of its runs open or change it; it is stored, and there
 * after a reload. Events: `panel-open`, `panel-close` (protocol/src/events/panel.ts).
 */
export interface ChatPanel {
  /**
   * Opens it, with these elements in place of those it had, which go with their files. Gives them, in order; with a key it
   * has already, none. A panel that the reader closed opens again. What another run does with it meanwhile counts: the last
   * to open it shows what it shows. Throws `bad_option`, and what an element throws whose source cannot be read.
   */
  open(options: PanelOptions): Promise<ElementHandle[]>
  /** Closes it and takes its elements away, whichever run opened it. */
  close(): Promise<void>
}

export class LivePanel implements ChatPanel {
  readonly #run: Run
  readonly #lane: Lane
  readonly #elements: LiveElements
  readonly #reopener: PanelReopener

  constructor(run: Run, lane: Lane, elements: LiveElements, reopener: PanelReopener) {
    this.#run = run
    this.#lane = lane
    this.#elements = elements
    this.#reopener = reopener
  }

  open(options: PanelOptions): Promise<ElementHandle[]> {
    return this.#run.write('chat.panel.open', this.#lane, async (lane) => {
      check(options)
      const { title, elements, key, layout } = options
      const change = {
        ...(title === undefined ? {} : { title }),
        ...(layout === undefined ? {} : { layout }),
      }
      const isNew = elements !== undefined && elements.length > 0
      if (isNew && key !== undefined && (await this.#reopener.reopen({ key, ...change }, lane))) return []
      const shown = elements && (await this.#elements.make(elements, ofPanel, lane, 'chat.panel.open'))
      this.#run.emit({
        type: 'panel-open',
        runId: this.#run.id,
        ...change,
        ...(key === undefined ? {} : { key }),
        ...(shown === undefined ? {} : { elements: shown.map((element) => ({ ...element })) }),
      })
      return (shown ?? []).map((element) => new LiveElement(this.#run, lane, this.#elements, element))
    })
  }

  close(): Promise<void> {
    return this.#run.write('chat.panel.close', this.#lane, () => {
      this.#run.emit({ type: 'panel-close', runId: this.#run.id })
    })
  }
}

function check({ title, key, layout }: PanelOptions): void {
  for (const [option, value] of Object.entries({ title, key })) {
    if (value === undefined || typeof value === 'string') continue
    throw new ChatwrightError('bad_option', `chat.panel.open: ${option}: expected a text, got a ${typeof value}.`)
  }
  if (layout === undefined || layout === 'panel' || layout === 'canvas') return
  throw new ChatwrightError(
    'bad_option',
    `chat.panel.open: layout: expected 'panel' or 'canvas', got ${String(layout)}.`,
  )
}
