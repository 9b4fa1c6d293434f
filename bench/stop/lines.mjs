import { openTestTab } from 'chatwright/testing'
import { ChatClient } from '../lib/chat-client.mjs'
import { startSlowLine } from '../lib/slow-line.mjs'
import { spread } from '../lib/statistics.mjs'
import { open, pause, press, repeat } from './lib.mjs'

const backTries = 100
const slowTries = 12
const bytesPerSecond = 8_000

/** 37: the line was down for 300 ms: from the first try on until a word that was missed or is new is there. */
export async function back(server) {
  const times = []
  await repeat(
    'coming back',
    backTries,
    async () => {
      const client = await open(server)
      client.say({ kind: 'stream' })
      await new Promise((resolve) => (client.onDelta = resolve))
      client.close()
      const { epoch, seq, threadId } = client
      await pause(300)
      const startedAt = performance.now()
      const again = new ChatClient(server.url)
      again.threadId = threadId
      const word = new Promise((resolve) => (again.onDelta = resolve))
      await again.connect()
      const { how } = await again.open({ epoch, seq })
      if (how !== 'tail') throw new Error(`who came back got a ${how}`)
      await word
      times.push(performance.now() - startedAt)
      await again.command('stop', { threadId, source: 'api' })
      again.close()
    },
    4,
  )
  return { backMs: spread(times) }
}

/**
 * 40: a page on a line of 8 kB/s shows a torrent of text for 5 s; then Stop is pressed there, or in a tab with a good
 * line. Until its text stands still, 0 when it does at once: what was kept and is still on the line may come at its end,
 * in one piece.
 */
export async function slowViewer(server) {
  const [own, other] = [[], []]
  const line = await startSlowLine(server.url, bytesPerSecond)
  await repeat(
    'slow viewer',
    slowTries,
    async (count) => {
      const client = await open(server)
      const phone = await openTestTab({ url: line.url, threadId: client.threadId })
      const { runId, answered } = client.say({ kind: 'torrent' })
      await answered
      await pause(5_000)
      const text = () => phone.messages.filter((message) => message.runId === runId).at(-1)?.text.length ?? 0
      const pressedAt = performance.now()
      let shown = text()
      const changes = []
      phone.view.subscribe(() => {
        if (text() > shown) changes.push(performance.now())
        shown = text()
      })
      const isOwn = count % 2 === 0
      if (isOwn) phone.view.stop({ source: 'button' })
      else press(client, runId)
      await phone.waitFor((tab) => tab.runs.some((run) => run.id === runId && run.endedAt !== null), {
        timeoutMs: 20_000,
      })
      await pause(500)
      const last = isOwn ? changes.at(-1) : changes.at(-2)
      ;(isOwn ? own : other).push((last ?? pressedAt) - pressedAt)
      client.close()
      await phone.close()
    },
    slowTries,
  )
  line.close()
  return { slowViewerSilentMs: spread(own), slowViewerOtherPressMs: spread(other) }
}
