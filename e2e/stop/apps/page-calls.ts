import { createApp } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'
import { z } from 'zod'

/** Has the page run functions: which, and how, is what is said to it. */
const app = createApp({ name: 'Ada', showErrors: true })

app.onMessage(async (message, chat) => {
  const [job, ...words] = message.text.split(' ')
  switch (job) {
    case 'call':
      return void (await chat.send({ json: await chat.page.call(words[0] ?? '', { of: 'report', at: [1, null] }) }))
    case 'typed': {
      const { x } = await chat.page.call('position', null, { value: z.object({ x: z.number() }) })
      return void (await chat.send(`x is ${x.toFixed(1)}`))
    }
    case 'hurry':
      return void (await chat.send({ json: await chat.page.call('position', null, { timeoutMs: 300 }) }))
    case 'otherwise': {
      const position = await chat.page.call('position', null, { timeoutMs: 300, otherwise: 'nowhere' })
      return void (await chat.send({ json: position }))
    }
    case 'both':
      return void (await chat.send({
        json: await Promise.all([chat.page.call('one', 1), chat.page.call('two', 2), chat.page.call('one', 3)]),
      }))
    case 'given-up': {
      const signal = AbortSignal.timeout(300)
      const given = await chat.page.call('position', null, { signal }).catch((error: Error) => error.name)
      return void (await chat.send({ json: given }))
    }
    case 'in-step':
      await chat.step('Ask the page', () => chat.page.call('position')).catch(() => undefined)
      return void (await chat.send('The step was stopped.'))
    case 'bad':
      return void (await chat.page.call('position', { run: () => 1 }))
    case 'misnamed':
      return void (await chat.page.call('../etc', null))
    case 'act':
      await chat.page.call('position')
      recordSideEffect('went on')
      return void (await chat.send('went on'))
    default:
      await chat.send(`You said ${message.text}`)
  }
})

export default app
