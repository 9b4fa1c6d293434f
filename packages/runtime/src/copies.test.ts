import { expect, it, vi } from 'vitest'
import * as host from './index.ts'
import { TestLink } from './testing/test-link.ts'

it('serves an app that was made by another copy of the package, its chat and steps included', async () => {
  vi.resetModules()
  const other = await import('./index.ts')
  expect(other.createApp).not.toBe(host.createApp)

  const search = other.step('Search', async (query: string) => {
    await using scope = other.currentChat().step('Inside')
    await other.currentChat().send(`looked for ${query}`)
    return scope.name
  })
  const app = other.createApp()
  const thrown: unknown[] = []
  app.onMessage(async (message) => {
    await search(message.text)
    await other
      .currentChat()
      .sleep(60_000)
      .catch((error: unknown) => {
        thrown.push(error)
        throw error
      })
  })

  const link = new TestLink()
  host.serve(app)(link)
  await link.frame('ready')
  const runId = link.ask()
  await link.until(() => link.thread.steps[0]?.status === 'done', 'the step')
  link.stop(runId)
  await link.settled(runId)
  const [outer, inner] = link.thread.steps
  expect([outer?.name, inner?.name, inner?.parentId]).toEqual(['Search', 'Inside', outer?.id])
  expect(inner?.status).toBe('done')
  expect(link.thread.messages).toMatchObject([{ text: 'looked for hello', parentId: inner?.id }])
  expect(thrown.map(other.isStop)).toEqual([true])
  expect(host.isApp(app)).toBe(true)
})
