import { createApp, slider } from 'chatwright'

/** Three assistants in one app. What a profile does not say is as the app says. */
const app = createApp({
  name: 'Concierge',
  settings: { temperature: slider({ label: 'Temperature', min: 0, max: 2, step: 0.1, initial: 0.7 }) },
  profiles: [
    {
      id: 'concierge',
      label: 'Concierge',
      description: 'Plans trips, checks bookings and finds tickets. It asks before it pays for anything.',
      icon: 'map',
      starters: [
        { label: 'Plan a weekend', text: 'Plan a weekend.', description: 'Two days, on foot', icon: 'map-pin' },
        { label: 'Find tickets', text: 'Find tickets.', icon: 'ticket' },
      ],
    },
    {
      id: 'researcher',
      label: 'Researcher',
      description:
        'Searches the web and your library, reads up to 40 sources and answers with [numbered citations](https://example.org). Slow and thorough.',
      icon: 'telescope',
      settings: { temperature: 0.2 },
      // One question at a time.
      whileRunning: 'reject',
    },
    { id: 'reviewer', label: 'Code reviewer', description: 'Looks for what breaks.', icon: 'code' },
  ],
})

app.onMessage((message, chat) => {
  switch (chat.profile) {
    case 'researcher':
      return chat.send(`Reading about ${message.text}, at ${chat.settings.temperature}.`)
    case 'reviewer':
      return chat.send(`${message.text} breaks on the first day of the month.`)
    case 'concierge':
      return chat.send(`With pleasure: ${message.text}`)
  }
})

export default app
