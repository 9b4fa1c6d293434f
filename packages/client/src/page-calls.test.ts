import { newId, type PageCall } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { defaultEnvironment } from './environment.ts'
import { startPair, type Pair } from './testing/start-client.ts'
import { newRun, stopping } from './testing/scripted-server.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

const runId = newId()

function call(name = 'position'): PageCall {
  return { id: newId(), runId, name, args: null, calledAt: 1, expiresAt: null }
}

/** A thread that is shown, with a run at work in it. */
async function shownThread({ server, client }: Pair) {
  const view = client.newThread()
  view.open()
  await waitUntil('it is open', () => server.commands('open').length === 1)
  const thread = server.thread(view.id)
  thread.append({ type: 'run-start', runId, run: newRun(runId, null) }, { type: 'run-update', runId, state: 'running' })
  const put = (one: PageCall) => thread.append({ type: 'call-start', runId, callId: one.id, call: one })
  return { view, thread, put }
}

describe('what runs want of the page', () => {
  it('is taken before it is run, and not run when another page has it', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    server.script = ({ name }) => (name === 'takeCall' ? { ok: true, result: { isYours: false } } : undefined)
    let runs = 0
    client.functions.register('position', () => ++runs)
    const { put } = await shownThread(pair)
    put(call())
    await waitUntil('it was asked for', () => server.commands('takeCall').length === 1)
    await pass(50)
    expect(runs).toBe(0)
    expect(server.commands('endCall')).toEqual([])
  })

  it('a page in the background leaves it to others for a moment, and lets it be when it is over by then', async () => {
    const environment = { ...defaultEnvironment(), isHidden: () => true }
    await using pair = await startPair({ environment })
    const { server, client } = pair
    server.script = ({ name }) => (name === 'takeCall' ? { ok: true, result: { isYours: true } } : undefined)
    client.functions.register('position', () => 'here')
    const { put, thread } = await shownThread(pair)
    const [first, second] = [call(), call()]
    put(first)
    put(second)
    await pass(100)
    expect(server.commands('takeCall')).toEqual([])
    thread.append({ type: 'call-end', runId, callId: first.id })
    await waitUntil('the other is answered', () => server.commands('endCall').length === 1)
    expect(server.commands('takeCall').map(({ body }) => body['callId'])).toEqual([second.id])
    expect(server.commands('endCall')[0]?.body).toMatchObject({
      callId: second.id,
      outcome: { type: 'value', value: 'here' },
    })
  })

  it('a press of Stop aborts it here before the server has said anything', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    server.script = ({ name }) => {
      if (name === 'stop') return 'silence'
      return name === 'takeCall' ? { ok: true, result: { isYours: true } } : undefined
    }
    let signal: AbortSignal | null = null
    client.functions.register('position', (_, info) => {
      signal = info.signal
      return new Promise(() => {})
    })
    const { view, put } = await shownThread(pair)
    put(call())
    await waitUntil('it runs', () => signal !== null)
    view.stop({ source: 'button' })
    expect(signal).toMatchObject({ aborted: true })
  })

  it('is over with its run', async () => {
    await using pair = await startPair()
    const { server, client } = pair
    server.script = ({ name }) => (name === 'takeCall' ? { ok: true, result: { isYours: true } } : undefined)
    let signal: AbortSignal | null = null
    client.functions.register('position', (_, info) => {
      signal = info.signal
      return new Promise(() => {})
    })
    const { view, put, thread } = await shownThread(pair)
    put(call())
    await waitUntil('it runs', () => signal !== null)
    thread.append(stopping(runId))
    await waitUntil('it is aborted', () => signal?.aborted === true)
    await waitUntil('it is gone', () => view.getSnapshot().state.calls.length === 0)
  })
})
