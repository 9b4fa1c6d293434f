import { createApp } from 'chatwright'

// What is sent while an answer is written waits; after a Stop it is held until the reader sends it on.
const app = createApp({ name: 'Planner', whileRunning: 'queue', queueAtStop: 'hold' })

app.onMessage(async (_, chat) => {
  const plan = await chat.tasks('Two days in Lisbon')
  const tasks = [await plan.add('Search'), await plan.add('Compare'), await plan.add('Write')]
  for (const task of tasks) await task.run(() => chat.sleep(1_500))
  await chat.send('Day one: the old town. Day two: the river.')
})

export default app
