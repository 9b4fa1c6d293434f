import { newId, type ChatwrightError } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { scriptedHost } from '../testing/scripted-host.ts'
import { SharedControl } from './host-control.ts'
import type { CreateHost } from './host.ts'
import { inlineHost } from './inline-host.ts'
import { HostPool } from './pool.ts'

it('is not told that the app is broken when it is closed while a host still loads it', async () => {
  const broken: ChatwrightError[] = []
  let made = 0
  let loseFirst: (reason: string) => void = () => {}
  const neverReady: CreateHost = (events) => ({
    kind: 'worker',
    control: new SharedControl(),
    load: () => {},
    post: () => {},
    terminate: async () => events.onGone('terminated'),
  })
  const pool = new HostPool({
    createHost: (events) => {
      if (++made > 1) return neverReady(events)
      loseFirst = events.onGone
      return inlineHost(scriptedHost(() => {}))(events)
    },
    logger: createLogger('silent'),
    onState: () => {},
    onApp: () => {},
    onBroken: (error) => broken.push(error),
    undos: { onFrame: () => {}, onReady: () => {}, onGone: () => {} },
  })
  await pool.start()
  loseFirst('its process ended')
  pool.whenReady(() => {})
  expect(made).toBe(2)
  await pool.close(100)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(broken).toEqual([])
})

it('replaces one of several hosts that is lost, though another still serves', async () => {
  const losing: ((reason: string) => void)[] = []
  const pool = new HostPool({
    createHost: (events) => {
      losing.push(events.onGone)
      return inlineHost(scriptedHost(() => {}))(events)
    },
    workers: 2,
    logger: createLogger('silent'),
    onState: () => {},
    onApp: () => {},
    onBroken: () => {},
    undos: { onFrame: () => {}, onReady: () => {}, onGone: () => {} },
  })
  await pool.start()
  losing[0]?.('its process ended')
  expect(pool.summary.ready).toBe(1)
  const sink = { threadId: newId(), kind: 'message', onOutput: () => {}, onFrame: () => {}, onGone: () => {} } as const
  expect(pool.openLane(sink.threadId, newId(), sink)).not.toBeNull()
  await expect.poll(() => pool.summary.ready).toBe(2)
  expect(losing).toHaveLength(3)
  await pool.close(100)
})

it('lets the one go that took over for a late host, once that is well again and nothing runs there', async () => {
  const controls: SharedControl[] = []
  const late = new Set<SharedControl>()
  const createHost: CreateHost = (events) => {
    const control = new SharedControl()
    controls.push(control)
    const host = inlineHost(scriptedHost(() => {}))(events)
    return {
      kind: 'worker',
      control,
      load: () => host.load(),
      post: (frame) => host.post(frame),
      terminate: () => host.terminate(),
    }
  }
  const beating = setInterval(() => {
    for (const { block } of controls.filter((control) => !late.has(control))) Atomics.add(block, 0, 1)
  }, 10)
  const pool = new HostPool({
    createHost,
    logger: createLogger('silent'),
    onState: () => {},
    onApp: () => {},
    onBroken: () => {},
    undos: { onFrame: () => {}, onReady: () => {}, onGone: () => {} },
  })
  await pool.start()
  const open = (threadId: string) =>
    pool.openLane(threadId, newId(), { threadId, kind: 'message', onOutput() {}, onFrame() {}, onGone() {} })
  const first = newId()
  open(first)?.release(true)
  late.add(controls[0] as SharedControl)
  await expect.poll(() => pool.summary.late).toBe(1)
  const [second, third] = [newId(), newId()]
  let lane = open(second)
  expect(lane).toBeNull()
  await expect.poll(() => pool.summary.ready).toBe(2)
  lane = open(second)
  expect(lane).not.toBeNull()
  late.clear()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  // The younger has a run and the state of a thread, and gets no other.
  const other = open(third)
  expect(pool.summary).toMatchObject({ ready: 2, runs: 2 })
  lane?.release(true)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(pool.summary).toMatchObject({ ready: 2, runs: 1 })
  pool.forget(second)
  await expect.poll(() => pool.summary.ready).toBe(1)
  expect(pool.summary.runs).toBe(1)
  other?.release(true)
  await pool.close(100)
  clearInterval(beating)
})
