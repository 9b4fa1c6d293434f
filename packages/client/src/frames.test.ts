import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultEnvironment } from './environment.ts'
import { Frames } from './frames.ts'
import { delta } from './testing/scripted-server.ts'
import { startPair, startStreaming } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

/** Frames that come when the test says so. */
function manualFrames() {
  let next: (() => void) | null = null
  const environment = {
    ...defaultEnvironment(),
    nextFrame: (run: () => void) => {
      next = run
      return () => {
        next = null
      }
    },
  }
  return {
    environment,
    isDue: () => next !== null,
    paint: () => {
      const run = next
      next = null
      run?.()
    },
  }
}

describe('frames', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('show what is due once, together', () => {
    const { environment, paint } = manualFrames()
    const frames = new Frames(environment)
    const shown: string[] = []
    const first = () => void shown.push('first')
    frames.schedule(first)
    frames.schedule(first)
    frames.schedule(() => void shown.push('second'))
    paint()
    expect(shown).toEqual(['first', 'second'])
    paint()
    expect(shown).toHaveLength(2)
  })

  it('make one notification of a thousand batches', async () => {
    const { environment, isDue, paint } = manualFrames()
    await using pair = await startPair({ environment })
    const starting = startStreaming(pair, 'a')
    const timer = setInterval(paint, 1)
    const { view, thread, runId, messageId, shownText } = await starting
    clearInterval(timer)
    paint()
    let notifications = 0
    view.subscribe(() => notifications++)
    for (let count = 0; count < 1_000; count++) thread.append(delta(runId, messageId, 'x'))
    await waitUntil('all has arrived', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    expect(notifications).toBe(0)
    expect(shownText()).toBe('a')
    expect(isDue()).toBe(true)
    paint()
    expect(notifications).toBe(1)
    expect(shownText()).toBe(`a${'x'.repeat(1_000)}`)
  })

  it('do not let a press wait: it is shown at once, and what waited for the frame is held', async () => {
    const { environment, paint } = manualFrames()
    await using pair = await startPair({ environment })
    const starting = startStreaming(pair, 'a')
    const timer = setInterval(paint, 1)
    const { view, thread, stream, shownText } = await starting
    clearInterval(timer)
    paint()
    thread.stopsItself = false
    stream('b')
    await waitUntil('it has arrived', () => pair.server.seen.at(-1)?.seq === thread.state.seq)
    const { seq } = view.getSnapshot().state
    view.stop({ source: 'button' })
    expect(view.getSnapshot().stop.phase).toBe('stopping')
    paint()
    expect(shownText()).toBe('a')
    await waitUntil('the command is there', () => pair.server.commands('stop').length === 1)
    expect(pair.server.commands('stop')[0]?.body['seenSeq']).toBe(seq)
    expect(seq).toBe(thread.state.seq - 1)
  })

  it('follow the screen in a visible tab, a timer in a hidden one, and a timer when a frame never comes', async () => {
    const requested: (() => void)[] = []
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => requested.push(run))
    vi.stubGlobal('cancelAnimationFrame', () => {})
    const page = { visibilityState: 'visible' }
    vi.stubGlobal('document', page)
    const { nextFrame } = defaultEnvironment()
    let shown = 0
    const show = () => {
      shown++
    }
    nextFrame(show)
    expect(requested).toHaveLength(1)
    requested[0]?.()
    await pass(150)
    expect(shown).toBe(1)
    nextFrame(show)
    await waitUntil('the timer came instead', () => shown === 2)
    page.visibilityState = 'hidden'
    nextFrame(show)
    expect(requested).toHaveLength(2)
    await waitUntil('the timer came', () => shown === 3)
    nextFrame(show)()
    await pass(150)
    expect(shown).toBe(3)
  })
})
