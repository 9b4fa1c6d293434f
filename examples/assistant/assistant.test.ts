import { startTestChat, type TestChat } from 'chatwright/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { calculates, chunk, refuse, startEndpoint, stream } from './scripted-endpoint.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it('has the calculator used, and shows it as a step', async () => {
  await using endpoint = await startEndpoint(calculates)
  await using chat = await startAssistant(endpoint.url)
  expect(await chat.say('What is 6 times 7?')).toBe('It is 42.')
  expect(chat.steps.map(({ name, status, output }) => [name, status, output.text])).toEqual([
    ['calculator', 'done', '42'],
  ])
  expect(endpoint.asked[1]?.messages.find(({ role }) => role === 'tool')?.content).toBe('42')
})

it('asks again without tools where they are not known', async () => {
  await using endpoint = await startEndpoint((asked, response) => {
    if (asked.tools) refuse(response, 400, 'small-model does not support tools')
    else stream(response, [{ content: 'Without, then.' }])
  })
  await using chat = await startAssistant(endpoint.url)
  expect(await chat.say('Hello')).toBe('Without, then.')
  expect(endpoint.asked).toHaveLength(2)
})

it.each([
  [401, 'Incorrect key', 'does not accept the key'],
  [404, 'no such model', "does not know the model 'small-model'"],
  [400, 'nonsense', 'answered with an error (400)'],
])('an answer with status %s becomes plain words', async (status, detail, words) => {
  await using endpoint = await startEndpoint((_, response) => refuse(response, status, detail))
  await using chat = await startAssistant(endpoint.url)
  const said = await chat.say('Hello')
  expect(said).toContain(words)
  expect(said).toContain(detail)
  expect(endpoint.asked).toHaveLength(1)
})

it('says when nothing answers', async () => {
  const endpoint = await startEndpoint(() => {})
  await endpoint[Symbol.asyncDispose]()
  await using chat = await startAssistant(endpoint.url)
  expect(await chat.say('Hello')).toContain(`Nothing answers at ${endpoint.url}`)
})

it('a stop ends the request', async () => {
  let isClosed = false
  await using endpoint = await startEndpoint((_, response) => {
    response.on('close', () => (isClosed = !response.writableFinished))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(chunk({ content: 'Once upon a time' }))
  })
  await using chat = await startAssistant(endpoint.url)
  const run = await chat.send('Tell me a story')
  await chat.waitFor('Once upon')
  await chat.stop()
  expect((await run.ended()).state).toBe('stopped')
  await expect.poll(() => isClosed, { timeout: 10_000 }).toBe(true)
})

function startAssistant(url: string): Promise<TestChat> {
  vi.stubEnv('OPENAI_BASE_URL', url)
  vi.stubEnv('OPENAI_API_KEY', 'a key')
  vi.stubEnv('OPENAI_MODEL', 'small-model')
  return startTestChat(new URL('./app.ts', import.meta.url))
}
