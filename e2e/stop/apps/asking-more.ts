import { createApp, slider, textInput } from 'chatwright'
import { z } from 'zod'

/** Asks for what is checked by schemas, with a composer that offers commands and modes. */
const app = createApp({
  name: 'Ada',
  commands: [
    { id: 'picture', label: 'Picture', args: { count: slider({ min: 1, max: 4 }), of: textInput({ required: true }) } },
    { id: 'search', label: 'Search' },
    { id: 'keep', label: 'Keep', persistent: true },
  ],
  modes: {
    model: {
      label: 'Model',
      shown: true,
      options: [
        { id: 'fast', label: 'Fast' },
        { id: 'slow', label: 'Slow' },
      ],
    },
  },
})

const count = z.string().trim().regex(/^\d+$/, 'Digits only, please.').transform(Number)
const slowCount = (ms: number) =>
  count.refine(async (number) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return number < 10
  }, 'Nine at most.')

app.onMessage(async (message, chat) => {
  const [job, ...rest] = message.text.split(' ')
  switch (job) {
    case 'words': {
      const { text, message: said, attachments } = await chat.ask.text('What?')
      const { command, args, modes } = said
      const last = chat.history.messages.at(-1)
      const isSame = last?.id === said.id && last.command === command
      await chat.send({ json: { text, command, args, modes, files: attachments.map(({ name }) => name), isSame } })
      break
    }
    case 'count': {
      const { text, value } = await chat.ask.text('How many?', { validate: count })
      await chat.send(`${text} is ${value + 1} less one`)
      break
    }
    case 'slow-count': {
      const { value } = await chat.ask.text('How many?', { validate: slowCount(Number(rest[0])) })
      await chat.send(`${value} at last`)
      break
    }
    default:
      await chat.send(`You said ${message.text}`)
  }
})

export default app
