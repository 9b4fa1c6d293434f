import { createApp } from 'chatwright'

/** Opens steps for the rest of a block, and leaves the blocks in the way it is told. */
const app = createApp({ name: 'Worker' })

app.onMessage(async ({ text }, chat) => {
  {
    await using _outer = chat.step('Outer')
    {
      await using inner = chat.step({ name: 'Inner', type: 'tool' })
      await chat.ask.confirm('Leave the inner one?')
      if (text === 'throw') throw new Error('The shelf fell down.')
      if (text === 'fail') await inner.fail('No seats are left.')
    }
    await chat.ask.confirm('Leave the outer one?')
  }
  await chat.send('Out of both.')
})

export default app
