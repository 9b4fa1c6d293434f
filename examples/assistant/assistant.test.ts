import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { afterEach, expect, it, vi } from 'vitest'

interface Asked {
  model: string
  tools?: unknown[]
  messages: { role: string; content: string }[]
}

afterEach(() => {
  vi.unstubAllEnvs()
})

it('has the calculator used, and shows it as a step', async () => {
  await using endpoint = await startEndpoint((asked, response) => {
    const isSecond = asked.messages.some(({ role }) => role === 'tool')
    const call = { index: 0, id: 'c1', type: 'function', function: { name: 'calculator', arguments: '' } }
    stream(
      response,
      isSecond
        ? [{ content: 'It is ' }, { content: '42.' }]
        : [{ tool_calls: [call] }, { tool_calls: [{ index: 0, function: { arguments: '{"expression":"6*7"}' } }] }],
    )
  })
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

/** An endpoint on a free port that answers as a test has it, and keeps what it was asked. */
async function startEndpoint(answer: (asked: Asked, response: ServerResponse) => void) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      asked.push(body)
      answer(body, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += String(piece)
  return JSON.parse(text) as Asked
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))
}

function stream(response: ServerResponse, deltas: object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const delta of deltas) response.write(chunk(delta))
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
}

function chunk(delta: object, finish_reason: string | null = null): string {
  const content = {
    id: 'x',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason }],
  }
  return `data: ${JSON.stringify(content)}\n\n`
}
