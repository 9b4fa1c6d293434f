import { createApp, type ChatContext } from 'chatwright'

/** Who speaks, how it looks, and which steps are shown. */
const app = createApp({
  name: 'Ada',
  starters: [{ label: 'Mark', text: 'who is there?', icon: '/public/logo.svg' }],
  profiles: [
    { id: 'open', label: 'Open' },
    { id: 'tools', label: 'Tools', icon: 'wrench', showSteps: 'tools' },
    { id: 'closed', label: 'Closed', icon: 'lock', showSteps: 'none' },
  ],
})

async function think(chat: ChatContext): Promise<void> {
  await chat.step({ name: 'secret plan', type: 'llm', input: 'secret question' }, async (plan) => {
    await plan.stream(['secret ', 'thought'])
    await chat.step({ name: 'Look it up', type: 'tool', icon: 'search', showInput: 'python' }, async (step) => {
      step.input = 'print("shown question")'
      await chat.sleep(100)
      step.output = 'shown answer'
    })
  })
}

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'think':
      await think(chat)
      return void (await chat.send('Thought.'))
    case 'arguments':
      await chat.step({ name: 'Look it up', type: 'tool', defaultOpen: true }, async (step) => {
        for (const piece of ['{"place":', ' "the library",', ' "day": 6}']) {
          await step.input.append(piece)
          await chat.sleep(900)
        }
        await step.output.append('Two results.')
        await chat.sleep(400)
        step.generation = {
          provider: 'Someone',
          model: 'small-1',
          settings: { apiKey: 'never shown' },
          inputTokens: 1200,
          outputTokens: 7,
          timeToFirstTokenMs: 310,
          durationMs: 2_040,
        }
        step.tags = ['looked-up']
      })
      await chat.sleep(1_000)
      return void (await chat.send('Looked.'))
    case 'ask':
      await chat.ask.confirm('Go on?')
      await chat.sleep(60_000)
      return
    case 'slow':
      await chat.sleep(60_000)
      return
    default:
      await chat.send('As the app.')
      await chat.send('As a guide.', { author: 'My Assistant v2.0' })
      await chat.send('By another picture.', { author: { name: 'Bea', avatar: 'My Assistant v2.0' } })
      await chat.send('Without a picture.', { author: 'constructor' })
      await chat.send('Not today.', { isError: true })
      await chat.send('As the person.', { role: 'user' })
      await chat.send('The shop closes at six.', { role: 'system' })
      await chat.send({ grüße: [1, 2] } as never)
  }
})

export default app
