import { describe, expect, it } from 'vitest'
import type { Element } from '../content/element.ts'
import { emptyThread } from '../empty-thread.ts'
import type { ThreadRecord } from '../events/index.ts'
import { newId } from '../new-id.ts'
import type { ThreadState } from '../state.ts'
import { applyAll } from './apply.ts'

const threadId = newId()
const [first, second] = [newId(), newId()]

function element(name: string, messageId: string | null = null): Element {
  const look = { alt: null, language: null, size: 'medium', page: 1, autoPlay: false, display: 'inline' } as const
  return {
    ...look,
    id: newId(),
    runId: first,
    messageId,
    kind: 'text',
    name,
    source: { type: 'text', text: name },
  }
}

function fold(...records: ThreadRecord[]): ThreadState {
  return applyAll(
    emptyThread(threadId),
    records.map((record, index) => ({ ...record, seq: index + 1, at: 1 })),
  )
}

describe('SIDE-01: the panel of a thread', () => {
  const [plan, map, notice] = [element('plan'), element('map'), element('notice')]

  it('is one for all its runs: what another opened is replaced and gone, and each opening has a turn of its own', () => {
    const state = fold(
      { type: 'element-put', runId: first, elementId: notice.id, element: notice },
      { type: 'panel-open', runId: first, title: 'Sources', key: 'a', layout: 'canvas', elements: [plan] },
      { type: 'panel-open', runId: second, elements: [map] },
    )
    expect(state.elements.map(({ name }) => name)).toEqual(['notice', 'map'])
    expect(state.panels).toEqual([
      {
        id: threadId,
        runId: second,
        title: 'Sources',
        key: null,
        layout: 'panel',
        elementIds: [map.id],
        isOpen: true,
        turn: 2,
      },
    ])
  })

  it('keeps what another run put there when it is only called something else, or opened again', () => {
    const state = fold(
      { type: 'panel-open', runId: first, key: 'a', layout: 'canvas', elements: [plan] },
      { type: 'panel-open', runId: second, title: 'Plans' },
    )
    expect(state.elements).toEqual([plan])
    expect(state.panels[0]).toMatchObject({
      title: 'Plans',
      key: 'a',
      layout: 'canvas',
      elementIds: [plan.id],
      turn: 2,
    })
  })

  it('is closed by any run, and by none of its elements; what is closed is closed', () => {
    const open: ThreadRecord = { type: 'panel-open', runId: first, elements: [plan, map] }
    const ends: ThreadRecord[] = [
      { type: 'panel-close', runId: second },
      { type: 'panel-open', runId: second, elements: [] },
    ]
    for (const end of ends) {
      const state = fold(open, end)
      expect(state.elements).toEqual([])
      expect(state.panels[0]).toMatchObject({ isOpen: false, elementIds: [], runId: second })
    }
    expect(fold({ type: 'panel-close', runId: second }).panels).toEqual([])
    expect(
      fold(open, { type: 'panel-close', runId: second }, { type: 'panel-close', runId: first }).panels[0]?.runId,
    ).toBe(second)
  })

  it('shows those that were recorded before it, by their ids', () => {
    const put = (one: Element): ThreadRecord => ({ type: 'element-put', runId: first, elementId: one.id, element: one })
    const state = fold(put(plan), { type: 'panel-open', runId: first, elementIds: [plan.id] }, put(map), {
      type: 'panel-open',
      runId: second,
      elementIds: [map.id],
    })
    expect(state.elements).toEqual([map])
    expect(state.panels[0]).toMatchObject({ elementIds: [map.id], isOpen: true, turn: 2 })
  })

  it('keeps what it showed and shows again', () => {
    const state = fold(
      { type: 'panel-open', runId: first, elements: [plan, map] },
      { type: 'panel-open', runId: second, elements: [map] },
    )
    expect(state.elements).toEqual([map])
  })
})
