import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { threadId as worker } from 'node:worker_threads'
import type { ChatContext } from 'chatwright'
import type { WorkerCensus } from '../job.ts'
import type { Jobs } from './jobs.ts'

/** Work that ends when it is told to. */
export const willing = {
  echo: (_job, chat) => chat.send('here'),

  stream: async ({ everyMs, words }, chat) => {
    const reply = chat.message()
    const last = words === 0 ? Number.POSITIVE_INFINITY : words
    for (let word = 1; word <= last; word++) {
      await reply.append(`${word} `)
      if (everyMs > 0) await chat.sleep(everyMs)
    }
  },

  sleep: async ({ ms }, chat) => {
    await chat.send('sleeping')
    await chat.sleep(ms)
  },

  nested: ({ depth, ms }, chat) => nest(depth, ms, chat),

  parallel: async ({ parts }, chat) => {
    const done = await Promise.allSettled(
      parts.map((ms, index) =>
        chat.step(`Part ${index}`, async (step) => {
          step.output = 'begun'
          await chat.sleep(ms)
          await chat.send(`Part ${index} is done`)
        }),
      ),
    )
    await chat.send(done.map(({ status }) => status).join(', '))
  },

  ask: async ({ kind, timeoutMs }, chat) => {
    const options = { timeoutMs, otherwise: null }
    if (kind === 'text') await chat.ask.text('What?', options)
    else if (kind === 'choice') await chat.ask.choice('Which?', ['one', 'two'], options)
    else if (kind === 'confirm') await chat.ask.confirm('Sure?', { timeoutMs })
    else await chat.ask.files('A file?', options)
    await chat.send('Thanks')
  },

  buttons: ({ job }, chat) =>
    chat.send('Press one', {
      actions: [
        { name: 'go', label: 'Once', payload: { job: { ...job } }, once: true },
        { name: 'go', label: 'Again', payload: { job: { ...job } } },
      ],
    }),

  plan: async ({ tasks, ms }, chat) => {
    const plan = await chat.tasks('Plan')
    const lines = await Promise.all(Array.from({ length: tasks }, (_, index) => plan.add(`Task ${index}`)))
    for (const line of lines) await line.run(() => chat.sleep(ms))
    await plan.update({ title: 'Planned' })
  },

  model: async ({ url, key }, chat) => {
    const response = await fetch(`${url}?key=${key}`, { signal: chat.signal })
    if (response.body) await chat.stream(response.body.pipeThrough(new TextDecoderStream()))
  },

  flood: async ({ messages }, chat) => {
    for (let count = 0; count < messages; count++) await chat.send(`${count} ${'x'.repeat(400)}`)
  },

  rewrite: async ({ ms }, chat) => {
    const end = Date.now() + ms
    for (let count = 0; Date.now() < end; count++) {
      const message = await chat.send(`Draft ${count}`)
      await message.set(`Better ${count}`)
      await chat.sleep(5)
      if (count % 3 === 0) await message.remove()
    }
  },

  busy: async ({ ms }, chat) => {
    await chat.send('computing')
    const end = Date.now() + ms
    while (Date.now() < end && !chat.stopRequested) await chat.checkpoint()
    await chat.send('computed')
  },

  /** What this worker holds on to. */
  census: async (_job, chat) => {
    await chat.sleep(100)
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    // What finalisers let go of is collected in the next round.
    for (let round = 0; round < 3; round++) {
      collect()
      await chat.sleep(50)
    }
    const census: WorkerCensus = {
      worker,
      heapMb: process.memoryUsage().heapUsed / 1_048_576,
      handles: process.getActiveResourcesInfo().length,
    }
    await chat.send(JSON.stringify(census))
  },
} satisfies Partial<Jobs>

function nest(depth: number, ms: number, chat: ChatContext): Promise<void> {
  return chat.step({ name: `Level ${depth}`, type: 'tool' }, async (step) => {
    await step.stream(['a', 'b', 'c'])
    if (depth > 1) await nest(depth - 1, ms, chat)
    else await chat.sleep(ms)
    await chat.send(`Out of level ${depth}`)
  })
}
