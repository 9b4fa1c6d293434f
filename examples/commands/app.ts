import { createApp, slider } from 'chatwright'

/** Commands that a message can carry, and modes that every message has. */
const app = createApp({
  name: 'Concierge',
  commands: [
    {
      id: 'picture',
      label: 'Picture',
      description: 'Make an image',
      icon: 'image',
      args: { count: slider({ label: 'How many', min: 1, max: 4 }) },
    },
    {
      id: 'search',
      label: 'Search',
      description: 'Find on the web',
      icon: 'globe',
      placement: 'button',
      persistent: true,
    },
    { id: 'canvas', label: 'Canvas', description: 'Write together', icon: 'pen-line' },
  ],
  modes: {
    model: {
      label: 'Model',
      options: [
        { id: 'fast', label: 'Fast', description: 'Answers in seconds', icon: 'zap' },
        { id: 'thorough', label: 'Thorough', description: 'Thinks first, reads more', icon: 'brain' },
      ],
    },
  },
})

app.onCommand('search', (message, chat) => chat.send(`Searching for ${message.text}, ${message.modes.model}.`))

app.onMessage(async (message, chat) => {
  if (message.command === 'picture')
    await chat.send(`Drawing ${JSON.stringify(message.args?.['count'])} of ${message.text}.`)
  else await chat.send(`${message.command ?? 'Nothing'} was chosen, and the ${message.modes.model} model.`)
})

export default app
