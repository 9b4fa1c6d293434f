import { protocolVersion } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import type { ConnectionState } from './connection.ts'
import type { Client } from './create-client.ts'
import { defaultEnvironment } from './environment.ts'
import { ScriptedServer } from './testing/scripted-server.ts'
import { goOffline, startClient, startPair } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

function statesOf(client: Client): ConnectionState['status'][] {
  const states = [client.connection.getSnapshot().status]
  client.connection.subscribe(() => {
    const { status } = client.connection.getSnapshot()
    if (states.at(-1) !== status) states.push(status)
  })
  return states
}

describe('connection', () => {
  it('connects, and tells what the server said of itself', async () => {
    await using server = await ScriptedServer.start()
    const client = startClient(server)
    const states = statesOf(client)
    expect(client.hello.getSnapshot()).toBeNull()
    await waitUntil('it is online', () => states.at(-1) === 'online')
    expect(states).toEqual(['connecting', 'online'])
    expect(client.hello.getSnapshot()).toMatchObject({ app: { name: 'Scripted' }, user: { id: 'local' } })
    server.emit('app-error', { message: 'Unexpected token', file: 'app.ts', line: 3, frame: null })
    await waitUntil('the error is told', () => client.appError.getSnapshot()?.line === 3)
    server.emit('app-error', null)
    await waitUntil('it is gone', () => client.appError.getSnapshot() === null)
    client.close()
  })

  it('says when it tries next, and comes back by itself', async () => {
    await using pair = await startPair()
    const states = statesOf(pair.client)
    await goOffline(pair)
    const state = pair.client.connection.getSnapshot()
    expect(state.status === 'offline' && state.nextTryAt !== null && state.nextTryAt > Date.now() - 1_000).toBe(true)
    await pass(200)
    await pair.server.listen()
    await waitUntil('it is online', () => states.at(-1) === 'online')
    expect(states).toEqual(['online', 'offline', 'online'])
  })

  it('tries at once when it is told to, and when the browser is back on a network', async () => {
    const online: (() => void)[] = []
    const environment = {
      ...defaultEnvironment(),
      onOnline: (listener: () => void) => {
        online.push(listener)
        return () => {}
      },
    }
    await using pair = await startPair({ environment, timings: { retryMinMs: 60_000, retryMaxMs: 60_000 } })
    const isOnline = () => pair.client.connection.getSnapshot().status === 'online'
    await goOffline(pair)
    await pair.server.listen()
    await pass(100)
    expect(isOnline()).toBe(false)
    pair.client.retryNow()
    await waitUntil('it is online', isOnline)
    await goOffline(pair)
    await pair.server.listen()
    for (const tell of online) tell()
    await waitUntil('it is online again', isOnline)
  })

  it('backs off from half a second to five, with jitter', async () => {
    const delays: number[] = []
    const pending: (() => void)[] = []
    const environment = {
      ...defaultEnvironment(),
      random: () => (delays.length % 2 === 0 ? 0 : 0.999),
      setTimer: (run: () => void, ms: number) => {
        if (ms === 12_345) return () => {}
        delays.push(ms)
        pending.push(run)
        return () => {}
      },
    }
    await using server = await ScriptedServer.start()
    await server.close()
    const client = startClient(server, {
      environment,
      timings: { retryMinMs: 500, retryMaxMs: 5_000, connectMs: 12_345 },
    })
    for (let count = 1; count <= 8; count++) {
      await waitUntil(`it has failed ${count} times`, () => delays.length === count)
      pending.at(-1)?.()
    }
    client.close()
    expect(delays.every((delay) => delay >= 500 && delay <= 5_000)).toBe(true)
    expect(delays[1]).toBeGreaterThan(1_000)
    expect(delays.slice(-2)).toEqual([5_000, 5_000])
  })

  it('is refused for good by a server of another version, which says so in the handshake', async () => {
    await using server = await ScriptedServer.start()
    const error = { code: 'version_mismatch', message: 'Another version.', fix: 'Reload the page.' }
    server.handshakeError = Object.assign(new Error('version_mismatch'), { data: error })
    const client = startClient(server)
    await waitUntil('it is refused', () => client.connection.getSnapshot().status === 'refused')
    expect(client.connection.getSnapshot()).toEqual({ status: 'refused', error })
    server.handshakeError = null
    await pass(200)
    expect(server.lines).toBe(0)
    client.close()
  })

  it('sends nothing to a server that says hello in another version', async () => {
    await using server = await ScriptedServer.start()
    server.version = protocolVersion + 1
    const client = startClient(server)
    client.newThread().open()
    await waitUntil('it is refused', () => client.connection.getSnapshot().status === 'refused')
    expect(client.connection.getSnapshot()).toMatchObject({ error: { code: 'version_mismatch' } })
    expect(server.received).toEqual([])
    client.close()
  })

  it('comes back after a handshake that failed otherwise', async () => {
    await using server = await ScriptedServer.start()
    server.handshakeError = new Error('shutting down')
    const client = startClient(server)
    await waitUntil('it is offline', () => client.connection.getSnapshot().status === 'offline')
    server.handshakeError = null
    await waitUntil('it is online', () => client.connection.getSnapshot().status === 'online')
    client.close()
  })

  it('makes a dead line anew, and sends on it what was not answered, with the same id', async () => {
    await using pair = await startPair({ timings: { silenceMs: 150 } })
    const view = pair.client.newThread()
    view.open()
    await waitUntil('it is open', () => pair.server.commands('open').length === 1)
    pair.server.script = ({ line }) => (line === 1 ? 'silence' : undefined)
    await pair.client.threads.rename(view.id, 'Title')
    const renames = pair.server.commands('renameThread')
    expect(renames.map(({ line }) => line)).toEqual([1, 2])
    expect(renames[1]?.body.id).toBe(renames[0]?.body.id)
  })

  it('opens threads before anybody hears of the line and sends something', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    await goOffline(pair)
    let isSent = false
    pair.client.connection.subscribe(() => {
      if (isSent || pair.client.connection.getSnapshot().status !== 'online') return
      isSent = true
      view.send('Hello')
    })
    await pair.server.listen()
    await waitUntil('it arrived', () => view.getSnapshot().state.messages.length === 1)
    expect(pair.server.received.slice(-2).map(({ name }) => name)).toEqual(['open', 'send'])
  })

  it('ends with close: no line, no tries, no timers', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    view.open()
    view.send('Hello')
    pair.client.close()
    await pass(200)
    pair.client.retryNow()
    await pass(50)
    expect(pair.server.lines).toBe(1)
    expect(pair.client.connection.getSnapshot()).toEqual({ status: 'offline', nextTryAt: null })
  })
})
