import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeline } from './create-timeline.ts'
import { ThreadFeed } from './thread-feed.ts'
import { delta, ended, newRun, opening, personMessage, ScriptedThread } from './testing/scripted-server.ts'
import { startPair, startStreaming } from './testing/start-client.ts'
import { waitUntil } from './testing/wait-until.ts'

describe('under load', () => {
  it('takes 10,000 batches over the line, all of them, in order', async () => {
    await using pair = await startPair()
    const { view, thread, runId, messageId, shownText } = await startStreaming(pair, '')
    for (let count = 0; count < 10_000; count++) thread.append(delta(runId, messageId, `${count % 10}`))
    await waitUntil('all of it is shown', () => shownText().length === 10_000)
    expect(shownText()).toBe('0123456789'.repeat(1_000))
    expect(view.getSnapshot().state).toEqual(thread.state)
    expect(pair.server.commands('open')).toHaveLength(1)
  })

  it('is right in the end, whatever is lost, repeated or cut on the way', { timeout: 120_000 }, async () => {
    const happening = fc.constantFrom('send', 'send', 'send', 'lose', 'repeat', 'cut', 'snapshot', 'restart')
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (happenings) => {
        await using pair = await startPair()
        const { view, thread, runId, messageId, shownText } = await startStreaming(pair, 'a')
        const texts: string[] = []
        view.subscribe(() => texts.push(shownText()))
        for (const [at, what] of happenings.entries()) {
          const batch = thread.record(delta(runId, messageId, `${at};`))
          if (what !== 'lose') thread.send(batch)
          if (what === 'repeat') thread.send(batch)
          if (what === 'cut') pair.server.cut()
          if (what === 'snapshot') thread.sendSnapshot()
          if (what === 'restart') {
            thread.restart()
            pair.server.cut()
          }
          await new Promise(setImmediate)
        }
        await waitUntil('the line is there', () => thread.watchers.size === 1)
        thread.append(delta(runId, messageId, 'end'))
        await waitUntil('the end is shown', () => shownText().endsWith('end'))
        expect(view.getSnapshot().state).toEqual(thread.state)
        expect(texts.every((text, at) => text.startsWith(texts[at - 1] ?? ''))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it('arranges a long thread anew for each frame in a time that grows with its length, not with the square', () => {
    const short = fastestFrameMs(500)
    const long = fastestFrameMs(2_000)
    // Four times as long: the square would be 16. The fastest of many frames is what the machine's other work leaves alone.
    expect(long / short).toBeLessThan(10)
  })
})

/** The least time in which one more word of a thread's last answer is taken in and arranged. */
function fastestFrameMs(exchanges: number): number {
  const thread = new ScriptedThread('thread')
  const last = exchanges - 1
  for (let count = 0; count < exchanges; count++) {
    const [messageId, runId, answerId] = [`m${count}`, `r${count}`, `a${count}`]
    thread.record(
      { type: 'message-end', runId, messageId, message: personMessage(messageId, runId, 'question') },
      { type: 'run-start', runId, run: newRun(runId, messageId) },
      opening(runId, answerId, 'answer'),
    )
    if (count < last) thread.record(ended(runId, 'completed'))
  }
  const feed = new ThreadFeed('thread')
  feed.replace({ threadId: 'thread', epoch: thread.epoch, state: thread.state })
  const select = createTimeline()
  let items = select({ state: feed.state, pending: [] })
  expect(items).toHaveLength(2 * exchanges)
  let fastest = Number.POSITIVE_INFINITY
  for (let frame = 0; frame < 60; frame++) {
    const batch = thread.record(delta(`r${last}`, `a${last}`, 'x'))
    const startedAt = performance.now()
    feed.receive(batch)
    const next = select({ state: feed.state, pending: [] })
    fastest = Math.min(fastest, performance.now() - startedAt)
    expect(next.at(-2)).toBe(items.at(-2))
    expect(next.at(-1)).not.toBe(items.at(-1))
    items = next
  }
  return fastest
}
