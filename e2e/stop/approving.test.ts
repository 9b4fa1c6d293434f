import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { Diary, pause } from '../lib/jobs.ts'

const app = new URL('./apps/approving.ts', import.meta.url)

interface Body {
  messages: { role: string; content: string }[]
}

/** Speaks OpenAI's protocol: wants to call the tool first, then says what came of it. */
async function startModel() {
  const asked: Body[] = []
  const server = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const part of request) text += String(part)
      const body = JSON.parse(text) as Body
      asked.push(body)
      const last = body.messages.at(-1)
      const call = { name: 'refund', arguments: '{"cents":1250}' }
      const delta =
        last?.role === 'tool'
          ? { role: 'assistant', content: `It says ${last.content}` }
          : { role: 'assistant', tool_calls: [{ index: 0, id: 'call-1', type: 'function', function: call }] }
      const reason = last?.role === 'tool' ? 'stop' : 'tool_calls'
      const chunk = (choice: object) =>
        `data: ${JSON.stringify({ id: 'one', object: 'chat.completion.chunk', created: 1, model: 'fake', choices: [{ index: 0, ...choice }] })}\n\n`
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`${chunk({ delta })}${chunk({ delta: {}, finish_reason: reason })}data: [DONE]\n\n`)
    })()
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

describe.each(['inline', 'worker'] as const)('a tool of the AI SDK that asks before it acts, %s host', (host) => {
  const start = async (url: string) => {
    process.env['MODEL_URL'] = url
    return startTestChat(app, { host })
  }

  it('acts as it was agreed, and tells the model what was refused', async () => {
    using diary = new Diary()
    await using model = await startModel()
    await using chat = await start(model.url)
    chat.view.send('my money back', { file: diary.file })
    await chat.waitFor(() => chat.openAsks[0]?.call?.tool === 'refund')
    expect(chat.openAsks[0]?.call).toEqual({ tool: 'refund', args: { cents: 1_250 }, isEditable: true })
    expect(diary.lines).toEqual([])
    await chat.approve({ cents: 5 })
    await chat.waitFor('It says {"refunded":5}')
    expect(diary.lines).toEqual(['refunded 5'])
    chat.view.send('again', { file: diary.file })
    await chat.waitFor(() => chat.openAsks.length === 1)
    await chat.reject('Too late.')
    await chat.waitFor('It says {"refused":"Too late."}')
    expect(diary.lines).toEqual(['refunded 5'])
  })

  it('27. stopped while it asks, it does nothing, and the model is asked nothing more', async () => {
    using diary = new Diary()
    await using model = await startModel()
    await using chat = await start(model.url)
    const { runId } = chat.view.send('my money back', { file: diary.file })
    const ask = await chat.waitFor(() => chat.openAsks[0])
    await chat.stop(runId)
    await chat.waitFor(() => chat.state.runs.find(({ id }) => id === runId)?.state === 'stopped')
    const late = chat.view.commands.answer(ask.id, { type: 'value', value: { isApproved: true, reason: null } })
    await expect(late).rejects.toMatchObject({ code: 'ask_closed' })
    await pause(500)
    expect(diary.lines).toEqual([])
    expect(model.asked).toHaveLength(1)
  })
})
