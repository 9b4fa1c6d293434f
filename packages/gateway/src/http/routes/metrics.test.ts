import { newId } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { prometheusMetrics } from '../../measure/prometheus.ts'
import { counts, Served } from '../../testing/set-up.ts'

const token = 'a-token-of-at-least-32-characters-x'

async function read(served: Served, headers: Record<string, string> = {}, path = 'metrics') {
  const response = await fetch(new URL(path, served.url), { headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** The value of one line, such as `name{label="x"}`; null when it is not there. */
function valueOf(text: string, line: string): number | null {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `))
  return found === undefined ? null : Number(found.slice(line.length + 1))
}

describe('/metrics', () => {
  it('counts runs and stops, and times each stage in seconds', async () => {
    const metrics = await prometheusMetrics()
    await using served = await Served.start(counts, { metrics: { metrics, path: '/metrics', token: null } })
    const client = await served.connect()
    const send = async (text: string): Promise<string> => {
      const runId = newId()
      await client.command('send', { threadId: served.threadId, messageId: newId(), runId, text })
      return runId
    }
    const runId = await send('count')
    await expect.poll(() => client.state.messages[1]?.text.length ?? 0).toBeGreaterThan(20)
    const during = (await read(served)).text
    expect(valueOf(during, 'chatwright_open_runs')).toBe(1)
    expect(valueOf(during, 'chatwright_connections')).toBe(1)
    expect(valueOf(during, 'chatwright_viewers')).toBe(1)
    expect(valueOf(during, 'chatwright_hosts{status="ready"}')).toBe(1)

    const pressedAt = performance.now()
    await client.command('stop', { threadId: served.threadId, runId, source: 'button' })
    await expect.poll(() => client.state.runs[0]?.state).toBe('stopped')
    // a host that goes on talking: the gateway counts what it drops
    await new Promise((resolve) => setTimeout(resolve, 100))
    await client.command('stop', { threadId: served.threadId, source: 'button' })
    const { status, type, text } = await read(served)
    const tookSeconds = (performance.now() - pressedAt) / 1_000

    expect([status, type]).toEqual([200, expect.stringContaining('text/plain')])
    expect(valueOf(text, 'chatwright_runs_total{kind="message",state="stopped"}')).toBe(1)
    expect(valueOf(text, 'chatwright_stops_total{cause="user"}')).toBe(1)
    expect(valueOf(text, 'chatwright_stop_accept_seconds_count{outcome="stopping"}')).toBe(1)
    expect(valueOf(text, 'chatwright_stop_accept_seconds_count{outcome="nothing-running"}')).toBe(1)
    expect(valueOf(text, 'chatwright_open_runs')).toBe(0)
    for (const stage of ['fence', 'end']) {
      expect(valueOf(text, `chatwright_stop_${stage}_seconds_count`), stage).toBe(1)
      const sum = valueOf(text, `chatwright_stop_${stage}_seconds_sum`) as number
      expect(sum, stage).toBeGreaterThan(0)
      expect(sum, stage).toBeLessThan(tookSeconds)
    }
    expect(valueOf(text, 'chatwright_stop_settle_seconds_count{stage="cooperative"}')).toBe(1)
    expect(valueOf(text, 'chatwright_stops_killed_total')).toBe(0)
    expect(text).not.toMatch(new RegExp(`${runId}|${served.threadId}`))
  })

  it('is not there unless it is asked for', async () => {
    await using served = await Served.start(counts)
    expect((await read(served)).status).toBe(404)
  })

  it('answers only to its token, which is read from the header alone', async () => {
    const metrics = await prometheusMetrics()
    await using served = await Served.start(counts, { metrics: { metrics, path: '/inner/metrics', token } })
    const path = 'inner/metrics'
    for (const authorization of ['', 'Bearer', `Bearer ${token}x`, `Basic ${token}`, token]) {
      const answer = await read(served, { authorization }, path)
      expect(answer.status, authorization).toBe(401)
      expect(answer.text).not.toContain('chatwright_')
    }
    expect((await read(served, {}, `${path}?token=${token}`)).status).toBe(401)
    expect(await read(served, { authorization: `Bearer ${token}` }, path)).toMatchObject({
      status: 200,
      text: expect.stringContaining('chatwright_stop_fence_seconds_bucket{le="0.05"}'),
    })
    expect((await read(served)).status).toBe(404)
  })

  it('two gateways in a process count apart', async () => {
    const [one, two] = await Promise.all([prometheusMetrics(), prometheusMetrics()])
    one.runEnded('message', 'completed', null)
    const readings = {
      openRuns: 0,
      connections: 0,
      viewers: 0,
      threads: 0,
      hosts: { ready: 0, late: 0, leaving: 0, spare: 0 },
    }
    const line = 'chatwright_runs_total{kind="message",state="completed"}'
    expect(valueOf((await one.read(readings)).text, line)).toBe(1)
    expect(valueOf((await two.read(readings)).text, line)).toBeNull()
  })

  it('says at once what is not installed, and how to', async () => {
    const name: string = 'prom-client-that-is-not-there'
    const missing = async (): Promise<never> => (await import(name)) as never
    await expect(prometheusMetrics(missing)).rejects.toMatchObject({
      code: 'bad_option',
      message: expect.stringContaining("'prom-client' is not installed"),
      fix: expect.stringContaining('npm install prom-client'),
    })
  })
})
