import { createApp, custom, image, type ChatContext } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'
import { z } from 'zod'
import { samplePng } from '../../../lib/samples.ts'
import type Counter from './elements/Counter.tsx'
import type Form from './elements/Form.tsx'
import type Scribble from './elements/Scribble.tsx'

const app = createApp({ name: 'Ada', showErrors: true, commands: [{ id: 'find', label: 'Find' }] })

app.onMessage(async (message, chat) => {
  const [what = '', other = ''] = message.text.split(' ')
  switch (what) {
    case 'counter': {
      const { elements } = await chat.send('Here:', {
        elements: [custom<typeof Counter>('Counter', { count: 0, note: '' })],
      })
      const last = other === 'ten' ? 10 : 0
      for (let progress = 1; progress <= last; progress++) {
        await elements[0]?.update({ props: { note: `${progress} of 10` } })
        await chat.sleep(30)
      }
      return
    }
    case 'places':
      return void (await chat.send('Look at Beside, and at Alone.', {
        elements: [
          custom<typeof Counter>('Counter', { count: 3, note: 'beside' }, { name: 'Beside', display: 'side' }),
          custom<typeof Counter>('Counter', { count: 5, note: 'alone' }, { name: 'Alone', display: 'page' }),
        ],
      }))
    case 'canvas': {
      const [counter] = await chat.panel.open({
        layout: 'canvas',
        elements: [custom<typeof Counter>('Counter', { count: 0, note: 'new' }, { name: 'Drawing' })],
      })
      await chat.ask.confirm('Further?')
      await counter?.update({ props: { note: 'drawn' } })
      return
    }
    case 'scribble': {
      const { elements } = await chat.send('Here:', {
        elements: [custom<typeof Scribble>('Scribble', { trip: { stops: ['Castle'], note: '0' } })],
      })
      await chat.ask.confirm('Go on?')
      for (let time = 1; time <= 10; time++) {
        await elements[0]?.update({ props: { trip: { stops: ['Castle'], note: `${time}` } } })
        await chat.sleep(30)
      }
      return
    }
    case 'form':
      return ask(chat)
    case 'show':
      return void (await chat.send('Here:', { elements: [custom(other, { host: message.text.split(' ')[2] ?? '' })] }))
    case 'picture':
      return void (await chat.send('Here:', { elements: [image({ content: samplePng(8, 8), name: 'tile.png' })] }))
    case 'huge':
      return void (await chat.send('Here:', { elements: [custom('Counter', { note: 'x'.repeat(100_001) })] }))
    case 'call': {
      const value = await chat.page.call(other, { from: 'Ada' })
      return void (await chat.send({ json: value }))
    }
    default:
      await chat.send(message.command === undefined ? `You said: ${message.text}` : `You chose: ${message.command}`)
  }
})

export const double = app.onAction('double', z.object({ count: z.number() }), ({ count }) => ({ doubled: count * 2 }))
app.onAction('fail', () => {
  throw new Error('The shelf fell down.')
})
app.onAction('slow', z.object({ ms: z.number().default(60_000) }), async ({ ms }, chat) => {
  recordSideEffect('begun')
  await chat.sleep(ms)
  recordSideEffect('slow')
  await chat.send('It took its time.')
  return 'done'
})

async function ask(chat: ChatContext): Promise<void> {
  const answer = z.object({ name: z.string().min(1), seats: z.number().int().max(6, 'Six at most.') })
  const booked = await chat.ask.element<typeof Form, z.infer<typeof answer>, null>(
    'Who comes?',
    'Form',
    {},
    {
      answer,
      otherwise: null,
    },
  )
  await chat.send(booked === null ? 'Nobody.' : `${booked.name} and ${booked.seats - 1} more.`)
}

export default app
