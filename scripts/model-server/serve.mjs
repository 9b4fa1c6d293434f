import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { ensureModel } from './ensure.mjs'
import { createGenerator } from './generator.mjs'

/*
 * Serves a small real model as OpenAI's API does, on this machine only. On standard output one line of JSON: `url` when
 * it listens, or `error` before it ends with code 1. It ends on SIGTERM, and with the process that forked it.
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const modelName = 'smollm2-135m-instruct'

const ensured = await ensureModel()
if (!ensured.ok) {
  console.log(JSON.stringify({ error: ensured.reason }))
  process.exit(1)
}
const generator = await createGenerator(ensured)

/** What is told under /debug/requests, oldest first. */
const requests = []

const server = createServer((request, response) => {
  route(request, response).catch((error) => {
    if (!response.headersSent) return refuse(response, error instanceof SyntaxError ? 400 : 500, error.message)
    response.destroy()
    console.error(error)
  })
})
server.listen(Number(values.port), '127.0.0.1')
await once(server, 'listening')
console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }))

process.once('SIGTERM', () => void end())
process.once('SIGINT', () => void end())
process.once('disconnect', () => void end())

async function end() {
  server.close()
  server.closeAllConnections()
  await generator.dispose()
  process.exit(0)
}

async function route(request, response) {
  const path = `${request.method} ${new URL(request.url, 'http://localhost').pathname}`
  switch (path) {
    case 'GET /v1/models':
      return sendJson(response, 200, { object: 'list', data: [{ id: modelName, object: 'model', owned_by: 'local' }] })
    case 'GET /debug/requests':
      return sendJson(response, 200, requests)
    case 'POST /v1/chat/completions':
      return complete(await readJson(request), response)
    default:
      return refuse(response, 404, `There is no ${path}.`)
  }
}

/** `tools` are accepted and ignored: the model is too small for them. */
async function complete(body, response) {
  if (!Array.isArray(body.messages)) return refuse(response, 400, 'messages: expected an array.')
  const record = { id: randomUUID(), state: 'generating', tokens: 0, startedAt: Date.now(), endedAt: null }
  requests.push(record)
  const finish = (state) => {
    if (record.endedAt === null) Object.assign(record, { state, endedAt: Date.now() })
  }
  const controller = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) finish('closed-by-client')
    controller.abort()
  })

  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined
  const pieces = generator.generate(body.messages, {
    signal: controller.signal,
    maxTokens,
    minTokens: body.min_tokens,
    temperature: body.temperature ?? undefined,
    seed: body.seed ?? undefined,
  })
  const head = { id: `chatcmpl-${record.id}`, created: Math.floor(record.startedAt / 1000), model: modelName }
  let text = ''
  if (body.stream) startStream(response, head)
  for await (const piece of pieces) {
    record.tokens++
    text += piece
    if (body.stream && piece !== '') sendChunk(response, head, { content: piece })
  }
  if (controller.signal.aborted) return
  finish('finished')

  const reason = record.tokens >= (maxTokens ?? Infinity) ? 'length' : 'stop'
  const usage = { completion_tokens: record.tokens }
  if (body.stream) return endStream(response, head, reason, body.stream_options?.include_usage ? usage : null)
  const message = { role: 'assistant', content: text }
  sendJson(response, 200, {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: reason }],
    usage,
  })
}

function startStream(response, head) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  sendChunk(response, head, { role: 'assistant', content: '' })
}

function endStream(response, head, reason, usage) {
  sendChunk(response, head, {}, reason)
  if (usage) sendEvent(response, { ...head, object: 'chat.completion.chunk', choices: [], usage })
  response.end('data: [DONE]\n\n')
}

function sendChunk(response, head, delta, reason = null) {
  const choices = [{ index: 0, delta, finish_reason: reason }]
  sendEvent(response, { ...head, object: 'chat.completion.chunk', choices })
}

function sendEvent(response, data) {
  response.write(`data: ${JSON.stringify(data)}\n\n`)
}

function refuse(response, status, message) {
  sendJson(response, status, { error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error' } })
}

function sendJson(response, status, data) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
}

async function readJson(request) {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  return JSON.parse(text)
}
