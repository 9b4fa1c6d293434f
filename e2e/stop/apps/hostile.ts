import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { createApp, type ChatContext } from 'chatwright'

/** What a test asks of this app, as the metadata of its message. */
interface Job {
  do: keyof typeof jobs
  file: string
  ms?: number
}

const app = createApp({ name: 'Hostile', whileRunning: 'parallel', onDisconnect: 'continue' })

/** Which life of the module this is. */
const life = crypto.randomUUID()

const note = (job: Job, line: string): void => appendFileSync(job.file, `${process.hrtime.bigint()} ${line}\n`)

/** Says what is coming, so that a test can stop it, then waits a moment and does it. */
async function announce(chat: ChatContext, text: string): Promise<void> {
  await chat.send(text)
  await new Promise((resolve) => setTimeout(resolve, 100))
}

const jobs = {
  echo: async (_job: Job, chat: ChatContext) => void (await chat.send('here')),

  words: async (job: Job, chat: ChatContext) => {
    const reply = chat.message()
    for (;;) {
      await reply.append('word ')
      await chat.sleep(job.ms ?? 20)
    }
  },

  /** Does not come back to JavaScript: no worker can be ended in there. */
  native: async (job: Job, chat: ChatContext) => {
    await announce(chat, 'going in')
    execFileSync('sleep', [String((job.ms ?? 0) / 1_000)])
    note(job, 'came back')
    await chat.send('never said')
  },

  /** What the system does to a process whose native add-on reaches for memory that is not there. */
  crash: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'crashing')
    execFileSync('kill', ['-SEGV', String(process.pid)])
    await new Promise(() => {})
  },

  pid: async (_job: Job, chat: ChatContext) => void (await chat.send(String(process.pid))),

  /** Loops that nothing but the end of their thread can end. */
  files: async (job: Job, chat: ChatContext) => {
    await chat.send('looping')
    for (;;) await appendFile(job.file, '0 wrote\n')
  },

  immediates: async (job: Job, chat: ChatContext) => {
    await chat.send('looping')
    for (let turn = 0; ; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      if (turn % 1_000 === 0) note(job, 'wrote')
    }
  },

  /** Its handler ends well with the stop, and has left a loop. */
  leftLoop: async (job: Job, chat: ChatContext) => {
    void (async () => {
      for (;;) await appendFile(job.file, '0 wrote\n')
    })()
    await chat.send('looping')
    await chat.sleep(60_000)
  },

  /** Waits for what never comes, and does nothing. */
  hangs: async (_job: Job, chat: ChatContext) => {
    await chat.send('hanging')
    await new Promise(() => {})
  },

  thread: async (_job: Job, chat: ChatContext) => void (await chat.send(life)),

  exit: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'exiting')
    process.exit(3)
  },

  /** In a timer, where nothing of the framework is on the stack. */
  exitLater: async (_job: Job, chat: ChatContext) => {
    setTimeout(() => process.exit(4), 150)
    await announce(chat, 'exiting')
    await chat.sleep(60_000)
  },

  reallyExit: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'exiting')
    ;(process as unknown as { reallyExit(code: number): void }).reallyExit(5)
  },

  abort: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'aborting')
    process.abort()
  },

  kill: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'killing')
    process.kill(process.pid, 'SIGKILL')
    await chat.sleep(60_000)
  },

  closePort: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'closing')
    // It must not be kept alive by what is left of it either.
    setInterval(() => {}, 1_000)
    parentPort?.close()
    await new Promise(() => {})
  },

  /** As a library does that takes every worker for its own. */
  nonsense: async (_job: Job, chat: ChatContext) => {
    for (const frame of [
      null,
      'text',
      7,
      {},
      { type: 'outputs' },
      { type: 'undo-add' },
      { type: 'failed' },
      new SharedArrayBuffer(8),
    ]) {
      parentPort?.postMessage(frame)
    }
    await announce(chat, 'said')
  },

  throwLater: async (_job: Job, chat: ChatContext) => {
    setTimeout(() => {
      throw new Error('thrown where nothing catches it')
    }, 50)
    await announce(chat, 'thrown')
  },

  devour: async (_job: Job, chat: ChatContext) => {
    await announce(chat, 'devouring')
    const kept: string[] = []
    for (let n = 0; ; n++) kept.push(`${n} `.repeat(2_000).toUpperCase())
  },

  /** Cannot be interrupted from outside, and looks up. */
  looksUp: async (job: Job, chat: ChatContext) => {
    await announce(chat, 'looping')
    let turns = 0
    while (!chat.stopRequested) turns++
    note(job, `saw the stop after ${turns > 1_000 ? 'many' : 'few'} turns`)
  },

  /** In pieces, for a loop that is the server's too. */
  looksUpInPieces: async (job: Job, chat: ChatContext) => {
    await announce(chat, 'looping')
    let pieces = 0
    while (!chat.stopRequested) {
      const until = performance.now() + 20
      while (performance.now() < until);
      pieces++
      await new Promise((resolve) => setImmediate(resolve))
    }
    note(job, `saw the stop after ${pieces > 2 ? 'many' : 'few'} turns`)
    // The fence is level-triggered: a synchronous loop that begins behind it sees it at once.
    note(job, `and again: ${chat.stopRequested}`)
  },

  blockFor: async (job: Job, chat: ChatContext) => {
    await announce(chat, 'blocking')
    const until = performance.now() + (job.ms ?? 1_000)
    while (performance.now() < until);
    await chat.send('through')
  },

  slow: async (job: Job, chat: ChatContext) => {
    await wait(job.ms ?? 100)
    await chat.send('slow')
  },
} satisfies Record<string, (job: Job, chat: ChatContext) => Promise<void>>

app.onMessage(async (message, chat) => {
  const job = message.metadata as unknown as Job
  await jobs[job.do](job, chat)
})

export default app
