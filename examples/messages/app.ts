import { createApp, type ChatContext } from 'chatwright'

/** Two who speak, code, data, maths, and what to watch out for. */
const app = createApp({ name: 'Museum' })

/** A picture named after its author lies in public/avatars; who has none gets the first letter. */
const guide = 'City guide'

app.onMessage(async (_message, chat) => {
  await look(chat)
  await chat.send(
    'Two routes lead there. **On foot** it is\n\n$$t = \\frac{1.2\\,\\text{km}}{4.8\\,\\text{km/h}} = 15\\,\\text{min}$$',
    {
      author: guide,
    },
  )
  await chat.send({ json: { stop: 'Castle', lines: [12, 28], stepFree: true } }, { author: guide })
  await chat.send('> [!TIP]\n> The gate in the west has no queue before ten.', { author: 'Night watch' })
})

/** A step with an icon, whose input is shown as code. */
function look(chat: ChatContext): Promise<void> {
  return chat.step({ name: 'Opening hours', type: 'tool', icon: 'clock', showInput: 'sql' }, async (step) => {
    step.input = 'select opens, closes from hours where day = today()'
    await chat.sleep(200)
    step.output = { opens: '9:00', closes: '18:00' }
  })
}

export default app
