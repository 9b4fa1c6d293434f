import { createApp } from 'chatwright'

/** What to begin with may depend on who asks, in which language, and in which profile. */
const app = createApp({
  name: 'Concierge',
  description: 'Plans trips, checks bookings and finds tickets.',
  starters: ({ locale }) => [
    {
      label: locale.startsWith('fr') ? 'Un week-end' : 'Plan a weekend',
      text: 'Plan a weekend in Lisbon: two days, on foot.',
      description: 'Two days, on foot, rain in mind',
      icon: 'map-pin',
    },
    // Fills the composer, to be completed.
    { label: 'Find tickets', text: 'Find tickets for ', icon: 'ticket', submit: false },
    // What has a category is behind its pill.
    { label: 'Tiles', text: 'Where are the best tiles?', category: { label: 'Sights', icon: 'map-pin' } },
    { label: 'Towers', text: 'Which tower has no queue?', category: 'Sights' },
  ],
})

app.onMessage((message, chat) => chat.send(`You asked: ${message.text}`))

export default app
