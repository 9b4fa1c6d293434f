import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import axios from 'axios'
import { createApp, isStop, type ChatContext } from 'chatwright'
import { execa } from 'execa'
import OpenAI from 'openai'
import { request } from 'undici'

/** What a test asks of this app, as the metadata of its message. */
interface Job {
  do: keyof typeof jobs
  url: string
  file: string
  mark: string
}

/** Work that is never told of the stop: no call here is given `chat.signal`. */
const app = createApp({ name: 'Careless', whileRunning: 'parallel' })

const note = (job: Job, line: string): void => {
  appendFileSync(job.file, `${process.hrtime.bigint()} ${line}\n`)
}

/** A shell with two children, each of which would write a line in three seconds. */
const family = ({ file, mark }: Job): string => {
  const child = `sh -c 'sleep ${mark}; echo 0 grandchild wrote >> ${file}'`
  return `${child} & ${child} & wait; echo 0 child wrote >> ${file}`
}

const jobs = {
  family: async (job: Job) => {
    await new Promise((resolve) => spawn('sh', ['-c', family(job)]).on('exit', resolve))
    note(job, 'went on')
  },

  /** Starts processes, one of them in a group of its own, and then blocks: its worker has to be ended. */
  orphans: async (job: Job, chat: ChatContext) => {
    spawn('sh', ['-c', family(job)])
    spawn('sh', ['-c', family(job)], { detached: true })
    await chat.send('blocking')
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const from = Date.now(); Date.now() - from < 60_000;);
  },

  /** Starts a thread that writes, and waits for it; then tries another. */
  thread: async (job: Job) => {
    const code = `const { appendFileSync } = require('node:fs')
      setInterval(() => appendFileSync(${JSON.stringify(job.file)}, '0 thread wrote\\n'), 20)`
    await new Promise((resolve) => new Worker(code, { eval: true }).on('exit', resolve))
    note(job, 'thread ended')
    try {
      await new Worker(code, { eval: true }).terminate()
    } catch (error) {
      note(job, `${(error as Error).name}: ${isStop(error)}`)
    }
  },

  /** Leaves a process behind on purpose. */
  leaves: async ({ mark }: Job, chat: ChatContext) => {
    spawn('sleep', [mark ?? '3'])
    await chat.send('left')
  },

  execa: async (job: Job) => {
    await execa('sh', ['-c', family(job)])
    note(job, 'went on')
  },

  /** Everything that is begun and forgotten. */
  forgotten: async (job: Job) => {
    setTimeout(() => note(job, 'timer fired'), 3_000)
    setInterval(() => note(job, 'tick'), 50)
    void new Promise((resolve) => setTimeout(resolve, 3_000)).then(() => note(job, 'promise went on'))
    void wait(3_000).then(() => note(job, 'wait went on'))
    void fetch(job.url + '/silent').then(() => note(job, 'fetch went on'))
    void (async () => {
      for (;;) {
        await fetch(job.url + '/').catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    await wait(60_000)
  },

  /** The same, in a handler that waits for ever. */
  forgottenAndDeaf: async (job: Job) => {
    void jobs.forgotten(job).catch(() => undefined)
    await new Promise(() => undefined)
  },

  backOff: async (job: Job) => {
    for (;;) {
      const { status } = await fetch(job.url + '/fail')
      if (status === 200) return note(job, 'went on')
      await wait(30_000)
    }
  },

  /** The server answers "in four seconds", and the library waits for them with a timer of its own. */
  libraryBackOff: async (job: Job) => {
    const client = new OpenAI({ apiKey: 'none', baseURL: job.url + '/fail', maxRetries: 5 })
    await client.models.list()
  },

  fetch: async (job: Job) => (await fetch(job.url + '/stream')).text(),
  undici: async (job: Job) => (await request(job.url + '/stream')).body.text(),
  axios: async (job: Job) => axios.get(job.url + '/silent'),
  openai: async (job: Job) => new OpenAI({ apiKey: 'none', baseURL: job.url + '/silent' }).models.list(),
  openaiStream: async (job: Job) => {
    const client = new OpenAI({ apiKey: 'none', baseURL: job.url + '/stream' })
    for await (const _ of await client.chat.completions.create({ model: 'm', messages: [], stream: true }));
  },

  /** What keeps this worker busy, by kind. */
  resources: async (_job: Job, chat: ChatContext) => {
    const kinds = process.getActiveResourcesInfo().filter((kind) => /Timeout|TCP|Process/.test(kind))
    await chat.send(JSON.stringify(kinds.toSorted()))
  },
} satisfies Record<string, (job: Job, chat: ChatContext) => Promise<unknown>>

app.onMessage(async (message, chat) => {
  const job = message.metadata as unknown as Job
  await jobs[job.do](job, chat)
})

app.onStop(() => 'Stopped.')

export default app
