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

  it('arranges a thread of 1,000 exchanges anew for each frame in little time', () => {
    const thread = new ScriptedThread('thread')
    for (let count = 0; count < 1_000; count++) {
      const [messageId, runId, answerId] = [`m${count}`, `r${count}`, `a${count}`]
      thread.record(
        { type: 'message-end', runId, messageId, message: personMessage(messageId, runId, 'question') },
        { type: 'run-start', runId, run: newRun(runId, messageId) },
        opening(runId, answerId, 'answer'),
      )
      if (count < 999) thread.record(ended(runId, 'completed'))
    }
    const feed = new ThreadFeed('thread')
    feed.replace({ threadId: 'thread', epoch: thread.epoch, state: thread.state })
    const select = createTimeline()
    let items = select({ state: feed.state, pending: [] })
    expect(items).toHaveLength(2_000)
    const startedAt = performance.now()
    for (let count = 0; count < 100; count++) {
      feed.receive(thread.record(delta('r999', 'a999', 'x')))
      const next = select({ state: feed.state, pending: [] })
      expect(next[1_998]).toBe(items[1_998])
      expect(next[1_999]).not.toBe(items[1_999])
      items = next
    }
    // About 1 ms each on the machine this was written on; the limit only catches what grows with the square.
    expect((performance.now() - startedAt) / 100).toBeLessThan(250)
  })
})
