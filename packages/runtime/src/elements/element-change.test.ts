import { expect, it } from 'vitest'
import { createApp } from '../app/create-app.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import { serveTest, type TestLink } from '../testing/test-link.ts'
import { custom } from './custom.ts'
import { text } from './element-input.ts'

async function run(handler: (chat: ChatContext) => unknown): Promise<TestLink> {
  const app = createApp()
  app.onMessage((_, chat) => handler(chat))
  const link = await serveTest(app)
  expect(await link.done(link.ask())).toMatchObject({ error: null })
  return link
}

it('another name leaves the props as they have become, and both can be changed at once', async () => {
  const link = await run(async (chat) => {
    const message = await chat.send('Count:', { elements: [custom('Counter', { count: 1, step: 1 })] })
    const [counter] = message.elements
    await counter?.update({ props: { count: 5 } })
    await counter?.update({ name: 'Counted' })
    await counter?.update({ display: 'side', props: { step: 2 } })
  })
  expect(link.thread.elements).toMatchObject([
    { name: 'Counted', display: 'side', source: { props: { count: 5, step: 2 } } },
  ])
})

it('what went with its message does not come back when it is changed', async () => {
  const link = await run(async (chat) => {
    const message = await chat.send('Look:', { elements: [text({ name: 'Note', content: 'one' })] })
    const [note] = message.elements
    await message.remove()
    await note?.update({ name: 'Later' }).catch(() => undefined)
    await note?.update({ content: 'two' }).catch(() => undefined)
  })
  expect(link.thread.elements).toEqual([])
})
