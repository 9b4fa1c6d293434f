import { createApp, custom, type ChatContext } from 'chatwright'
import { z } from 'zod'
import type Rating from './elements/Rating.tsx'
import type Route from './elements/Route.tsx'

const app = createApp({ name: 'Walks' })

app.onMessage(async (_, chat) => {
  const message = await chat.send('Here is a walk. Each stop can be ticked off.', {
    elements: [custom<typeof Route>('Route', { stops: ['Castle', 'Museum', 'Pier'], done: [], progress: 0 })],
  })
  const [route] = message.elements
  for (let progress = 0; progress <= 100; progress += 10) {
    await route?.update({ props: { progress } })
    await chat.sleep(40)
  }
  await rate(chat)
})

/** What an element calls is an action like any button's; what this gives back is what the element gets, and its type, too. */
export const distance = app.onAction('distance', z.object({ stop: z.string() }), async ({ stop }, chat) => {
  await chat.sleep(200)
  return { km: stop.length / 4 }
})

async function rate(chat: ChatContext): Promise<void> {
  const answer = z.object({ stars: z.number().int().min(1).max(5) })
  const rated = await chat.ask.element<typeof Rating, z.infer<typeof answer>, null>(
    'How do you like it?',
    'Rating',
    { most: 5 },
    { answer, otherwise: null },
  )
  const thanks = rated === null ? 'Maybe later.' : `Thank you for ${rated.stars} of 5.`
  await chat.send(`${thanks} ${await farthest(chat)}`)
}

/** Which of the distances that were looked up is the longest, only the page knows. */
async function farthest(chat: ChatContext): Promise<string> {
  const value = z.string().nullable()
  const stop = await chat.page.call('farthest', null, { value, timeoutMs: 2_000, otherwise: null })
  return stop === null ? 'You have not looked up how far it is.' : `The farthest you looked up is ${stop}.`
}

export default app
