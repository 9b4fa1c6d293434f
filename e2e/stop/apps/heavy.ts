import { appendFileSync } from 'node:fs'
import { ChatwrightError, createApp, isStop, type ChatContext } from 'chatwright'
import type { crash, devour, fail, fill, killAll, leave, unclonable, writeForever } from './heavy-work.ts'

/** What a test asks of this app, as the metadata of its message. */
interface Job {
  do: keyof typeof jobs
  file: string
}

const module = new URL('./heavy-work.ts', import.meta.url)
const outside = process.pid

const note = (job: Job, line: string): void => appendFileSync(job.file, `${process.hrtime.bigint()} ${line}\n`)

async function told(chat: ChatContext, work: () => Promise<unknown>): Promise<void> {
  try {
    await chat.send({ json: { gave: await work() } })
  } catch (error) {
    if (isStop(error)) throw error
    const { name, message, stack } = error as Error
    const code = error instanceof ChatwrightError ? error.code : null
    await chat.send({ json: { name, message, code, stack, fix: error instanceof ChatwrightError ? error.fix : null } })
  }
}

/** Work for a processor, in workers of its own. */
const jobs = {
  add: (_job: Job, chat: ChatContext) =>
    told(chat, () =>
      chat.offload(
        async (a: number, b: { more: number }) => {
          const { threadId } = await import('node:worker_threads')
          const inner = (n: number): number => n + b.more
          return { sum: inner(a), isElsewhere: threadId !== 0 }
        },
        40,
        { more: 2 },
      ),
    ),

  closes: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload(() => outside + 1)),

  bound: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload(Math.max.bind(null, 1), 2)),

  argument: (_job: Job, chat: ChatContext) =>
    told(chat, () =>
      chat.offload(
        (f: () => void) => f(),
        () => {},
      ),
    ),

  module: (_job: Job, chat: ChatContext) =>
    told(chat, () => chat.offload(module, { args: ['to be or notwithstanding'] })),

  noExport: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload(module, { export: 'nothing' })),

  noFile: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload(new URL('./not-there.ts', import.meta.url))),

  fails: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload<typeof fail>(module, { export: 'fail' })),
  crashes: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload<typeof crash>(module, { export: 'crash' })),
  leaves: (_job: Job, chat: ChatContext) => told(chat, () => chat.offload<typeof leave>(module, { export: 'leave' })),
  kills: (_job: Job, chat: ChatContext) =>
    told(chat, () => chat.offload<typeof killAll>(module, { export: 'killAll' })),
  devours: (_job: Job, chat: ChatContext) =>
    told(chat, () => chat.offload<typeof devour>(module, { export: 'devour', label: 'the glutton' })),
  unclonable: (_job: Job, chat: ChatContext) =>
    told(chat, () => chat.offload<typeof unclonable>(module, { export: 'unclonable' })),

  late: (job: Job, chat: ChatContext) =>
    told(chat, () =>
      chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file], timeoutMs: 600 }),
    ),

  fills: (_job: Job, chat: ChatContext) =>
    told(chat, async () => {
      const buffer = new Uint8Array(1_000)
      const filled = await chat.offload<typeof fill>(module, {
        export: 'fill',
        args: [buffer],
        transfer: [buffer.buffer],
      })
      return { here: buffer.byteLength, first: filled[0], length: filled.byteLength }
    }),

  /** Until it is stopped. */
  writes: async (job: Job, chat: ChatContext) => {
    await chat.send('writing')
    try {
      await chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file] })
    } finally {
      note(job, 'handler settled')
    }
  },

  /** Its worker is lost while it runs: blocked until somebody ends it, or ended by itself. */
  besideBlock: async (job: Job, chat: ChatContext) => {
    void chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file] })
    await chat.sleep(500)
    await chat.send('blocking')
    for (;;);
  },

  besideExit: async (job: Job, chat: ChatContext) => {
    void chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file] })
    await chat.sleep(500)
    process.exit(1)
  },

  /** Nobody waits for it, but for the run. */
  forgotten: async (job: Job, chat: ChatContext) => {
    void chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file], timeoutMs: 1_000 })
    await chat.send('let go')
  },

  /** A stop waits for it. */
  shielded: async (job: Job, chat: ChatContext) => {
    await chat.send('saving')
    chat.defer(async () => note(job, `deferred ${await chat.offload(() => 6 * 7)}`))
    const saved = await chat.shield(() =>
      chat.offload((ms: number) => {
        const until = performance.now() + ms
        while (performance.now() < until);
        return 'saved'
      }, 700),
    )
    note(job, saved)
    await chat.offload(() => 'more')
    note(job, 'went on')
  },

  /** A shield whose time is over before its work is. */
  shieldedTooLong: async (job: Job, chat: ChatContext) => {
    await chat.send('saving')
    await chat.shield(() => chat.offload<typeof writeForever>(module, { export: 'writeForever', args: [job.file] }), {
      deadlineMs: 500,
    })
  },
} satisfies Record<string, (job: Job, chat: ChatContext) => Promise<void>>

const app = createApp({ name: 'Heavy', whileRunning: 'parallel' })

app.onMessage(async (message, chat) => {
  const job = message.metadata as unknown as Job
  await jobs[job.do](job, chat)
})

export default app
