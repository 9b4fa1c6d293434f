import { createApp, multiSelect, select, slider, textInput, toggle } from 'chatwright'
import { z } from 'zod'

/** Asks, has buttons and a plan, does three things at once, and goes on from a stopped answer. */
const app = createApp({ name: 'Ada', queueAtStop: (process.env['QUEUE_AT_STOP'] as 'hold' | undefined) ?? 'hold' })

app.onMessage(async (message, chat) => {
  const [job, ...rest] = message.text.split(' ')
  switch (job) {
    case 'name': {
      const { text } = await chat.ask.text('Your name?', { timeoutMs: 60_000 })
      await chat.send(`Hello ${text}; ${chat.history.length} messages so far`)
      break
    }
    case 'with-files': {
      const { text, message, attachments } = await chat.ask.text('What, and which files?')
      const contents = await Promise.all(attachments.map((file) => file.text()))
      const isSame = chat.attachmentsOf(message).length === attachments.length
      await chat.send({ json: { text, contents, isSame } })
      break
    }
    case 'long-name': {
      const validate = (text: string) => (text.length < 4 ? 'Longer, please.' : null)
      const { text } = await chat.ask.text('Your name?', { validate })
      await chat.send(`Hello ${text}`)
      break
    }
    case 'slot': {
      const choices = [{ value: 'sat', label: 'Saturday' }, 'sunday'] as const
      const slot = await chat.ask.choice('Which?', choices, { otherwise: null })
      await chat.send(`Chose ${slot ?? 'nothing'}`)
      break
    }
    case 'two': {
      const [first, second] = await Promise.all([chat.ask.text('First?'), chat.ask.text('Second?')])
      await chat.send(`${first.text} and ${second.text}`)
      break
    }
    case 'in-step': {
      await chat.step('Ask', () => chat.ask.text('Your name?')).catch(() => undefined)
      await chat.send('Never mind.')
      await chat.sleep(Number(rest[0] ?? 0))
      break
    }
    case 'hurry':
      await chat.ask.text('Quick?', { timeoutMs: 300 })
      await chat.send('never said')
      break
    case 'caught': {
      const codeOf = (asked: Promise<unknown>): Promise<string> =>
        asked.then(
          () => 'answered',
          (error: { code?: string; message: string }) => error.code ?? error.message,
        )
      const leaving = new AbortController()
      const codes = [await codeOf(chat.ask.text('Quick?', { timeoutMs: 300 }))]
      codes.push(await codeOf(chat.ask.choice('Which?', ['this'])))
      const withdrawn = codeOf(chat.ask.text('Still there?', { signal: leaving.signal }))
      await chat.sleep(300)
      leaving.abort(new Error('gone'))
      codes.push(await withdrawn)
      await chat.send(codes.join(', '))
      break
    }
    case 'endings': {
      const [file] = await chat.ask.files('A table?', { accept: { 'text/*': ['.CSV'] } })
      await chat.send(`${file?.name}: ${await file?.text()}`)
      break
    }
    case 'bad-accept':
      await chat.ask.files('A table?', { accept: ['.csv'] })
      break
    case 'file': {
      const [file] = await chat.ask.files('A file?', { accept: ['text/*'], maxSizeMb: 0.001 })
      await chat.send(`${file?.name}: ${await file?.text()}`)
      break
    }
    case 'two-files': {
      const files = await chat.ask.files('Two files?', { accept: ['text/plain'], maxFiles: 2, timeoutMs: 60_000 })
      await chat.send((await Promise.all(files.map((file) => file.text()))).join(' and '))
      break
    }
    case 'form': {
      const fields = {
        name: textInput({ required: true }),
        key: textInput({ secret: true }),
        seats: slider({ min: 1, max: 6, initial: 2 }),
        slot: select({ options: ['sat', 'sun'] }),
        window: toggle(),
        days: multiSelect({ options: ['mon', 'tue'] }),
      }
      const validate = ({ seats, name }: { seats: number; name: string | null }) =>
        seats > 4 ? `Four at most, ${name}.` : null
      const values = await chat.ask.form('What is it about?', fields, { validate, otherwise: null })
      await chat.send(values === null ? 'nothing' : { json: { ...values, double: values.seats * 2 } })
      break
    }
    case 'approve': {
      const call = { tool: 'refund', args: { cents: 1_250, to: ['card'] } }
      const decision = await chat.ask.approve(call, { editable: rest[0] === 'editable', timeoutMs: Infinity })
      await chat.send({ json: decision })
      break
    }
    case 'buttons':
      await chat.send('Press one', {
        actions: [
          { name: 'approve', label: 'First', payload: { number: 1 } },
          { name: 'approve', label: 'Second', payload: { number: 2 }, once: true },
          { name: 'long', label: 'Long' },
          { name: 'asks', label: 'Asks' },
          { name: 'nobody', label: 'Nobody' },
        ],
      })
      break
    case 'more-buttons':
      await chat.send('Press one of these', {
        actions: [
          { name: 'bare', icon: 'heart', tooltip: 'Keep it' },
          { name: 'off', label: 'Off', disabled: true },
          { name: 'sure', label: 'Delete', variant: 'danger', confirm: 'Delete it for good?' },
          { name: 'throws', label: 'Throws' },
          { name: 'gone', label: 'Gone', payload: { number: 1 } },
          { name: 'gone', label: 'Gone too', payload: { number: 2 } },
          { name: 'same' },
          { name: 'counted', icon: 'star', payload: { number: 'many' } },
        ],
      })
      break
    case 'removes': {
      const message = await chat.send('Some go')
      const [first] = await message.setActions([{ name: 'same' }, { name: 'same' }, { name: 'other' }])
      if (rest[0] === 'one') first?.remove()
      else await message.setActions([])
      break
    }
    case 'ten': {
      const plan = await chat.tasks('Ten things')
      const about = await chat.send('What the first is about')
      await chat.send('line\n\n'.repeat(80))
      const tasks = []
      for (let number = 1; number <= 10; number++) {
        const title = number === 2 ? 'Read `notes.md` and **think**' : `Thing ${number}`
        tasks.push(await plan.add(title, number === 1 ? { link: about } : {}))
      }
      await chat.ask.confirm('Begin?')
      for (const task of tasks.slice(0, 9)) await task.run(() => chat.sleep(60))
      await tasks[9]?.run(() => Promise.reject(new Error('the tenth'))).catch(() => {})
      break
    }
    case 'plan': {
      const plan = await chat.tasks('Planning')
      const fetching = await plan.add('Fetch')
      await plan.add('Read')
      await fetching.run(() => chat.sleep(60_000))
      break
    }
    case 'three': {
      const part = (name: string, ms: number) =>
        chat.step(name, async () => {
          await chat.sleep(ms)
          await chat.send(`${name} is done`)
          return name
        })
      const parts = await Promise.allSettled([part('one', 400), part('two', 60_000), part('three', 400)])
      await chat.send(parts.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.code)).join(', '))
      break
    }
    case 'count':
      for (let number = 1; number <= 500; number++) {
        if (number === 1) await chat.send('counting')
        await chat.sleep(20)
      }
      break
    default:
      await chat.send(`You said ${[job, ...rest].join(' ')}`)
  }
})

app.onAction('approve', (payload, chat) => chat.send(`Executed ${JSON.stringify(payload['number'])}`))
app.onAction('bare', (_, chat) => chat.send('Kept'))
app.onAction('off', (_, chat) => chat.send('never said'))
app.onAction('sure', (_, chat) => chat.send('Deleted'))
app.onAction('throws', () => {
  throw new Error('the drawer is stuck')
})
app.onAction('gone', async (payload, chat, button) => {
  if (payload['number'] === 2) button.remove()
  else button.removeAll()
  await chat.send(`Gone ${JSON.stringify(payload['number'])}`)
})
app.onAction('counted', z.object({ number: z.number() }), (_, chat) => chat.send('never said'))
app.onAction('same', (_, chat) => chat.send('Same'))
app.onAction('long', async (_, chat) => {
  await chat.send('at it')
  await chat.sleep(60_000)
  await chat.send('never said')
})
app.onAction('asks', async (_, chat) => {
  const answer = await chat.ask.confirm('Sure?')
  await chat.send(`Sure: ${answer}`)
})
app.onContinue((stopped, chat) => chat.send(`Going on after ${stopped.length}`))

export default app
