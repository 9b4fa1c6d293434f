import {
  apply,
  applyAll,
  emptyThread,
  newId,
  type Message,
  type ThreadEvent,
  type ThreadState,
} from '@chatwright/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Viewer, type Deliverable, type ViewerPipe } from './delivery.ts'
import { MemoryLog } from './log.ts'

const messageId = newId()
const runId = newId()
const message: Message = {
  id: messageId,
  runId,
  parentId: null,
  role: 'assistant',
  author: 'A',
  text: '',
  language: null,
  status: 'streaming',
  isError: false,
  createdAt: 0,
  metadata: {},
  tags: [],
}

/** A thread that streams one message, and a viewer's end that folds what it is sent. */
class Fixture implements Deliverable {
  readonly id = newId()
  readonly epoch = 'e'
  readonly log = new MemoryLog()
  state: ThreadState = emptyThread(this.id)
  takenBack: (event: ThreadEvent) => boolean = () => false

  constructor() {
    this.add({ type: 'message-start', runId, messageId, message })
  }

  get visibleSeq(): number {
    return this.state.seq
  }

  get shownState(): ThreadState {
    return this.state
  }

  shown(event: ThreadEvent): ThreadEvent | null {
    return this.takenBack(event) ? null : event
  }

  add(record: object): void {
    const event = { ...record, seq: this.state.seq + 1, at: 0 } as ThreadEvent
    this.state = apply(this.state, event)
    this.log.append(event)
  }

  say(text: string): void {
    this.add({ type: 'message-delta', runId, messageId, text })
  }
}

class Screen implements ViewerPipe {
  state: ThreadState
  packets = 0
  snapshots = 0
  characters = 0
  readonly foretold: string[] = []

  constructor(id: string) {
    this.state = emptyThread(id)
  }

  sendEvents(batch: Parameters<ViewerPipe['sendEvents']>[0]): void {
    expect(batch.from).toBe(this.state.seq + 1)
    this.packets++
    for (const event of batch.events) if (event.type === 'message-delta') this.characters += event.text.length
    this.state = { ...applyAll(this.state, batch.events), seq: batch.to }
  }

  sendStopping({ runId }: Parameters<ViewerPipe['sendStopping']>[0]): void {
    this.foretold.push(runId)
  }

  sendSnapshot({ state }: Parameters<ViewerPipe['sendSnapshot']>[0]): void {
    this.snapshots++
    this.state = state
  }
}

describe('Viewer', () => {
  it('brings any viewer to the same state, however it is flushed and acknowledged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ maxLength: 3_000 }), fc.constantFrom('flush' as const, 'ack' as const)), {
          maxLength: 80,
        }),
        (script) => {
          const thread = new Fixture()
          const screen = new Screen(thread.id)
          const viewer = new Viewer(thread, screen, 0)
          for (const part of script) {
            if (part === 'flush') viewer.flush()
            else if (part === 'ack') viewer.acknowledge(screen.state.seq)
            else thread.say(part)
          }
          for (let round = 0; round < 400 && screen.state.seq < thread.state.seq; round++) {
            viewer.flush()
            viewer.acknowledge(screen.state.seq)
          }
          expect(screen.state).toEqual(thread.state)
        },
      ),
    )
  })

  it('merges deltas into one packet', () => {
    const thread = new Fixture()
    const screen = new Screen(thread.id)
    const viewer = new Viewer(thread, screen, 0)
    for (let count = 0; count < 500; count++) thread.say('word ')
    viewer.flush()
    expect(screen.packets).toBe(1)
    expect(screen.state.messages[0]?.text).toHaveLength(2_500)
  })

  it('sends a viewer that acknowledges nothing no more than its window', () => {
    const thread = new Fixture()
    const screen = new Screen(thread.id)
    const viewer = new Viewer(thread, screen, 0)
    for (let count = 0; count < 4_000; count++) {
      thread.say('x'.repeat(100))
      viewer.flush()
    }
    expect(screen.characters).toBeLessThan(140_000)
  })

  it('tells one who is behind of a stop ahead, and nobody else', () => {
    const thread = new Fixture()
    const [slow, quick] = [new Screen(thread.id), new Screen(thread.id)]
    const late = new Viewer(thread, slow, 0)
    const prompt = new Viewer(thread, quick, 0)
    for (let count = 0; count < 200; count++) {
      thread.say('x'.repeat(500))
      for (const viewer of [late, prompt]) viewer.flush()
      prompt.acknowledge(quick.state.seq)
    }
    expect(quick.state.seq).toBe(thread.state.seq)
    for (const viewer of [late, prompt]) viewer.foretell(runId, thread.state.seq + 1)
    expect(slow.foretold).toEqual([runId])
    expect(quick.foretold).toEqual([])
  })

  it('gives a viewer the log has left behind a snapshot', () => {
    const thread = new Fixture()
    const screen = new Screen(thread.id)
    const viewer = new Viewer(thread, screen, 0)
    for (let count = 0; count < 20_000; count++) thread.say('y')
    viewer.flush()
    expect(screen.snapshots).toBe(1)
    expect(screen.state).toEqual(thread.state)
  })

  it('leaves out what a stop took back, and the state is the same', () => {
    const thread = new Fixture()
    const screen = new Screen(thread.id)
    const viewer = new Viewer(thread, screen, 0)
    thread.say('seen')
    viewer.flush()
    const seenSeq = thread.state.seq
    for (let count = 0; count < 100; count++) thread.say('unseen')
    const fence = thread.state.seq + 1
    thread.takenBack = (event) => event.type === 'message-delta' && event.seq > seenSeq && event.seq < fence
    thread.add({ type: 'run-stopping', runId, cause: 'user', keep: { [messageId]: 4 } })
    const before = screen.characters
    viewer.flush()
    expect(screen.characters).toBe(before)
    expect(screen.state).toEqual(thread.state)
    expect(screen.state.messages[0]?.text).toBe('seen')
  })
})
