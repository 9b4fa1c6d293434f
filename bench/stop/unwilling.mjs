import { progress } from '../lib/report.mjs'
import { spread } from '../lib/statistics.mjs'
import { begin, endStreams, open, pause, press, repeat, startStreams } from './lib.mjs'

const tries = 50
const blockedTries = 8
export const graceMs = 2_000

/**
 * Work that never looks at the signal, and work that catches everything: the end at who pressed, and the moment nothing
 * of it is at work or it is given up on. The next one is not kept waiting for that.
 */
export async function stubborn(server) {
  const [end, settle] = [[], []]
  const settling = []
  for (const kind of ['deaf', 'stubborn']) {
    await repeat(
      kind,
      tries,
      async () => {
        const client = await open(server)
        const runId = await begin(client, { kind })
        const [ended, settled] = [client.ended(runId), client.settled(runId)]
        const { pressedAt } = press(client, runId)
        settling.push(
          settled.then(() => {
            settle.push(performance.now() - pressedAt)
            client.close()
          }),
        )
        await ended
        end.push(performance.now() - pressedAt)
      },
      2,
    )
  }
  await Promise.all(settling)
  return { unwillingRunEndMs: spread(end), unwillingSettleMs: spread(settle) }
}

/**
 * A blocked loop, while somebody else goes on chatting: the end, how long after the grace the worker is gone and its
 * thread answers again, and how long the other waits for a whole answer and for the server to say that it has a message.
 */
export async function blocked(server, others) {
  const [kills, ends, othersAnswer, othersHeard] = [[], [], [], []]
  for (let count = 0; count < blockedTries; count++) {
    progress(`  blocked worker ${count + 1} of ${blockedTries}`)
    const streams = await startStreams(server, others)
    const client = await open(server)
    const runId = await begin(client, { kind: 'blocked' })
    // Long enough for the gateway to have noticed: until then somebody's message may be on its way into that worker.
    await pause(600)
    let isOver = false
    const other = talk(server, () => isOver, othersAnswer, othersHeard)
    const [settled, ended] = [client.settled(runId), client.ended(runId)]
    const { pressedAt } = press(client, runId)
    await ended
    ends.push(performance.now() - pressedAt)
    const { stage } = await settled
    if (stage !== 'killed') throw new Error(`a blocked worker settled as ${stage}`)
    await client.ended(client.say({ kind: 'echo' }).runId)
    kills.push(performance.now() - pressedAt - graceMs)
    isOver = true
    await other
    client.close()
    await endStreams(streams)
  }
  return {
    blockedKillMs: spread(kills),
    blockedRunEndMs: spread(ends),
    othersAnswerMs: spread(othersAnswer),
    othersHeardMs: spread(othersHeard),
  }
}

/** Somebody who says something every so often, and waits for the answer each time. */
async function talk(server, isOver, answers, heard) {
  const client = await open(server)
  while (!isOver()) {
    const saidAt = performance.now()
    const { runId, answered } = client.say({ kind: 'echo' })
    const ended = client.ended(runId)
    await answered
    heard.push(performance.now() - saidAt)
    await ended
    answers.push(performance.now() - saidAt)
    await pause(50)
  }
  client.close()
}
