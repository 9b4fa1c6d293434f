import { newId, type CommandResult } from '@chatwright/protocol'
import { connect } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { RawClient } from '../../testing/raw-client.ts'
import { counts, Served } from '../../testing/set-up.ts'

const token = 'a-token-of-at-least-32-characters-x'
const api = { token }

interface Request {
  path?: string
  method?: string
  headers?: Record<string, string>
  body?: string | null
}

/** What a body may hold. */
interface Answered {
  status: number
  body: Partial<CommandResult<'stop'>> & { error?: { code: string; message: string; fix?: string } }
}

async function ask(served: Served, threadId: string, request: Request = {}): Promise<Answered> {
  const { body = '{}', method = 'POST', path = `api/threads/${threadId}/stop` } = request
  const response = await fetch(new URL(path, served.url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...request.headers },
    ...(method === 'GET' || body === null ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Answered['body']) : {} }
}

async function startCounting(served: Served): Promise<{ client: RawClient; runId: string }> {
  const client = await served.connect()
  const runId = newId()
  await client.command('send', { threadId: served.threadId, messageId: newId(), runId, text: 'count' })
  await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
  return { client, runId }
}

const runOf = (client: RawClient, runId: string) => client.state.runs.find(({ id }) => id === runId)

describe('POST /api/threads/:id/stop', () => {
  it('stops what runs, with cause api: nothing more is shown, and it answers as the command does', async () => {
    await using served = await Served.start(counts, { api })
    const { client, runId } = await startCounting(served)
    const askedAt = performance.now()
    const answer = await ask(served, served.threadId, { body: JSON.stringify({ source: 'billing' }) })
    const tookMs = performance.now() - askedAt
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'stopping', runIds: [runId] } })
    expect(answer.body.fenceSeq).toBeGreaterThan(0)
    expect(answer.body.fenceMs).toBeGreaterThan(0)
    // A part of what the whole request took; how small it is stands in bench:stop.
    expect(answer.body.fenceMs).toBeLessThan(tookMs)
    await expect.poll(() => runOf(client, runId)?.state).toBe('stopped')
    expect(runOf(client, runId)?.cause).toBe('api')
    const shown = client.state.messages[1]?.text
    await new Promise((resolve) => setTimeout(resolve, 4_300))
    expect(client.state.messages[1]?.text).toBe(shown)
    expect(served.log.find(({ msg }) => msg === 'stop by another system')).toMatchObject({ by: 'api:billing' })
  }, 10_000)

  it('stops the run it names and no other, twenty times over with one effect', async () => {
    await using served = await Served.start(counts, { api })
    const { client, runId } = await startCounting(served)
    const other = newId()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(served, served.threadId, { body: JSON.stringify({ runId }) })),
    )
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.outcome} ${body.fenceSeq}`)).size).toBe(1)
    await expect.poll(() => runOf(client, runId)?.state).toBe('stopped')
    expect(client.batches.flatMap(({ events }) => events).filter(({ type }) => type === 'run-end')).toHaveLength(1)
    expect(await ask(served, served.threadId)).toMatchObject({ body: { outcome: 'nothing-running', fenceSeq: null } })

    expect(await ask(served, served.threadId, { body: JSON.stringify({ runId: other }) })).toMatchObject({
      status: 200,
      body: { outcome: 'remembered' },
    })
    const message = { threadId: served.threadId, messageId: newId(), runId: other, text: 'late' }
    expect(await client.command('send', message)).toMatchObject({ result: { run: 'stopped' } })
    await expect.poll(() => runOf(client, other)?.cause).toBe('api')
  })

  it('refuses who has not the token, wherever else it is put, and changes nothing', async () => {
    await using served = await Served.start(counts, { api })
    const { client, runId } = await startCounting(served)
    const path = `api/threads/${served.threadId}/stop`
    const refused: Request[] = [
      { headers: { authorization: '' } },
      { headers: { authorization: 'Bearer' } },
      { headers: { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` } },
      { headers: { authorization: token } },
      { headers: { authorization: `Bearer ${token.slice(0, -1)}` } },
      { headers: { authorization: `Bearer ${token}x` } },
      { headers: { authorization: `Bearer ${client.state.id}` } },
      { headers: { authorization: '', cookie: `token=${token}`, 'x-api-key': token } },
      { headers: { authorization: '' }, path: `${path}?token=${token}&access_token=${token}` },
      { headers: { authorization: '' }, body: JSON.stringify({ token }) },
      { headers: { authorization: '', 'content-type': 'text/plain' } },
    ]
    for (const request of refused) {
      const answer = await ask(served, served.threadId, request)
      expect(answer, JSON.stringify(request)).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } })
      expect(answer.body.error?.fix).toContain('authorization: Bearer')
    }
    // who may not ask learns nothing of what there is
    const known = await ask(served, served.threadId, { headers: { authorization: '' } })
    expect(await ask(served, newId(), { headers: { authorization: '' } })).toEqual(known)
    expect(runOf(client, runId)?.state).toBe('running')
    expect(JSON.stringify(served.log)).not.toContain(token)
  })

  it('does not exist without a configured token', async () => {
    await using served = await Served.start(counts)
    const { client, runId } = await startCounting(served)
    expect((await ask(served, served.threadId)).status).toBe(404)
    expect(runOf(client, runId)?.state).toBe('running')
  })

  it('knows no thread that is not there, and no id that is none', async () => {
    await using served = await Served.start(counts, { api })
    const ids = [newId(), 'x', '1', '..', '%2e%2e%2f', '%00', '%E0%A4%A', '__proto__', "'; drop table threads; --"]
    for (const id of ids) {
      const answer = await ask(served, encodeURI(id))
      expect(answer.status, id).toBe(404)
      if (answer.body.error) expect(answer.body.error.code, id).toBe('thread_not_found')
    }
  })

  it('refuses what is malformed or not JSON, and goes on', async () => {
    await using served = await Served.start(counts, { api })
    const { client, runId } = await startCounting(served)
    const bad: [Request, number, string][] = [
      [{ body: '' }, 400, 'bad_request'],
      [{ body: '{' }, 400, 'bad_request'],
      [{ body: 'null' }, 400, 'bad_request'],
      [{ body: '[]' }, 400, 'bad_request'],
      [{ body: '"stop"' }, 400, 'bad_request'],
      [{ body: '{"runId":"1"}' }, 400, 'bad_request'],
      [{ body: '{"runId":{"$gt":""}}' }, 400, 'bad_request'],
      [{ body: '{"source":"a\\nb"}' }, 400, 'bad_request'],
      [{ body: '{"source":""}' }, 400, 'bad_request'],
      [{ body: `{"source":"${'x'.repeat(65)}"}` }, 400, 'bad_request'],
      [{ body: '['.repeat(4_000) }, 400, 'bad_request'],
      [{ body: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
      [
        { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'unsupported_media_type',
      ],
      [{ body: '{}', headers: { 'content-type': 'application/jsonp' } }, 415, 'unsupported_media_type'],
      [{ method: 'GET' }, 405, 'bad_request'],
      [{ method: 'DELETE' }, 405, 'bad_request'],
      [{ body: `{"source":"${'x'.repeat(5_000)}"}` }, 413, 'too_large'],
      [{ body: 'x'.repeat(5_000_000) }, 413, 'too_large'],
    ]
    for (const [request, status, code] of bad) {
      const answer = await ask(served, served.threadId, request)
      const what = JSON.stringify(request).slice(0, 80)
      expect(answer, what).toMatchObject({ status, body: { error: { code } } })
      expect(answer.body.error?.fix, what).toBeTruthy()
    }
    expect(runOf(client, runId)?.state).toBe('running')
    // what is not known is ignored, whatever it is called
    const body = '{"cause":"shutdown","by":"root","threadId":"x","__proto__":{"runId":"1"},"constructor":1}'
    expect(await ask(served, served.threadId, { body })).toMatchObject({ status: 200, body: { runIds: [runId] } })
    await expect.poll(() => runOf(client, runId)?.cause).toBe('api')
  })

  it('reads no more than it takes of a body without an end, and outlives one that is broken off', async () => {
    await using served = await Served.start(counts, { api })
    const head = [
      `POST /api/threads/${served.threadId}/stop HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      'transfer-encoding: chunked',
      '',
      '',
    ].join('\r\n')
    const socket = connect(served.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(head)
    const answer: string[] = []
    socket.on('data', (data) => answer.push(data.toString()))
    const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`
    for (let sent = 0; sent < 50 && answer.length === 0; sent++) {
      socket.write(chunk)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(answer.join('')).toMatch(/^HTTP\/1.1 413 /)
    socket.destroy()

    const broken = connect(served.port, '127.0.0.1')
    broken.write(`${head}5\r\n{"so`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    broken.destroy()
    await once(broken, 'close')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await fetch(new URL('health', served.url))).status).toBe(200)
  })
})
