import { describe, expect, it } from 'vitest'
import { createApp } from '../app/create-app.ts'
import { serveTest } from '../testing/test-link.ts'

/** Waits without a signal, as code does that knows nothing of stops. */
function deafWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function createSlowApp() {
  const app = createApp()
  app.onMessage(async (_, chat) => {
    await chat.send('Working.')
    void chat.step('note', () => deafWait(150))
    await chat.step('hold tickets', async function holdTickets() {
      await deafWait(300)
    })
  })
  return app
}

describe('what kept a stop waiting', () => {
  it('is named with its place and its milliseconds in development, the longest first', async () => {
    const link = await serveTest(createSlowApp(), { dev: true })
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 2, 'the steps')
    link.stop(runId)
    const { heldUp = [], stage, abandoned } = await link.settled(runId)
    expect([stage, abandoned]).toEqual(['cooperative', []])
    expect(heldUp.map(({ name }) => name.replaceAll(/:\d+/g, ''))).toEqual([
      'step hold tickets (packages/runtime/src/host/held-up.test.ts)',
      'step note (packages/runtime/src/host/held-up.test.ts)',
    ])
    const [hold, note] = heldUp.map(({ ms }) => ms) as [number, number]
    expect(note).toBeGreaterThan(100)
    expect(hold).toBeGreaterThan(note + 80)
    expect(hold).toBeLessThan(2_000)
  })

  it('names a handler that only waits by the last thing it did', async () => {
    const app = createApp()
    app.onMessage(async function answer(_, chat) {
      await chat.send('Working.')
      await deafWait(200)
    })
    const link = await serveTest(app, { dev: true })
    const runId = link.ask()
    await link.until(() => link.texts.length === 1, 'the message')
    link.stop(runId)
    const { heldUp = [] } = await link.settled(runId)
    expect(heldUp.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^onMessage, after chat\.send \(answer, packages\/.+held-up\.test\.ts:\d+\)$/),
    ])
  })

  it('is nothing when all ends at once', async () => {
    const app = createApp()
    app.onMessage((_, chat) => chat.sleep(60_000))
    const link = await serveTest(app, { dev: true })
    const runId = link.ask()
    await link.until(() => link.frames.length > 0, 'a frame')
    link.stop(runId)
    expect((await link.settled(runId)).heldUp).toEqual([])
  })

  it('is not told where people use the app', async () => {
    const link = await serveTest(createSlowApp())
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 2, 'the steps')
    link.stop(runId)
    const settled = await link.settled(runId)
    expect(settled).not.toHaveProperty('heldUp')
    expect(JSON.stringify(link.frames)).not.toContain('held-up.test.ts')
  })
})
