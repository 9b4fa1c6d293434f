import { createApp } from 'chatwright'
import { startTestChat, type TestTab } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { browserForTests, eventually, say } from '../browser/lib.ts'
import { pause } from '../lib/jobs.ts'

const browser = browserForTests()
const id = '0b9cf5a0-6a3c-4a39-9d37-3f0f6a1c52aa'

/** Says the same message again in each run: a score that stays where it was first shown. */
function scorer(keepOnStop: 'seen' | 'discard') {
  const app = createApp({ name: 'Ada', keepOnStop })
  app.onMessage(async (message, chat) => {
    if (message.text === 'slow') {
      const score = chat.message({ id })
      for (const token of ['Score: ', 'a ', 'guess']) await score.append(token)
      await chat.send('Working.')
      await chat.sleep(700)
      await score.append(', and late')
    } else {
      await chat.send({ text: `Score: ${message.text}`, id, metadata: { of: message.text }, tags: ['score'] })
      await chat.send('Noted.')
    }
  })
  return app
}

const outline = (tab: TestTab) => tab.messages.map(({ text }) => text)

it('MSG-08: a message that a later run says anew stays in its place, on the page, after a restart and in the export', async () => {
  await using chat = await startTestChat(scorer('seen'), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, '1')
  await eventually(() => page.locator('.turn .prose').allInnerTexts()).toEqual(['Score: 1', 'Noted.'])
  await say(page, '2')
  const turns = () =>
    page.locator('.turn').evaluateAll((all) => all.map((turn) => turn.querySelectorAll('.prose').length))
  const texts = () => page.locator('.turn .prose').allInnerTexts()
  await eventually(texts).toEqual(['Score: 2', 'Noted.', 'Noted.'])
  expect(await turns()).toEqual([2, 1])
  await page.reload()
  await eventually(texts).toEqual(['Score: 2', 'Noted.', 'Noted.'])
  await chat.restart()
  await page.reload()
  await eventually(texts).toEqual(['Score: 2', 'Noted.', 'Noted.'])
  expect(await turns()).toEqual([2, 1])
  const threadId = new URL(page.url()).pathname.split('/').at(-1) as string
  const stored = await chat.stored(threadId)
  expect(stored?.messages.find((message) => message.id === id)).toMatchObject({
    metadata: { of: '2' },
    tags: ['score'],
    runId: stored?.runs[1]?.id,
    firstRunId: stored?.runs[0]?.id,
  })
  const exported = await (await fetch(new URL(`/api/threads/${threadId}/export?format=markdown`, chat.url))).text()
  expect(exported).toContain('Score: 2')
  expect(exported.indexOf('Score: 2')).toBeLessThan(exported.indexOf('Noted.'))
  expect(exported).not.toContain('Score: 1')
})

it.each(['seen', 'discard'] as const)(
  'MSG-08: a stop takes back what its own run said anew, and no more: %s',
  async (keep) => {
    await using chat = await startTestChat(scorer(keep))
    await chat.say('1')
    const run = await chat.send('slow')
    await chat.waitFor('Working.')
    await chat.stop()
    await run.ended()
    await pause(900)
    // What the earlier run had said is there in both cases; what was seen of this one is kept where it is to be.
    const score = keep === 'seen' ? 'Score: a guess' : 'Score: 1'
    const working = keep === 'seen' ? ['Working.'] : []
    expect(outline(chat)).toEqual(['1', score, 'Noted.', 'slow', ...working])
    await chat.restart()
    await using later = await chat.newTab()
    expect(outline(later)).toEqual(['1', score, 'Noted.', 'slow', ...working])
  },
)
