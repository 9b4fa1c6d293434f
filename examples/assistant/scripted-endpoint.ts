import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What an endpoint is asked, as far as the tests look at it. */
export interface Asked {
  model: string
  tools?: unknown[]
  messages: { role: string; content: string }[]
}

/** An endpoint on a free port that answers as a test has it, and keeps what it was asked. */
export async function startEndpoint(answer: (asked: Asked, response: ServerResponse) => void) {
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

export function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))
}

export function stream(response: ServerResponse, deltas: object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const delta of deltas) response.write(chunk(delta))
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
}

export function chunk(delta: object, finish_reason: string | null = null): string {
  const content = {
    id: 'x',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason }],
  }
  return `data: ${JSON.stringify(content)}\n\n`
}

/** Has the calculator work out 6 times 7, and says what it gave. */
export function calculates(asked: Asked, response: ServerResponse): void {
  const isSecond = asked.messages.some(({ role }) => role === 'tool')
  const call = { index: 0, id: 'c1', type: 'function', function: { name: 'calculator', arguments: '' } }
  stream(
    response,
    isSecond
      ? [{ content: 'It is ' }, { content: '42.' }]
      : [{ tool_calls: [call] }, { tool_calls: [{ index: 0, function: { arguments: '{"expression":"6*7"}' } }] }],
  )
}
