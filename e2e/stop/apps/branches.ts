import { createApp, type ChatContext } from 'chatwright'

/** Branches side by side, each in a step, of which the middle one has branches of its own; and one nobody awaits. */
const app = createApp({ name: 'Branches', stopNotice: 'All branches stopped.' })

app.onMessage(async (_, chat) => {
  const message = await chat.send('Looking in three places.')
  void chat.step('On the side', () => chat.sleep(400)).catch(() => undefined)
  const found = await Promise.all([
    look(chat, 'library', 300),
    chat.step('archive', async () => {
      const rooms = await Promise.allSettled([look(chat, 'cellar', 500), look(chat, 'attic', 200)])
      return rooms.map((room) => room.status).join(' ')
    }),
    look(chat, 'shop', 100),
  ])
  await message.update({ text: found.join(', ') })
  await chat.checkpoint()
})

function look(chat: ChatContext, place: string, ms: number): Promise<string> {
  return chat.step({ name: place, type: 'retrieval' }, async (step) => {
    step.input = place
    await step.output.append('reading ')
    await chat.sleep(ms)
    await step.output.append('done')
    return `${place} after ${ms} ms`
  })
}

export default app
