import { createControl, type ChatwrightError } from '@chatwright/protocol'
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
