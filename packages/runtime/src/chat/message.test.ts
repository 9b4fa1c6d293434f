import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, type Message } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { scriptedModel } from '../testing/scripted-model.ts'
import { serveTest, turns, watchRejections, type TestLink } from '../testing/test-link.ts'
import type { ChatContext } from './chat-context.ts'
import type { MessageInput } from './content.ts'
import type { MessageHandle } from './message-handle.ts'

let rejections: ReturnType<typeof watchRejections>
beforeEach(() => {
  rejections = watchRejections()
})
afterEach(async () => {
  await turns()
  rejections.stop()
  expect(rejections.seen).toEqual([])
})

/** Runs one handler and gives the link when the run is done. */
async function run(handler: (chat: ChatContext, link: TestLink) => unknown, options = {}): Promise<TestLink> {
  const app = createApp({ name: 'Ada', ...options })
  app.onMessage((_, chat) => handler(chat, link))
  const link = await serveTest(app)
  // an expectation that fails inside the handler fails the run
  expect(await link.done(link.ask())).toMatchObject({ error: null, detail: null })
  return link
}

describe('send', () => {
  it('shows a whole message by the app', async () => {
    const id = newId()
    let handle: MessageHandle | null = null
    const link = await run(async (chat) => {
      handle = await chat.send({ text: 'Hello', id, metadata: { a: [1, null] }, tags: ['x'] })
    })
    expect(link.outputs).toHaveLength(1)
    expect(link.thread.messages).toMatchObject([
      {
        id,
        role: 'assistant',
        author: 'Ada',
        text: 'Hello',
        status: 'done',
        language: null,
        parentId: null,
        isError: false,
        metadata: { a: [1, null] },
        tags: ['x'],
      },
    ])
    expect(handle).toMatchObject({ id, text: 'Hello', status: 'done' })
  })

  it.each<[string, unknown, Pick<Message, 'text' | 'language'>]>([
    ['nothing', undefined, { text: '', language: null }],
    ['a number', 42, { text: '42', language: null }],
    ['a plain object', { a: 'ü' }, { text: '{\n  "a": "ü"\n}', language: 'json' }],
    ['a list', [1], { text: '[\n  1\n]', language: 'json' }],
    ['json', { json: { a: 1n } }, { text: '{\n  "a": "1"\n}', language: 'json' }],
    ['json of a text', { json: 'a' }, { text: '"a"', language: 'json' }],
    ['an error', new TypeError('no'), { text: 'TypeError: no', language: 'text' }],
    ['code', { code: 'x = 1', language: 'python' }, { text: 'x = 1', language: 'python' }],
    ['code of no language', { code: 'x = 1' }, { text: 'x = 1', language: 'text' }],
    ['code with a fence', { code: '```py\nx\n```', language: 'py' }, { text: '```py\nx\n```', language: null }],
    ['a long text', 'x'.repeat(150_000), { text: 'x'.repeat(150_000), language: null }],
  ])('shows %s', async (_, input, shown) => {
    const link = await run((chat) => chat.send(input as MessageInput))
    expect(link.thread.messages).toMatchObject([shown])
  })

  it('takes roles, authors, pictures and parents', async () => {
    const parent = newId()
    const link = await run(async (chat) => {
      await chat.send({ text: 'as the person', role: 'user' })
      await chat.send('as another', { author: { name: 'Bea', avatar: 'bea' }, parent })
    })
    expect(link.thread.messages).toMatchObject([
      { role: 'user', author: 'You' },
      { author: 'Bea', metadata: { avatarName: 'bea' }, parentId: parent },
    ])
  })

  it('replaces the message whose id is given', async () => {
    const id = newId()
    const link = await run(async (chat) => {
      await chat.send('one', { id })
      await chat.send('two')
      await chat.send('one again', { id })
      expect(chat.history.forAiSdk().map((message) => message.content)).toEqual(['hello', 'one again', 'two'])
    })
    expect(link.texts).toEqual(['one again', 'two'])
  })

  it.each([
    ['an id that is no UUID', { id: 'one' }, 'id: expected a UUID, got "one".'],
    ['a parent that is no UUID', { parent: 'one' }, 'parent: expected a UUID, got "one".'],
    ['metadata that is no JSON', { metadata: { when: new Date(), n: 1 } }, 'metadata: when: expected JSON values.'],
    ['metadata that reaches a prototype', { metadata: JSON.parse('{"__proto__":{"a":1}}') as object }, /__proto__/],
  ])('refuses %s', async (_, options, message) => {
    let thrown: unknown
    const link = await run(async (chat) => {
      await chat.send('x', options as never).catch((error: unknown) => (thrown = error))
    })
    expect(thrown).toMatchObject({ code: 'bad_option', message: expect.stringMatching(message) as string })
    expect(link.outputs).toEqual([])
  })

  it('draws errors apart', async () => {
    const link = await run(async (chat) => {
      await chat.sendError('in words')
      await chat.sendError(new Error('an error'))
      expect(chat.history.forAiSdk()).toHaveLength(1)
      expect(chat.history.forAiSdk({ includeErrors: true })).toHaveLength(3)
    })
    expect(link.thread.messages).toMatchObject([
      { text: 'in words', isError: true },
      { text: 'an error', isError: true },
    ])
  })

  it('keeps the words of errors from readers when told to, and has them in the log', async () => {
    const link = await run((chat) => chat.sendError(new Error('password 123')), { showErrors: false })
    const [message] = link.thread.messages
    const id = /number ([0-9a-f]{8})/.exec(message?.text ?? '')?.[1]
    expect(message?.text).not.toContain('password')
    expect(link.frames.find((frame) => frame.type === 'log')).toMatchObject({
      message: expect.stringContaining('password 123') as string,
      fields: { errorId: id },
    })
  })
})

describe('a draft', () => {
  it('shows nothing until it has text, then grows', async () => {
    const link = await run(async (chat, link) => {
      const reply = chat.message({ author: 'Bea' })
      await reply.append('')
      await reply.append(undefined)
      await turns()
      expect(link.outputs).toEqual([])
      for (const token of ['Once ', 'upon ', 'a ', 'time']) await reply.append(token)
      expect(reply.status).toBe('streaming')
      await reply.done()
      expect(reply.text).toBe('Once upon a time')
      await reply.done()
    })
    expect(link.outputs.map((output) => output.type)).toEqual(['message-start', 'message-delta', 'message-end'])
    expect(link.outputs[0]).toMatchObject({ message: { text: 'Once ', status: 'streaming', author: 'Bea' } })
    expect(link.thread.messages).toMatchObject([{ text: 'Once upon a time', status: 'done' }])
  })

  it('is never shown when it stays empty', async () => {
    const link = await run(async (chat) => {
      await chat.message().done()
      await chat.message().remove()
    })
    expect(link.outputs).toEqual([])
  })

  it('is ended by the run when it was left open', async () => {
    const link = await run((chat) => chat.message().append('left open'))
    expect(link.thread.messages).toMatchObject([{ text: 'left open', status: 'done' }])
    expect(link.outputs.at(-1)?.type).toBe('message-end')
  })
})

describe('a message', () => {
  it('can be sent empty, filled, and ended by an update', async () => {
    const link = await run(async (chat) => {
      const reply = await chat.send('')
      await reply.append('Hel')
      await reply.append('lo')
      await reply.update()
    })
    expect(link.outputs.map((output) => output.type)).toEqual([
      'message-end',
      'message-start',
      'message-delta',
      'message-end',
    ])
    expect(link.thread.messages).toMatchObject([{ text: 'Hello', status: 'done' }])
  })

  it('opens again under the same id when more is added', async () => {
    const link = await run(async (chat) => {
      const reply = await chat.send('Hello')
      await chat.send('between')
      await reply.append(' again')
      await turns()
      expect(reply.status).toBe('streaming')
      await reply.append('!')
    })
    expect(link.texts).toEqual(['Hello again!', 'between'])
    expect(link.thread.messages[0]?.status).toBe('done')
  })

  it('can be replaced as a whole, sending only what is new', async () => {
    const link = await run(async (chat) => {
      const reply = chat.message()
      await reply.set('He')
      await reply.set('Hello')
      await turns()
      await reply.set('Good day')
      await reply.done()
    })
    expect(link.outputs.map((output) => output.type)).toEqual([
      'message-start',
      'message-delta',
      'message-update',
      'message-end',
    ])
    expect(link.texts).toEqual(['Good day'])
  })

  it('can be changed and taken back', async () => {
    const link = await run(async (chat) => {
      const reply = await chat.send('Hello!')
      await reply.update({ text: 'Hello again!', tags: ['t'], metadata: { a: 1 }, author: 'Bea', isError: true })
      const other = await chat.send('Oops')
      await other.remove()
      await other.remove()
      await expect(other.append('x')).rejects.toMatchObject({ code: 'not_found' })
      await expect(other.update({ text: 'x' })).rejects.toMatchObject({ code: 'not_found' })
      expect(chat.history.messages.map((message) => message.text)).toEqual(['hello', 'Hello again!'])
    })
    expect(link.thread.messages).toMatchObject([
      { text: 'Hello again!', status: 'done', tags: ['t'], metadata: { a: 1 }, author: 'Bea', isError: true },
    ])
  })
})

describe('stream', () => {
  const sources: [string, () => Parameters<ChatContext['stream']>[0]][] = [
    ['an async generator', () => scriptedModel(['one ', 'two']).stream()],
    ['a list', () => ['one ', '', null, undefined, 'two']],
    ['a text', () => 'one two'],
    ['a set', () => new Set(['one ', 'two'])],
    [
      'parts of type text-delta',
      () => [
        { type: 'text-delta', text: 'o' },
        { type: 'text-delta', delta: 'ne ' },
        { type: 'text-delta', textDelta: 'two' },
      ],
    ],
    [
      'a ReadableStream',
      () =>
        new ReadableStream({
          start(controller) {
            controller.enqueue('one ')
            controller.enqueue('two')
            controller.close()
          },
        }),
    ],
  ]

  it.each(sources)('takes %s', async (_, source) => {
    const handles: MessageHandle[] = []
    const link = await run(async (chat) => void handles.push(await chat.stream(source())))
    expect(handles[0]).toMatchObject({ text: 'one two', status: 'done' })
    expect(link.thread.messages).toMatchObject([{ text: 'one two', status: 'done' }])
  })

  it('takes bytes, also when a character is cut in two', async () => {
    const bytes = new TextEncoder().encode('grün 🌱')
    const link = await run((chat) => chat.stream([...bytes].map((byte) => Uint8Array.of(byte))))
    expect(link.texts).toEqual(['grün 🌱'])
  })

  it('replaces when each piece is the whole', async () => {
    const link = await run((chat) => chat.stream(['o', 'one', 'one t', 'on'], { mode: 'replace' }))
    expect(link.texts).toEqual(['on'])
  })

  it('shows nothing of an empty source', async () => {
    const link = await run((chat) => chat.stream([]))
    expect(link.outputs).toEqual([])
  })

  it.each([
    ['pieces of another kind', [{ type: 'tool-call' }], 'expected pieces of text, got a part of type "tool-call"'],
    ['a number', 7, 'expected something iterable, got number'],
    ['a promise', Promise.resolve(), 'expected something iterable, got an object of Promise'],
    ['the whole result of a library', { textStream: [] }, 'expected something iterable, got an object of Object'],
  ])('says what is wrong with %s', async (_, source, message) => {
    let thrown: unknown
    await run(async (chat) => {
      await chat.stream(source as never).catch((error: unknown) => (thrown = error))
    })
    expect(thrown).toMatchObject({ code: 'bad_option', message: expect.stringContaining(message) as string })
    expect((thrown as { fix?: string }).fix).toBeTruthy()
  })

  it('keeps the text so far when the source breaks, and throws its error', async () => {
    const broken = new Error('connection lost')
    const app = createApp()
    let thrown: unknown
    app.onMessage(async (_, chat) => {
      await chat.stream(scriptedModel(['so ', 'far', { error: broken }]).stream()).catch((error: unknown) => {
        thrown = error
        throw error
      })
    })
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(thrown).toBe(broken)
    expect(done.error).toMatchObject({ code: 'handler_failed', message: 'connection lost' })
    expect(link.thread.messages).toMatchObject([
      { text: 'so far', status: 'streaming' },
      { text: 'connection lost', isError: true },
    ])
  })

  it('tells the source to return when a piece cannot be shown', async () => {
    async function* odd(): AsyncGenerator<string> {
      try {
        yield 'a'
        yield 7 as never
      } finally {
        ended = true
      }
    }
    let ended = false
    await run((chat) => chat.stream(odd()).catch(() => undefined))
    expect(ended).toBe(true)
  })
})

describe('renameAuthor', () => {
  it.each([
    ['at once', (name: string) => (name === 'LLMMathChain' ? 'Albert' : name)],
    [
      'after a while',
      async (name: string) => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return name === 'LLMMathChain' ? 'Albert' : name
      },
    ],
  ])('gives the name from the first token, %s, and keeps the order', async (_, rename) => {
    const app = createApp({ name: 'Ada' })
    app.renameAuthor(rename)
    app.onMessage(async (_, chat) => {
      const first = chat.message({ author: 'LLMMathChain' })
      await first.append('1 + 1')
      await chat.send('from Ada')
      await first.append(' = 2')
      await chat.step('LLMMathChain', () => chat.send('inside'))
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    expect(link.thread.messages).toMatchObject([
      { author: 'Albert', text: '1 + 1 = 2', status: 'done' },
      { author: 'Ada', text: 'from Ada' },
      { author: 'Ada', text: 'inside' },
    ])
    expect(link.outputs[0]).toMatchObject({ type: 'message-start', message: { author: 'Albert' } })
    expect(link.thread.steps).toMatchObject([{ name: 'Albert' }])
  })

  it('keeps the name when it fails', async () => {
    const app = createApp({ name: 'Ada' })
    app.renameAuthor(() => Promise.reject(new Error('no names')))
    app.onMessage((_, chat) => chat.send('x'))
    const link = await serveTest(app)
    await link.done(link.ask())
    expect(link.thread.messages).toMatchObject([{ author: 'Ada' }])
    expect(link.logged('error')[0]).toContain('no names')
  })
})

describe('the way to the gateway', () => {
  it('joins text for the same message, one batch for each turn of the loop', async () => {
    const link = await run(async (chat) => {
      const reply = chat.message()
      for (let turn = 0; turn < 3; turn++) {
        for (let token = 0; token < 100; token++) await reply.append('x')
        await turns(1)
      }
    })
    const batches = link.frames.filter((frame) => frame.type === 'outputs')
    // the first one alone, for the first token
    expect(batches.map((batch) => batch.outputs.map((output) => output.type))[0]).toEqual(['message-start'])
    expect(link.outputs.length).toBeLessThan(10)
    expect(link.texts[0]).toHaveLength(300)
    expect(batches.map((batch) => batch.batch)).toEqual(batches.map((_, index) => index + 1))
  })

  it('waits when 64 batches are on their way, and goes on when they were taken in', async () => {
    const app = createApp()
    let appended = 0
    app.onMessage(async (_, chat) => {
      const reply = chat.message()
      for (; appended < 200; appended++) {
        await reply.append('x')
        // Longer than text waits for more: each is a batch.
        await new Promise((resolve) => setTimeout(resolve, 6))
      }
    })
    const link = await serveTest(app)
    link.acknowledges = false
    const runId = link.ask()
    await link.until(() => link.frames.filter((frame) => frame.type === 'outputs').length === 64, '64 batches')
    await turns(50)
    const stuckAt = appended
    expect(stuckAt).toBeLessThan(200)
    expect(link.frames.filter((frame) => frame.type === 'outputs')).toHaveLength(64)
    link.acknowledges = true
    link.send({ type: 'ack', batch: 64 })
    await link.done(runId)
    expect(link.texts[0]).toHaveLength(200)
  })
})
