import { emptyThread, newId, protocolVersion, type Message } from '@chatwright/protocol'
import { afterEach, describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from './gateway.ts'
import { inlineHost } from './hosts/inline-host.ts'
import { MemoryStore } from './testing/memory-store.ts'
import { RawClient } from './testing/raw-client.ts'
import { scriptedHost, type ScriptedRun } from './testing/scripted-host.ts'

const open: { close(): unknown }[] = []

afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close()
})

async function setUp(script: (run: ScriptedRun) => void | Promise<void> = echo, log: string[] = []) {
  const store = new MemoryStore()
  const gateway: Gateway = createGateway({
    createHost: inlineHost(scriptedHost(script, log)),
    store,
    logger: 'silent',
  })
  const { url, port } = await gateway.listen({ port: 0, host: '127.0.0.1' })
  open.push(gateway)
  const connect = async (): Promise<RawClient> => {
    const client = new RawClient(url)
    open.push(client)
    await client.connected()
    return client
  }
  return { store, gateway, url, port, connect, client: await connect(), threadId: newId() }
}

function echo(run: ScriptedRun): void {
  run.say(`You said: ${run.start.message?.text}`)
  run.done()
}

async function endless(run: ScriptedRun): Promise<void> {
  for (let count = 1; count < 2_000; count++) {
    run.say(`${count} `)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

function sendTo(threadId: string, text = 'hi') {
  return { threadId, messageId: newId(), runId: newId(), text }
}

const ended = (client: RawClient, runId: string) => client.state.runs.find((run) => run.id === runId)?.endedAt ?? null

describe('the gateway', () => {
  it('answers a message: stored, streamed, ended once', async () => {
    const { client, threadId, store } = await setUp()
    await client.command('open', { threadId, create: true })
    const message = sendTo(threadId, 'hello')
    expect(await client.command('send', message)).toMatchObject({ ok: true })
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
    expect(client.state.messages.map(({ text }) => text)).toEqual(['hello', 'You said: hello'])
    expect(client.state.title).toBe('hello')
    expect(store.threads.get(threadId)?.state.runs[0]?.state).toBe('completed')
    expect(store.threads.get(threadId)?.state).toEqual(client.state)
  })

  it('stops a run: the fence at once, one notice, and the text never grows', async () => {
    const { client, threadId } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    const message = sendTo(threadId)
    await client.command('send', message)
    await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
    const seenSeq = client.state.seq
    const seen = client.state.messages[1]?.text
    const answer = await client.command('stop', { threadId, runId: message.runId, seenSeq, source: 'button' })
    expect(answer).toMatchObject({ ok: true, result: { outcome: 'stopping', runIds: [message.runId] } })
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
    const run = client.state.runs.at(-1)
    expect(run).toMatchObject({ state: 'stopped', cause: 'user', notice: { by: 'app', text: 'Halted.' } })
    expect(client.state.messages[1]).toMatchObject({ text: seen, status: 'stopped' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(client.state.messages[1]?.text).toBe(seen)
  })

  it('answers twenty stops alike, and one of nothing', async () => {
    const { client, threadId } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    expect(await client.command('stop', { threadId, source: 'key' })).toMatchObject({
      result: { outcome: 'nothing-running', fenceSeq: null },
    })
    const message = sendTo(threadId)
    await client.command('send', message)
    const stops = Array.from({ length: 20 }, () =>
      client.command('stop', { threadId, runId: message.runId, source: 'button' }),
    )
    const fences = (await Promise.all(stops)).map((answer) => answer.ok && answer.result.fenceSeq)
    expect(new Set(fences).size).toBe(1)
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
    expect(client.batches.flatMap(({ events }) => events).filter(({ type }) => type === 'run-end')).toHaveLength(1)
    const late = await client.command('stop', { threadId, runId: message.runId, source: 'button' })
    expect(late).toMatchObject({ result: { outcome: 'stopping', fenceSeq: fences[0] } })
  })

  it('tells a stop that loses to completion that the run had ended, and shows nothing', async () => {
    const { client, threadId } = await setUp()
    await client.command('open', { threadId, create: true })
    const message = sendTo(threadId)
    await client.command('send', message)
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
    const before = client.state
    const answer = await client.command('stop', { threadId, runId: message.runId, source: 'button' })
    expect(answer).toMatchObject({ result: { outcome: 'already-ended', fenceSeq: null } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(client.state).toEqual(before)
  })

  it('remembers a stop that overtakes its message: stored, never started, stopped', async () => {
    const log: string[] = []
    const { client, threadId, store } = await setUp(endless, log)
    await client.command('open', { threadId, create: true })
    const message = sendTo(threadId)
    expect(await client.command('stop', { threadId, runId: message.runId, source: 'button' })).toMatchObject({
      result: { outcome: 'remembered' },
    })
    expect(await client.command('send', message)).toMatchObject({ ok: true, result: { run: 'stopped' } })
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
    expect(log).not.toContain('start:message')
    expect(client.state.runs[0]?.state).toBe('stopped')
    expect(store.threads.get(threadId)?.state.messages).toHaveLength(1)
  })

  it('queues what is said while an answer is written', async () => {
    const runs: ScriptedRun[] = []
    const { client, threadId } = await setUp((run) => void runs.push(run))
    await client.command('open', { threadId, create: true })
    const [first, second] = [sendTo(threadId, 'one'), sendTo(threadId, 'two')]
    await client.command('send', first)
    expect(await client.command('send', second)).toMatchObject({ ok: true, result: { run: 'queued' } })
    expect(runs).toHaveLength(1)
    runs[0]?.done()
    await expect.poll(() => runs.length).toBe(2)
    expect(runs[1]?.start.message?.text).toBe('two')
  })

  it.each(['named', 'by a new chat'])('stops what is held back: %s', async (how) => {
    const log: string[] = []
    const { client, threadId, store, connect } = await setUp(endless, log)
    await client.command('open', { threadId, create: true })
    const [first, second] = [sendTo(threadId, 'one'), sendTo(threadId, 'two')]
    await client.command('send', first)
    await client.command('send', second)
    await client.command('stop', { threadId, source: 'button' })
    await expect.poll(() => client.state.runs[1]?.state).toBe('held')
    const beganAt = performance.now()
    if (how === 'named') await client.command('stop', { threadId, runId: second.runId, source: 'button' })
    else await client.command('close', { threadId, leave: true })
    await expect.poll(() => store.threads.get(threadId)?.state.runs[1]?.state).toBe('stopped')
    expect(performance.now() - beganAt).toBeLessThan(1_000)
    expect(log.filter((frame) => frame === 'start:message')).toHaveLength(1)
    const other = await connect()
    await other.command('open', { threadId })
    expect(other.state.runs[1]).toMatchObject({ state: 'stopped', notice: { text: 'Halted.' } })
  })

  it('lets a stop or a deletion right behind a message meet its run', async () => {
    const log: string[] = []
    const { client, threadId } = await setUp(endless, log)
    await client.command('open', { threadId, create: true })
    const first = sendTo(threadId, 'one')
    const [, stopped] = await Promise.all([
      client.command('send', first),
      client.command('stop', { threadId, source: 'button' }),
    ])
    expect(stopped).toMatchObject({ result: { outcome: 'stopping', runIds: [first.runId] } })
    const second = sendTo(threadId, 'two')
    await Promise.all([client.command('send', second), client.command('deleteThread', { threadId })])
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(log.filter((frame) => frame === 'stop')).toHaveLength(2)
  })

  it('gives a command that comes again its first answer, and no second effect', async () => {
    const { client, threadId, connect } = await setUp()
    await client.command('open', { threadId, create: true })
    const command = { id: newId(), ...sendTo(threadId, 'once') }
    const other = await connect()
    const answers = await Promise.all([
      client.raw('send', command),
      client.raw('send', command),
      other.raw('send', command),
    ])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    await expect.poll(() => ended(client, command.runId)).not.toBeNull()
    expect(client.state.messages.filter(({ role }) => role === 'user')).toHaveLength(1)
  })

  it('brings a client that comes back what it lacks, once and in order', async () => {
    const { client, threadId, connect } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    await client.command('send', sendTo(threadId))
    await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
    client.close()
    const back = await connect()
    back.epoch = client.epoch
    back.state = client.state
    const answer = await back.command('open', { threadId, seen: { epoch: client.epoch, seq: client.state.seq } })
    expect(answer).toMatchObject({ ok: true, result: { how: 'tail' } })
    await expect.poll(() => back.state.messages[1]?.text.length ?? 0).toBeGreaterThan(400)
    expect(back.snapshots).toBe(0)
    const numbers = back.state.messages[1]?.text.trim().split(' ').map(Number) ?? []
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    const ahead = await connect()
    expect(await ahead.command('open', { threadId, seen: { epoch: client.epoch, seq: 1_000_000 } })).toMatchObject({
      ok: true,
      result: { how: 'snapshot' },
    })
  })

  it('refuses what is malformed, unknown, huge or about nothing, and goes on', async () => {
    const { client, threadId } = await setUp()
    await client.command('open', { threadId, create: true })
    const bad: [string, unknown, string][] = [
      ['send', null, 'bad_request'],
      ['send', { id: 'x' }, 'bad_request'],
      ['send', { id: newId(), ...sendTo(threadId, '   ') }, 'bad_request'],
      ['send', { id: newId(), ...sendTo(threadId, 'x'.repeat(200_001)) }, 'too_large'],
      ['send', { id: newId(), ...sendTo(newId()) }, 'thread_not_found'],
      ['send', { id: newId(), ...sendTo(threadId), metadata: { constructor: 1 } }, 'bad_request'],
      ['constructor', {}, 'unknown_command'],
      ['__proto__', {}, 'unknown_command'],
      ['open', { id: newId(), threadId: newId() }, 'thread_not_found'],
      ['stop', { id: newId(), threadId: newId(), source: 'button' }, 'thread_not_found'],
      ['renameThread', { id: newId(), threadId, title: ' ' }, 'bad_request'],
    ]
    for (const [name, body, code] of bad) {
      expect(await client.raw(name, body), name).toMatchObject({ ok: false, error: { code } })
    }
    const message = sendTo(threadId, 'still there?')
    await client.command('send', message)
    await expect.poll(() => ended(client, message.runId)).not.toBeNull()
  })

  it('refuses somebody else’s conversation as one that is not there, and leaves it as it is', async () => {
    const { client, store } = await setUp()
    const [threadId, runId, messageId, actionId] = [newId(), newId(), newId(), newId()]
    const answer: Message = {
      id: messageId,
      runId,
      parentId: null,
      role: 'assistant',
      author: 'A',
      text: 'Yes.',
      language: null,
      status: 'done',
      isError: false,
      createdAt: 0,
      metadata: {},
      tags: [],
    }
    const look = { label: 'Go', icon: null, tooltip: null, variant: 'default', isOnce: true } as const
    const judged = { value: 'up' as const, reasons: [], comment: null, createdAt: 0, updatedAt: 0 }
    store.threads.set(threadId, {
      userId: 'ada',
      createdAt: 0,
      updatedAt: 0,
      values: {},
      state: {
        ...emptyThread(threadId),
        messages: [answer],
        actions: [{ id: actionId, runId, messageId, name: 'go', payload: {}, ...look }],
        // Were it not for the conversation, this would be one that this person has given.
        feedbacks: [{ id: newId(), messageId, runId, userId: 'local', ...judged }],
      },
    })
    const before = await store.readThread(threadId)
    const about = { threadId, messageId, runId: newId() }
    for (const [name, body] of [
      ['open', { threadId }],
      ['send', sendTo(threadId)],
      ['act', { threadId, actionId, runId: newId() }],
      ['giveFeedback', { ...about, value: 'down' }],
      ['removeFeedback', about],
    ] as const) {
      expect(await client.command(name, body), name).toMatchObject({ ok: false, error: { code: 'thread_not_found' } })
    }
    expect(await store.readThread(threadId)).toEqual(before)
    expect(store.writes).toEqual([])
  })

  it('refuses another version, and a page of another origin', async () => {
    const { url } = await setUp()
    const old = new RawClient(url, { version: protocolVersion + 1 })
    open.push(old)
    await expect(old.connected()).rejects.toMatchObject({ data: { code: 'version_mismatch' } })
    const response = await fetch(`${url}socket/?EIO=4&transport=polling`, {
      headers: { origin: 'https://evil.example' },
    })
    expect(response.status).toBe(403)
  })

  it('answers /health, and says what has a port already', async () => {
    const { url, port } = await setUp()
    const response = await fetch(`${url}health`)
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'ok', hosts: { ready: 1 } }])
    const second = createGateway({
      createHost: inlineHost(scriptedHost(echo)),
      store: new MemoryStore(),
      logger: 'silent',
    })
    await expect(second.listen({ port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'port_in_use' })
    await second.close()
  })

  it('ends with cause shutdown what still works when it closes', async () => {
    const { gateway, client, threadId, store } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    await client.command('send', sendTo(threadId))
    await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
    await gateway.close()
    const stored = store.threads.get(threadId)
    expect(stored?.state.runs[0]).toMatchObject({ state: 'stopped', cause: 'shutdown' })
    expect(stored?.state.messages[1]?.text.length).toBeGreaterThan(20)
  })

  it('closes the store when all that ended is in it, and not before', async () => {
    const { gateway, client, threadId, store } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    await client.command('send', sendTo(threadId))
    await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
    store.delayMs = 400
    await gateway.close()
    const stored = store.threads.get(threadId)?.state.runs[0]
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(stored).toMatchObject({ state: 'stopped', cause: 'shutdown' })
    expect(store.lateWrites).toBe(0)
  })

  it('does not take what is said while it closes: who said it keeps it for the next server', async () => {
    const { gateway, client, threadId, store } = await setUp(endless)
    await client.command('open', { threadId, create: true })
    await client.command('send', sendTo(threadId))
    const closing = gateway.close({ drainMs: 300 })
    const late = sendTo(threadId)
    let isAnswered = false
    void client.command('send', late).then(
      () => (isAnswered = true),
      () => {},
    )
    await closing
    expect(isAnswered).toBe(false)
    expect(store.threads.get(threadId)?.state.messages.some(({ id }) => id === late.messageId)).toBe(false)
  })
})
