import { createControl, newId, type ChatwrightError } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { scriptedHost } from '../testing/scripted-host.ts'
import type { CreateHost } from './host.ts'
import { inlineHost } from './inline-host.ts'
import { HostPool } from './pool.ts'

it('is not told that the app is broken when it is closed while a host still loads it', async () => {
  const broken: ChatwrightError[] = []
  let made = 0
  let loseFirst: (reason: string) => void = () => {}
  const neverReady: CreateHost = (events) => ({
    kind: 'worker',
    control: createControl(),
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
