import { appendFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'
import { createApp, type ChatContext } from 'chatwright'

/** What a test asks of this app, as the metadata of its message. */
interface Job {
  do: keyof typeof jobs
  file: string
}

interface Resource {
  id: string
  file: string
}

const app = createApp({ name: 'Undoing', whileRunning: 'parallel' })

const note = (file: string, line: string): void => appendFileSync(file, `${process.hrtime.bigint()} ${line}\n`)

const release = app.undo('release', async ({ id, file }: Resource, info) => {
  note(file, `undoing ${id} ${info.isRecovery ? 'for another' : 'here'}`)
  await new Promise((resolve) => setTimeout(resolve, 20))
  note(file, `undone ${id} in ${process.pid}.${threadId}`)
})

const breaks = app.undo('breaks', ({ file }: Resource) => {
  note(file, 'breaking')
  throw new Error('this undo fails')
})

const hangs = app.undo('hangs', ({ file }: Resource, info) => {
  note(file, 'hanging')
  info.signal.addEventListener('abort', () => note(file, 'hung for long enough'))
  return new Promise(() => {})
})

const kills = app.undo('kills', ({ file }: Resource) => {
  note(file, 'killing')
  process.exit(9)
})

async function acquire(chat: ChatContext, job: Job, ...ids: string[]): Promise<void> {
  note(job.file, `in ${process.pid}.${threadId}`)
  for (const id of ids) await chat.deferUndo(release, { id, file: job.file })
}

const jobs = {
  echo: async (_job: Job, chat: ChatContext) => void (await chat.send('here')),

  done: async (job: Job, chat: ChatContext) => {
    chat.defer(() => note(job.file, 'deferred first'))
    await acquire(chat, job, 'one')
    chat.defer(() => note(job.file, 'deferred third'))
    const cancelled = await chat.deferUndo(release, { id: 'cancelled', file: job.file })
    await acquire(chat, job, 'two')
    cancelled.cancel()
    cancelled.cancel()
  },

  fails: async (job: Job, chat: ChatContext) => {
    await acquire(chat, job, 'one')
    throw new Error('as told')
  },

  waits: async (job: Job, chat: ChatContext) => {
    await acquire(chat, job, 'one', 'two')
    await chat.send('waiting')
    await chat.sleep(60_000)
  },

  /** Behind a stop it gets hold of something all the same. */
  late: async (job: Job, chat: ChatContext) => {
    await chat.send('waiting')
    try {
      await chat.sleep(60_000)
    } finally {
      await acquire(chat, job, 'late')
    }
  },

  blocks: async (job: Job, chat: ChatContext) => {
    await acquire(chat, job, 'one', 'two')
    await chat.send('blocking')
    // Nobody waits: the loop blocks in the same turn.
    void chat.deferUndo(release, { id: 'three', file: job.file })
    for (;;);
  },

  leaves: async (job: Job, chat: ChatContext) => {
    await acquire(chat, job, 'one')
    void chat.deferUndo(release, { id: 'two', file: job.file })
    process.exit(3)
  },

  /** One undo fails, one hangs, one takes its worker down with it; the rest is undone. */
  awkward: async (job: Job, chat: ChatContext) => {
    await acquire(chat, job, 'last')
    await chat.deferUndo(breaks, { id: 'b', file: job.file })
    await chat.deferUndo(hangs, { id: 'h', file: job.file })
    await chat.deferUndo(kills, { id: 'k', file: job.file })
    await acquire(chat, job, 'first')
    await chat.send('leaving')
    process.exit(3)
  },

  undeclared: async (_job: Job, chat: ChatContext) => void (await chat.deferUndo('relaese', { id: 'x' })),
  unfit: async (_job: Job, chat: ChatContext) => void (await chat.deferUndo('release', { on: new Date() })),

  /** Takes its time to put something away. */
  slow: async (job: Job, chat: ChatContext) => {
    chat.defer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 700))
      note(job.file, 'put away')
    })
    await acquire(chat, job, 'one')
    await chat.send('waiting')
    await chat.sleep(60_000)
  },
} satisfies Record<string, (job: Job, chat: ChatContext) => Promise<void>>

app.onMessage(async (message, chat) => {
  const job = message.metadata as unknown as Job
  await jobs[job.do](job, chat)
})

export default app
