import { createApp, laterAsk, slider, textInput } from 'chatwright'
import { z } from 'zod'

/** Asks for what is checked by schemas, with a composer that offers commands and modes, and has words for how it ended. */
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

const inBox = laterAsk.files('box', { accept: ['text/*'] })
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
      const { text, value } = await chat.ask.text('How many?', {
        validate: count,
        outcome: { answered: ({ value }) => `${value} it is.` },
      })
      await chat.send(`${text} is ${value + 1} less one`)
      break
    }
    case 'slow-count': {
      const { value } = await chat.ask.text('How many?', { validate: slowCount(Number(rest[0])) })
      await chat.send(`${value} at last`)
      break
    }
    case 'held': {
      const choices = [{ value: 'sat', label: 'Saturday' }, 'sunday'] as const
      const outcome = {
        answered: (label: string) => ({ en: `Held: ${label}`, de: `Reserviert: ${label}` }),
        skipped: 'Nothing is held.',
        expired: { en: 'Too late for that.', de: 'Zu spät dafür.' },
      }
      const timeoutMs = rest[0] === undefined ? 60_000 : Number(rest[0])
      const day = await chat.ask.choice('Which day?', choices, { timeoutMs, outcome, otherwise: null })
      await chat.send(`Day: ${day}`)
      break
    }
    case 'kinds': {
      await chat.ask.text('Your name?', { outcome: { answered: 'Pleased to meet you.' } })
      await chat.ask.confirm('Sure?', { outcome: { answered: (label, isYes) => `${label}, that is ${isYes}.` } })
      await chat.ask.form(
        'How many?',
        { seats: slider({ min: 1, max: 6 }) },
        {
          outcome: { answered: ({ seats }) => `${seats} seats.` },
        },
      )
      await chat.ask.approve(
        { tool: 'pay', args: { cents: 5 } },
        {
          outcome: { answered: (decision) => (decision.approved ? 'Paid.' : 'Not paid.') },
        },
      )
      await chat.ask.files('A note?', { outcome: { answered: ([file]) => `Read ${file?.name}.` } })
      await chat.send('All kinds.')
      break
    }
    case 'files': {
      const rules = { accept: ['text/*', 'image/*'], maxFiles: 3, timeoutMs: 60_000 }
      const files = await chat.ask.files('Your files?', rules)
      await chat.send({ json: await Promise.all(files.map(async ({ id, name, bytes }) => ({ id, name, bytes }))) })
      if (rest[0] === 'wait') await chat.sleep(60_000)
      break
    }
    case 'box':
      await chat.ask.later(inBox, 'Files for the box?', { outcome: { answered: 'In the box.' } })
      break
    default:
      await chat.send(`You said ${message.text}`)
  }
})

app.onAskAnswered(inBox, async ({ value }, chat) => {
  await chat.send(`The box has ${await value?.[0]?.text()}`)
})

export default app
