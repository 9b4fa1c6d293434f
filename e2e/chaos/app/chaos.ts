import { createApp } from 'chatwright'
import { meant, noticeOf, type Job, type Work } from '../job.ts'
import { unwilling } from './unwilling.ts'
import { willing } from './willing.ts'
import { tell } from './world.ts'
import type { Jobs } from './jobs.ts'
import type { ChatContext } from 'chatwright'

/** Does what it is told, well or badly. */
const app = createApp({ name: 'Chaos' })

const jobs: Jobs = { ...willing, ...unwilling }

async function work(job: Work, chat: ChatContext): Promise<void> {
  tell(chat.run.id, 'begun')
  try {
    await (jobs[job.do] as (job: Work, chat: ChatContext) => unknown)(job, chat)
  } finally {
    tell(chat.run.id, 'over')
  }
}

app.onMessage((message, chat) => work(JSON.parse(message.text) as Job, chat))
app.onAction('go', (payload, chat) => work(payload['job'] as unknown as Work, chat))
app.onContinue((_stopped, chat) => work({ do: 'stream', everyMs: 5, words: 10 }, chat))
app.onChatEnd((_end, chat) => chat.sleep(5))
app.onChatResume((chat) => chat.send('Here again'))

app.onStop(async ({ runId }, chat) => {
  tell(runId, 'onStop')
  const { atStop = 'default' } = (chat.incoming ? JSON.parse(chat.incoming.text) : {}) as Partial<Job>
  switch (atStop) {
    case 'default':
      return undefined
    case 'text':
      return noticeOf(runId)
    case 'silent':
      return false
    case 'throws':
      throw new Error(meant)
    case 'hangs':
      return new Promise<string>(() => {})
    case 'late':
      await new Promise((resolve) => setTimeout(resolve, 1_300))
      return noticeOf(runId)
    case 'sends':
      await chat.send(noticeOf(runId))
      return undefined
    case 'forgets':
      void chat.send(noticeOf(runId))
      return undefined
  }
})

export default app
