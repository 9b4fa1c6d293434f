import {
  apply,
  emptyThread,
  newId,
  type Step,
  type ThreadEvent,
  type ThreadRecord,
  type ThreadState,
} from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { shownEvent, shownState } from './shown-steps.ts'

const runId = newId()

function step(name: string, type: string, parent: Step | null): Step {
  const pane = { text: `what ${name} did`, language: null }
  return {
    id: newId(),
    runId,
    parentId: parent?.id ?? null,
    name,
    type,
    status: 'running',
    canStop: false,
    input: pane,
    output: pane,
    showInput: true,
    defaultOpen: false,
    autoCollapse: false,
    icon: null,
    startedAt: 0,
    endedAt: null,
    metadata: {},
    tags: [],
  }
}

const chain = step('chain', 'undefined', null)
const agent = step('agent', 'tool', chain)
const model = step('model', 'llm', agent)
const search = step('search', 'tool', model)
const state = { ...emptyThread(newId()), steps: [chain, agent, model, search] }
const start = (one: Step): ThreadEvent => ({ type: 'step-start', seq: 1, at: 0, runId, stepId: one.id, step: one })
const delta = (one: Step): ThreadEvent => ({
  type: 'step-delta',
  seq: 2,
  at: 0,
  runId,
  stepId: one.id,
  pane: 'output',
  text: 'more',
})

it('all: leaves everything as it is', () => {
  expect(shownState(state, 'all')).toBe(state)
  expect(shownEvent(delta(model), state, 'all')).toEqual(delta(model))
})

it('what a step keeps to itself is kept there: its input is sent to nobody', () => {
  const quiet = { ...agent, showInput: false }
  const kept = { ...state, steps: [chain, quiet, model, search] }
  const empty = { text: '', language: null }
  expect(shownState(kept, 'all').steps[1]).toEqual({ ...quiet, input: empty })
  expect(shownEvent(start(quiet), kept, 'all')).toMatchObject({ step: { input: empty, output: quiet.output } })
  expect(shownEvent({ ...delta(quiet), pane: 'input' } as ThreadEvent, kept, 'all')).toBeNull()
  expect(shownEvent(delta(quiet), kept, 'all')).toEqual(delta(quiet))
  const update = { ...delta(quiet), type: 'step-update', patch: { name: 'x', input: quiet.input } } as never
  expect(shownEvent(update, kept, 'all')).toMatchObject({ patch: { name: 'x' } })
  expect(JSON.stringify(shownEvent(update, kept, 'all'))).not.toContain('what agent did')
  const opened = { ...delta(agent), type: 'step-update', patch: { showInput: true } } as never
  expect(shownEvent(opened, state, 'all')).toMatchObject({ patch: { showInput: true, input: agent.input } })
})

it('tools: shows those, each in the nearest that is shown', () => {
  expect(shownState(state, 'tools').steps).toEqual([
    { ...agent, parentId: null },
    { ...search, parentId: agent.id },
  ])
  expect([chain, agent, model, search].map((one) => shownEvent(start(one), state, 'tools'))).toEqual([
    null,
    start({ ...agent, parentId: null }),
    null,
    start({ ...search, parentId: agent.id }),
  ])
  expect(shownEvent(delta(model), state, 'tools')).toBeNull()
  expect(shownEvent(delta(search), state, 'tools')).toEqual(delta(search))
})

it('tools: whatever becomes of the steps, a page that was there all along has what one that comes now is given', () => {
  const random = randomFrom(7)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const types = ['tool', 'llm', 'run']
  let anew = 0
  for (let round = 0; round < 200; round++) {
    const watched = new Watched()
    for (let at = 0; at < 20; at++) {
      const one = watched.there.steps.length > 0 ? pick(watched.there.steps) : null
      const roll = random()
      if (!one || roll < 0.4) {
        const fresh = step(`step ${at}`, pick(types), random() < 0.7 ? one : null)
        watched.happen({ type: 'step-start', runId, stepId: fresh.id, step: fresh })
      } else if (roll < 0.6) {
        watched.happen({ type: 'step-update', runId, stepId: one.id, patch: { type: pick(types), name: 'changed' } })
      } else if (roll < 0.7) {
        watched.happen({ type: 'step-update', runId, stepId: one.id, patch: { showInput: random() < 0.5 } })
      } else if (roll < 0.8) {
        watched.happen({
          type: 'step-delta',
          runId,
          stepId: one.id,
          pane: pick(['input', 'output'] as const),
          text: 'more',
        })
      } else if (roll < 0.9) {
        watched.happen({ type: 'step-end', runId, stepId: one.id, status: 'done', patch: { type: pick(types) } })
      } else {
        watched.happen({ type: 'step-remove', runId, stepId: one.id })
      }
      expect(byId(watched.page.steps)).toEqual(byId(shownState(watched.there, 'tools').steps))
    }
    anew += watched.anew
  }
  expect(anew).toBeGreaterThan(100)
})

const byId = (steps: readonly Step[]) => new Map(steps.map((each) => [each.id, each]))

/** A thread, and a page that was there all along. */
class Watched {
  there: ThreadState = emptyThread(newId())
  page = this.there
  anew = 0

  happen(record: ThreadRecord): void {
    const event: ThreadEvent = { ...record, seq: this.there.seq + 1, at: 5 }
    this.there = apply(this.there, event)
    const shown = shownEvent(event, this.there, 'tools')
    if (shown === 'anew') this.anew++
    if (shown === 'anew') this.page = shownState(this.there, 'tools')
    else if (shown !== null) this.page = apply(this.page, { ...shown, seq: this.page.seq + 1 })
  }
}

function randomFrom(seed: number): () => number {
  let at = seed
  return () => (at = (at * 48_271) % 2_147_483_647) / 2_147_483_647
}

it('none: nothing of a step, whatever happens to it', () => {
  expect(shownState(state, 'none').steps).toEqual([])
  for (const one of state.steps)
    expect([start(one), delta(one)].map((e) => shownEvent(e, state, 'none'))).toEqual([null, null])
  const gone = newId()
  expect(shownEvent({ type: 'step-remove', seq: 3, at: 0, runId, stepId: gone }, state, 'none')).toBeNull()
})
