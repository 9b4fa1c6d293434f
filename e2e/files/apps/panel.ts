import { threadId } from 'node:worker_threads'
import { createApp, file, text, type ElementHandle } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'

/** Several runs at once at the one panel of their thread: `<job> <words>`. */
const app = createApp({ name: 'Ada', whileRunning: 'parallel' })

const bytes = (name: string) => file({ name, content: new Uint8Array(20_000).fill(name.charCodeAt(0)) })
const told = (shown: readonly ElementHandle[]): string => shown.map(({ name }) => name).join(' ') || 'nothing'

app.onMessage(async (message, chat) => {
  const [job, words = ''] = message.text.split(' ')
  switch (job) {
    case 'open':
      await chat.send(`shows ${told(await chat.panel.open({ title: words, elements: [bytes(words)] }))}`)
      break
    case 'key':
      await chat.send(`shows ${told(await chat.panel.open({ key: words, elements: [bytes(words)] }))}`)
      break
    case 'many':
      await chat.panel.open({ title: 'Many', elements: Array.from({ length: 9 }, (_, at) => bytes(`${at}`)) })
      break
    case 'title':
      await chat.panel.open({ title: words })
      break
    case 'close':
      await chat.panel.close()
      break
    // Each of these began, and looked, before the others did what they do.
    case 'then-title':
      await chat.ask.confirm('Go on?')
      await chat.panel.open({ title: words })
      break
    case 'then-close':
      await chat.ask.confirm('Go on?')
      await chat.panel.close()
      break
    case 'then-key':
      await chat.ask.confirm('Go on?')
      await chat.send(`then ${told(await chat.panel.open({ key: words, elements: [bytes(words)] }))}`)
      break
    case 'then-update': {
      const [shown] = await chat.panel.open({ elements: [bytes('own')] })
      await chat.ask.confirm('Go on?')
      await shown?.update({ content: new Uint8Array(10_000), name: 'other' })
      break
    }
    case 'blocked': {
      await chat.send('blocking')
      const until = Date.now() + 4_000
      while (Date.now() < until);
      const shown = await chat.panel.open({ key: words, elements: [text({ name: 'mine', content: 'mine' })] })
      await chat.send(`in ${threadId} ${told(shown)}`)
      break
    }
    case 'where':
      await chat.panel.open({ key: words, elements: [text({ name: 'theirs', content: 'theirs' })] })
      await chat.send(`in ${threadId}`)
      break
    case 'bad': {
      const bad: object[] = [{ title: 7 }, { key: {} }, { layout: 'wide' }]
      const all = await Promise.allSettled(bad.map((options) => chat.panel.open(options)))
      await chat.send(all.map((one) => (one.status === 'rejected' ? String(one.reason) : 'shown')).join('\n'))
      break
    }
    case 'endless': {
      const endless = async function* () {
        for (;;) {
          yield new Uint8Array(65_536)
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
      await chat.panel.open({ key: words, elements: [bytes('ready'), file({ name: 'grows', content: endless() })] })
      break
    }
    case 'deaf':
      await chat.send('at it')
      for (let time = 0; time < 60; time++) {
        try {
          await chat.panel.open({ key: `${words}${time}`, elements: [bytes(`${time}`)] })
        } catch (error) {
          if (time % 10 === 9) recordSideEffect((error as { code?: string }).code)
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      break
    case 'shield':
      await chat.shield(async () => {
        await chat.send('at it')
        await new Promise((resolve) => setTimeout(resolve, 600))
        await chat.panel.open({ key: words, elements: [bytes(words)] }).catch((error: unknown) => {
          recordSideEffect((error as { code?: string }).code)
        })
      })
      break
    default:
      await chat.send('No such job')
  }
})

export default app
