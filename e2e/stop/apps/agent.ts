import { createApp, currentChat, step } from 'chatwright'

/** An agent: asks its model, runs the calls of tools it makes, and asks again, until there are no more. */
const app = createApp({ name: 'Agent' })

const flights = step({ name: 'flights', type: 'tool' }, async ({ to }: { to: string }) => {
  const chat = currentChat()
  await chat.sleep(2_000)
  await chat.step('Compare prices', () => chat.sleep(1_000))
  return `Two flights to ${to}`
})

const book = step({ name: 'book', type: 'tool' }, async ({ flight }: { flight: number }) => {
  const chat = currentChat()
  await chat.shield(() => pause(1_500, AbortSignal.timeout(60_000)), { label: 'charge the card', deadlineMs: 3_000 })
  return `Booked flight ${flight}`
})

app.onMessage(async (_, chat) => {
  const held: string[] = []
  chat.defer(() => void held.pop())
  held.push('a seat')
  for (const round of rounds) {
    await chat.step({ name: 'Think', type: 'llm' }, async (think) => {
      await think.stream(thoughts(chat.signal))
    })
    const results = await Promise.all(round.map((call) => call()))
    await chat.send(results.join('. '))
  }
  const answer = chat.message()
  for (const word of ['All ', 'is ', 'booked.']) await answer.append(word)
  await answer.done()
})

app.onStop((stop) => `Stopped with ${stop.openSteps.length} steps open.`)

const rounds = [
  [() => flights({ to: 'Oslo' }), () => flights({ to: 'Bergen' })],
  [() => book({ flight: 1 }), () => book({ flight: 2 }), () => book({ flight: 3 })],
]

async function* thoughts(signal: AbortSignal): AsyncGenerator<string> {
  for (const word of ['First ', 'this, ', 'then that.']) {
    await pause(700, signal)
    yield word
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

export default app
