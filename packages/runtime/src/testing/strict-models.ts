import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropicProblems, openAiProblems } from './model-rules.ts'

/** A request as it came. */
export interface StrictRequest {
  vendor: 'openai' | 'anthropic'
  body: Record<string, unknown>
  /** Why it was refused; empty when it was taken. */
  problems: string[]
}

/** What is answered to: two calls of a tool, its arguments in pieces, then words once there are results. */
const calls = [
  { id: 'call_0', name: 'book', pieces: ['{"to":', '"Oslo"', '}'] },
  { id: 'call_1', name: 'book', pieces: ['{"to":"Ber', 'gen"}'] },
]
const words = ['Both ', 'are booked.']

/**
 * Answers in the ways of OpenAI (`/v1/chat/completions`) and of Anthropic (`/v1/messages`), and refuses what they refuse;
 * for tests with the vendors' own clients. A request that streams and offers tools gets calls of tools, under the same
 * ids each time, until the last thing said is their results; every other gets words.
 */
export class StrictModels implements AsyncDisposable {
  readonly requests: StrictRequest[] = []
  readonly #server: Server

  static async start(): Promise<StrictModels> {
    const models = new StrictModels()
    models.#server.listen(0, '127.0.0.1')
    await once(models.#server, 'listening')
    return models
  }

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
    // `fetch` opens the next connection as soon as one is cut off: on this side it must not look like the app's.
    this.#server.on('connection', (socket) => socket.unref())
  }

  /** Where it listens, without a path. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get refused(): StrictRequest[] {
    return this.requests.filter(({ problems }) => problems.length > 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const vendor = request.url === '/v1/messages' ? 'anthropic' : 'openai'
    const body = await read(request)
    const problems = vendor === 'anthropic' ? anthropicProblems(body) : openAiProblems(body['messages'])
    this.requests.push({ vendor, body, problems })
    if (problems.length > 0) {
      const error = { type: 'invalid_request_error', message: problems.join('\n') }
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(vendor === 'anthropic' ? { type: 'error', error } : { error }))
      return
    }
    const isCalling = body['stream'] === true && Array.isArray(body['tools']) && !endsWithResults(body['messages'])
    const events = vendor === 'anthropic' ? anthropicEvents(isCalling) : openAiEvents(isCalling)
    if (body['stream'] === true) await stream(response, events)
    else whole(response, vendor)
  }
}

function endsWithResults(messages: unknown): boolean {
  const last = (messages as { role: string; content: unknown }[]).at(-1)
  if (last?.role === 'tool') return true
  const blocks = Array.isArray(last?.content) ? (last.content as { type: string }[]) : []
  return blocks.at(-1)?.type === 'tool_result'
}

/** Each event of a stream, a turn of the loop apart. */
async function stream(response: ServerResponse, events: string[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events) {
    if (response.destroyed) return
    response.write(event)
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

function whole(response: ServerResponse, vendor: 'openai' | 'anthropic'): void {
  const text = words.join('')
  const body =
    vendor === 'openai'
      ? { id: 'x', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: text } }] }
      : { id: 'x', type: 'message', role: 'assistant', content: [{ type: 'text', text }], stop_reason: 'end_turn' }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function openAiEvents(isCalling: boolean): string[] {
  const chunk = (delta: object, finish_reason: string | null = null): string =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`
  const said = (isCalling ? ['One moment.'] : words).map((content) => chunk({ content }))
  const called = calls.flatMap(({ id, name, pieces }, index) => [
    chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
    ...pieces.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ])
  const end = chunk({}, isCalling ? 'tool_calls' : 'stop')
  return [...said, ...(isCalling ? called : []), end, 'data: [DONE]\n\n']
}

function anthropicEvents(isCalling: boolean): string[] {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
  const block = (index: number, content_block: object, deltas: object[]): string[] => [
    event('content_block_start', { index, content_block }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ]
  const texts = (isCalling ? ['One moment.'] : words).map((text) => ({ type: 'text_delta', text }))
  const called = calls.flatMap(({ id, name, pieces }, index) =>
    block(
      index + 1,
      { type: 'tool_use', id, name, input: {} },
      pieces.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    ),
  )
  const message = { id: 'x', type: 'message', role: 'assistant', content: [], model: 'm', usage: { output_tokens: 0 } }
  return [
    event('message_start', { message }),
    ...block(0, { type: 'text', text: '' }, texts),
    ...(isCalling ? called : []),
    event('message_delta', {
      delta: { stop_reason: isCalling ? 'tool_use' : 'end_turn' },
      usage: { output_tokens: 1 },
    }),
    event('message_stop', {}),
  ]
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += String(piece)
  return JSON.parse(text) as Record<string, unknown>
}
