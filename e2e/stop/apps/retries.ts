import { setTimeout as wait } from 'node:timers/promises'
import { createApp, isStop, type ChatContext } from 'chatwright'

/** A service that fails twice, and a client that waits longer each time before it asks again. */
const app = createApp({ name: 'Retries' })

app.onMessage(async (_, chat) => {
  const answer = await withRetries(chat, async (attempt) => {
    await wait(200, undefined, { signal: chat.signal })
    if (attempt < 3) throw new Error('overloaded')
    return `Answered at the ${attempt}rd try.`
  })
  await chat.send(answer)
})

app.onStop(async (_, chat) => {
  await chat.send('No more tries.')
})

/** Waits 1 s, 2 s, 4 s …; catches everything, as such code does. */
async function withRetries(chat: ChatContext, work: (attempt: number) => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await chat.step(`Attempt ${attempt}`, () => work(attempt))
    } catch (error) {
      if (attempt === 5 || isStop(error)) throw error
      await chat.sendError(`Attempt ${attempt} failed.`)
      await chat.sleep(1_000 * 2 ** (attempt - 1))
    }
  }
}

export default app
