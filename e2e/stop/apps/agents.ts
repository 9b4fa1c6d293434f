import { appendFileSync } from 'node:fs'
import { createApp, step } from 'chatwright'

const note = (file: string, line: string): void => appendFileSync(file, `${process.hrtime.bigint()} ${line}\n`)

/** An agent that calls an agent that calls a tool, and a tool that does not listen. */
const app = createApp({ name: 'Agents' })

const tool = step({ name: 'Tool', type: 'tool' }, async (file: string, signal: AbortSignal) => {
  note(file, 'tool began')
  await new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 2_000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
  note(file, 'tool went on')
})

const deaf = step({ name: 'Deaf tool', type: 'tool' }, async (file: string) => {
  // Of no run: a timer that keeps nothing alive is left alone by a stop.
  await new Promise((resolve) => setTimeout(resolve, 3_000).unref())
  note(file, 'wrote all the same')
  return 'a result'
})

app.onMessage(async (message, chat) => {
  const file = message.metadata['file'] as string
  if (message.text === 'deaf') {
    await chat.send(await deaf(file))
    note(file, 'said the result')
  } else if (message.text === 'agents') {
    await chat.step('Agent', async () => {
      await chat.step('Sub-agent', async () => {
        await tool(file, chat.signal)
        note(file, 'sub-agent went on')
      })
      note(file, 'agent went on')
    })
    note(file, 'handler went on')
  } else await chat.send('here')
})

export default app
