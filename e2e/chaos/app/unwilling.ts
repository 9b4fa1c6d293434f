import type { ChatContext } from 'chatwright'
import { meant } from '../job.ts'
import { nap, type Jobs } from './jobs.ts'
import { tell } from './world.ts'

/** Work that forgets, catches, blocks, throws and dies. */
export const unwilling = {
  unawaited: async ({ what, ms }, chat) => {
    await chat.send('begun')
    if (what === 'calls') {
      void chat.sleep(ms)
      void chat.step('Forgotten', () => chat.sleep(ms))
      void chat.send('forgotten')
    } else if (what === 'loop') {
      void (async () => {
        for (let count = 0; count * 5 < ms; count++) {
          await attempt('send', chat, () => chat.send(`unheard ${count}`))
          await nap(5)
        }
      })()
    } else {
      for (let after = 0; after < ms; after += 20) {
        setTimeout(() => void attempt('send', chat, () => chat.send(`at ${after}`)), after)
      }
      await chat.sleep(ms / 2)
    }
  },

  stubborn: async ({ ms }, chat) => {
    await chat.send('I never stop.')
    const reply = chat.message()
    const end = Date.now() + ms
    while (Date.now() < end) {
      await attempt('send', chat, () => chat.send('still here'))
      await attempt('append', chat, () => reply.append('more '))
      await attempt('step', chat, () => chat.step('Still working', () => 'done'))
      await attempt('stream', chat, () => chat.stream(['a', 'b']))
      await attempt('tasks', chat, () => chat.tasks('Another plan'))
      await attempt('sleep', chat, () => chat.sleep(1))
      await nap(10)
    }
  },

  shield: async ({ ms, deadlineMs, isDeaf }, chat) => {
    await chat.send('shielding')
    await chat.shield((signal) => (isDeaf ? nap(ms) : sleepWith(signal, ms)), { label: 'work', deadlineMs })
    await chat.send('shielded')
  },

  defer: async ({ how, ms }, chat) => {
    for (const each of how) {
      chat.defer(async () => {
        if (each === 'throws') throw new Error(meant)
        if (each === 'hangs') await new Promise(() => {})
        if (each === 'late') await nap(100)
      })
    }
    await chat.send('working')
    await chat.sleep(ms)
  },

  fails: async ({ when, ms }, chat) => {
    await chat.send('working')
    try {
      await chat.sleep(ms)
    } catch (error) {
      if (when === 'before') throw error
    }
    throw new Error(meant)
  },

  stray: async ({ what, ms }, chat) => {
    await chat.send('working')
    setTimeout(() => {
      if (what === 'throw') throw new Error(meant)
      void Promise.reject(new Error(meant))
    }, ms / 2)
    await chat.sleep(ms)
  },

  blocked: async (_job, chat) => {
    await chat.send('blocking')
    for (;;);
  },

  exit: async ({ ms }, chat) => {
    await chat.send('leaving')
    await nap(ms)
    process.exit(3)
  },
} satisfies Partial<Jobs>

/** Catches whatever comes of a call. One that begins behind the fence has to be refused: that it was not is told. */
async function attempt(name: string, chat: ChatContext, call: () => Promise<unknown>): Promise<void> {
  const isBehindFence = chat.stopRequested
  try {
    await call()
    if (isBehindFence) tell(chat.run.id, 'leaked', name)
  } catch {
    // That is the point.
  }
}

function sleepWith(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
