import { createApp } from 'chatwright'

/** Works in steps: two beside each other, one of them with another inside; then one that fails when it is asked to. */
const app = createApp({ name: 'Worker' })

app.onMessage(async (message, chat) => {
  await chat.step({ name: 'Plan', input: { goal: message.text } }, async () => {
    await Promise.all([
      chat.step({ name: 'Look up trains', type: 'tool', input: { day: 'Saturday' } }, async (step) => {
        await chat.step('Ask the service', () => chat.sleep(message.text === 'slow' ? 60_000 : 300))
        step.output = { train: '8:12' }
      }),
      chat.step({ name: 'Look up weather', type: 'tool' }, async (step) => {
        await step.stream(['Dry ', 'until ', 'four.'])
      }),
    ])
    return 'Planned.'
  })
  if (message.text === 'fail') {
    await chat.step({ name: 'Book', type: 'tool', input: { seats: 2 } }, () => {
      throw new Error('No seats are left.')
    })
  }
  await chat.send('Done with it.')
})

export default app
