import { createApp } from 'chatwright'
import { setTimeout as wait } from 'node:timers/promises'

const app = createApp({ name: 'Measured' })

/** Hears nothing of a stop: stop it, and see what the page says of it under `chatwright dev`, and `/metrics`. */
async function holdTickets(): Promise<string> {
  await wait(1_500)
  return '2 seats'
}

app.onMessage(async (message, chat) => {
  await chat.send(`Two tickets for ${message.text}, one moment.`)
  const seats = await chat.step({ name: 'Hold tickets', type: 'tool' }, holdTickets)
  await chat.send(`Held: ${seats}.`)
})

export default app
