import { createApp } from 'chatwright'
import { z } from 'zod'

const app = createApp({ name: 'Booking' })

app.onMessage(async (_, chat) => {
  // What the schema finds wrong is asked again; `value` is what it makes of the answer.
  const { value: name } = await chat.ask.text('What is the name on the booking?', {
    validate: z.string().trim().min(2, 'A name has two letters at least. What is it?'),
  })
  // Typed: 'sat-09' | 'sat-16' | null, the last when the question is skipped or its time is up.
  const slot = await chat.ask.choice(
    `Which slot shall I hold, ${name}?`,
    [
      { value: 'sat-09', label: 'Saturday, 09:00', description: 'Short queue' },
      { value: 'sat-16', label: 'Saturday, 16:30', description: 'Sunset, busy' },
    ],
    {
      timeoutMs: 120_000,
      otherwise: null,
      // What stands under the question for good, in place of the page's own words.
      outcome: { answered: (label) => `Held: ${label}`, expired: 'Nobody chose, so nothing is held.' },
    },
  )
  if (slot === null) return void (await chat.send('Then nothing is held.'))
  const [ticket] = await chat.ask.files('Please give me the confirmation as a text file.', { accept: ['text/*'] })
  if (await chat.ask.confirm(`Hold ${slot} with ${ticket?.name}?`)) await chat.send(`Held ${slot} for ${name}.`)
})

export default app
