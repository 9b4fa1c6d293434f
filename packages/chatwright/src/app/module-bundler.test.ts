import { createApp, type ChatContext } from '@chatwright/runtime'
import { expect, it } from 'vitest'
import { startTestChat } from '../testing/start-test-chat.ts'

const words = new URL('../testing/apps/heavy/words.ts', import.meta.url)

/** An app in this very thread, as tests have it. */
function appThat(call: (chat: ChatContext) => Promise<unknown>) {
  const app = createApp()
  app.onMessage(async (_, chat) => {
    try {
      await chat.send(JSON.stringify(await call(chat)))
    } catch (error) {
      await chat.send((error as Error).message)
    }
  })
  return app
}

it('an app that is a value offloads a module in TypeScript', async () => {
  const app = appThat((chat) =>
    Promise.all([1, 2, 3].map((times) => chat.offload(words, { export: 'repeat', args: ['ho', times] }))),
  )
  await using chat = await startTestChat(app)
  expect(await chat.say('go')).toBe('["ho","ho ho","ho ho ho"]')
})

it('what is wrong with a module is said where it is asked for', async () => {
  const app = appThat((chat) => chat.offload(new URL('../testing/apps/heavy/none.ts', import.meta.url)))
  await using chat = await startTestChat(app)
  expect(await chat.say('go')).toMatch(/none\.ts/)
})
