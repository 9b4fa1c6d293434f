import { appendFileSync } from 'node:fs'
import { createApp, isStop, type ChatContext } from 'chatwright'

/** What a test asks of this app, as the metadata of its message. */
interface Job {
  do: keyof typeof jobs
  /** A model server that streams or stays silent. */
  url?: string
  /** A file the work writes a line to for everything it does: the world, as the test looks at it. */
  file?: string
  count?: number
  ms?: number
}

/** The unwilling worker: every kind of work that a stop has to end. */
const app = createApp({ name: 'Worker', whileRunning: 'queue' })

const note = (job: Job, line: string): void => {
  if (job.file) appendFileSync(job.file, `${process.hrtime.bigint()} ${line}\n`)
}

const jobs = {
  echo: async (job: Job, chat: ChatContext) => {
    note(job, 'echo')
    await chat.send('here')
  },

  /** Words at a steady pace, without end unless `count` says so. */
  words: async (job: Job, chat: ChatContext) => {
    note(job, 'started')
    const reply = chat.message()
    for (let word = 1; word <= (job.count ?? Number.POSITIVE_INFINITY); word++) {
      await reply.append(`${word} `)
      await chat.sleep(job.ms ?? 10)
    }
    note(job, 'finished')
  },

  /** The answer of a model over HTTP, with the run's signal. */
  model: async (job: Job, chat: ChatContext) => {
    note(job, 'started')
    const response = await fetch(job.url as string, { signal: chat.signal })
    if (!response.body) throw new Error('The model sent no body.')
    await chat.stream(response.body.pipeThrough(new TextDecoderStream()))
    note(job, 'finished')
  },

  /** A tool that waits for three things at once. */
  tool: async (job: Job, chat: ChatContext) => {
    await chat.step({ name: 'Look it up', type: 'tool' }, async () => {
      note(job, 'started')
      try {
        await Promise.all([fetch(job.url as string, { signal: chat.signal }), chat.sleep(60_000)])
      } finally {
        note(job, 'settled')
      }
    })
    note(job, 'went on')
  },

  /** Five planned calls, one after the other. */
  plan: async (job: Job, chat: ChatContext) => {
    for (let call = 1; call <= 5; call++) {
      await chat.step({ name: `Call ${call}`, type: 'tool' }, async () => {
        note(job, `call ${call}`)
        await chat.sleep(500)
      })
    }
  },

  /** Catches everything and goes on, for as long as the process lives. */
  stubborn: async (job: Job, chat: ChatContext) => {
    await chat.send('I never stop.')
    note(job, 'started')
    for (;;) {
      for (const attempt of [
        () => chat.send('still here'),
        () => chat.step('Still working', () => 'done'),
        () => chat.stream(['a', 'b']),
        () => fetch(job.url as string, { signal: chat.signal }),
        () => chat.sleep(1),
      ]) {
        try {
          await attempt()
          note(job, 'succeeded')
        } catch (error) {
          note(job, isStop(error) ? 'refused' : `failed ${String(error)}`)
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  },

  /** Blocks its loop for good. */
  blocked: async (job: Job, chat: ChatContext) => {
    await chat.send('blocking')
    note(job, 'blocked')
    for (;;);
  },

  /** Work that ends in the very moment it is stopped, or not. */
  brief: async (job: Job, chat: ChatContext) => {
    await chat.send('brief')
    await chat.sleep(job.ms ?? 5)
    note(job, 'finished')
  },

  /** Everything that is to be put away, one part of it unwilling. */
  cleanup: async (job: Job, chat: ChatContext) => {
    chat.defer(() => note(job, 'cleaned first'))
    chat.defer(() => {
      note(job, 'cleaned second')
      throw new Error('the second clean-up fails')
    })
    chat.defer(() => note(job, 'cleaned third'))
    chat.signal.addEventListener('abort', () => note(job, 'signal'))
    await chat.send('working')
    try {
      await chat.sleep(60_000)
    } finally {
      note(job, 'handler settled')
    }
  },

  /** What the next model request would hold. */
  history: async (job: Job, chat: ChatContext) => {
    note(job, JSON.stringify(chat.history.forOpenAI()))
    await chat.send('noted')
  },
} satisfies Record<string, (job: Job, chat: ChatContext) => Promise<void>>

app.onMessage(async (message, chat) => {
  const job = message.metadata as unknown as Job
  await jobs[job.do](job, chat)
})

app.onStop((stop, chat) => {
  const job = (chat.incoming?.metadata ?? {}) as unknown as Job
  note(job, 'onStop')
  return `Stopped by ${stop.cause}.`
})

export default app
