import { spread } from '../lib/statistics.mjs'
import { begin, open, pause, press, repeat } from './lib.mjs'

const tries = 100

/**
 * An answer of a model over HTTP, watched by two people, is stopped: the fence as the gateway says, `run-end` at who
 * pressed and at the later of the two, and the model's connection closed.
 */
export async function model(server, fakeModel) {
  const [fence, end, endAtAll, close] = [[], [], [], []]
  await repeat('stop', tries, async () => {
    const client = await open(server)
    const viewer = await open(server, client.threadId)
    const { runId } = client.say({ kind: 'model', url: fakeModel.url(client.threadId) })
    await new Promise((resolve) => {
      let deltas = 0
      client.onDelta = () => ++deltas === 5 && resolve()
    })
    const ends = [client, viewer].map((each) => each.ended(runId).then(() => performance.now()))
    const { pressedAt, answered } = press(client, runId)
    const { outcome, fenceMs } = await answered
    if (outcome !== 'stopping') throw new Error(`stop answered ${outcome}`)
    fence.push(fenceMs)
    close.push((await fakeModel.closedAt(client.threadId)) - pressedAt)
    const [own, other] = await Promise.all(ends)
    end.push(own - pressedAt)
    endAtAll.push(Math.max(own, other) - pressedAt)
    client.close()
    viewer.close()
  })
  return {
    fenceMs: spread(fence),
    runEndMs: spread(end),
    runEndAtAllMs: spread(endAtAll),
    upstreamCloseMs: spread(close),
  }
}

/** 14: a tool that waits for an answer over HTTP and for a while, until all of it has settled. */
export async function tool(server, fakeModel) {
  const settle = []
  await repeat('tool', tries, async () => {
    const client = await open(server)
    const runId = await begin(client, { kind: 'tool', url: fakeModel.url(client.threadId, '/silent') })
    await fakeModel.opened(client.threadId)
    settle.push(await untilSettled(client, runId))
    client.close()
  })
  return { toolSettleMs: spread(settle) }
}

/** 22: the pause of 30 s before another try. */
export async function retry(server) {
  const settle = []
  await repeat('back-off', tries, async () => {
    const client = await open(server)
    const runId = await begin(client, { kind: 'retry' })
    settle.push(await untilSettled(client, runId))
    client.close()
  })
  return { backOffSettleMs: spread(settle) }
}

/** 25: a button's run: until its control is gone, which is when its end is there. */
export async function button(server) {
  const gone = []
  const client = await open(server)
  const put = client.heard((event) => event.type === 'action-put')
  client.say({ kind: 'button' })
  const { actionId } = await put
  await repeat('button', tries, async () => {
    const runId = crypto.randomUUID()
    const begun = client.heard((event) => event.type === 'message-end' && event.runId === runId)
    await client.command('act', { threadId: client.threadId, actionId, runId })
    await begun
    const ended = client.ended(runId)
    const { pressedAt } = press(client, runId)
    await ended
    gone.push(performance.now() - pressedAt)
  })
  client.close()
  return { buttonGoneMs: spread(gone) }
}

/** 7: twenty presses within 200 ms in three tabs: until all twenty are answered and the end is at all three. */
export async function manyPresses(server) {
  const [end, answer] = [[], []]
  await repeat(
    'twenty presses',
    tries,
    async () => {
      const client = await open(server)
      const tabs = [client, await open(server, client.threadId), await open(server, client.threadId)]
      const { runId } = client.say({ kind: 'stream' })
      await new Promise((resolve) => (client.onDelta = resolve))
      const ends = Promise.all(tabs.map((tab) => tab.ended(runId)))
      const startedAt = performance.now()
      void ends.then(() => end.push(performance.now() - startedAt))
      await Promise.all(
        Array.from({ length: 20 }, async (_, count) => {
          await pause(count * 10)
          const { pressedAt, answered } = press(tabs[count % 3], runId)
          const { outcome } = await answered
          if (outcome !== 'stopping') throw new Error(`press ${count + 1} of 20 was answered ${outcome}`)
          answer.push(performance.now() - pressedAt)
        }),
      )
      await ends
      for (const tab of tabs) tab.close()
    },
    2,
  )
  return { manyPressesRunEndMs: spread(end), manyPressesAnswerMs: spread(answer) }
}

async function untilSettled(client, runId) {
  const settled = client.settled(runId)
  const { pressedAt } = press(client, runId)
  await settled
  return performance.now() - pressedAt
}
