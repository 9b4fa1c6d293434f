import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, type Step } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { serveTest, turns, watchRejections, type TestLink } from '../testing/test-link.ts'
import type { ChatContext } from './chat-context.ts'
import { currentChat } from './current-chat.ts'
import { step } from './step-function.ts'
import type { StepHandle } from './step-handle.ts'

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
  const app = createApp(options)
  app.onMessage((_, chat) => handler(chat, link))
  const link = await serveTest(app)
  // an expectation that fails inside the handler fails the run
  expect(await link.done(link.ask())).toMatchObject({ error: null, detail: null })
  return link
}

/** Steps by name, with the name of their parent. */
function tree(steps: Step[]): Record<string, string | null> {
  const name = (id: string | null): string | null => steps.find((other) => other.id === id)?.name ?? null
  return Object.fromEntries(steps.map((each) => [each.name, name(each.parentId)]))
}

describe('a step around work', () => {
  it('runs while the work does, gives its result, and holds what is made in it', async () => {
    const id = newId()
    const link = await run(async (chat, link) => {
      const result = await chat.step(
        { name: 'Search', type: 'tool', id, icon: 'search', defaultOpen: true, autoCollapse: true, input: { q: 'x' } },
        async (current) => {
          expect(chat.currentStep?.id).toBe(id)
          await turns()
          expect(link.thread.steps).toMatchObject([{ status: 'running' }])
          await chat.send('found it')
          current.output = ['a', 'b']
          return 42
        },
      )
      expect(result).toBe(42)
      expect(chat.currentStep).toBeNull()
    })
    expect(link.thread.steps).toMatchObject([
      {
        id,
        name: 'Search',
        type: 'tool',
        status: 'done',
        parentId: null,
        icon: 'search',
        defaultOpen: true,
        autoCollapse: true,
        showInput: true,
        input: { text: '{\n  "q": "x"\n}', language: 'json' },
        output: { text: '[\n  "a",\n  "b"\n]', language: 'json' },
      },
    ])
    expect(link.thread.steps[0]?.endedAt).toBeGreaterThan(0)
    expect(link.thread.messages).toMatchObject([{ text: 'found it', parentId: id }])
  })

  it('fails with what is thrown, which goes on to the caller', async () => {
    const broken = new Error('no network')
    const link = await run(async (chat) => {
      await expect(chat.step('Search', () => Promise.reject(broken))).rejects.toBe(broken)
      await expect(
        chat.step('Write', (current) => {
          current.output = 'so far'
          throw broken
        }),
      ).rejects.toBe(broken)
    })
    expect(link.thread.steps).toMatchObject([
      { status: 'failed', output: { text: 'no network' } },
      { status: 'failed', output: { text: 'so far\n\nno network' } },
    ])
  })

  it('keeps the words of errors from readers when told to', async () => {
    const link = await run(
      async (chat) => {
        await chat.step('Search', () => Promise.reject(new Error('password'))).catch(() => undefined)
        await chat.step('Look', (current) => current.fail('not found'))
      },
      { showErrors: false },
    )
    expect(link.thread.steps.map((each) => each.output.text)).toEqual(['Something went wrong.', 'not found'])
  })

  it('is left as stopped by a stop, with the output it had', async () => {
    const app = createApp()
    const left: StepHandle[] = []
    app.onMessage(async (_, chat) => {
      await chat.step('Search', async (current) => {
        left.push(current)
        current.output = 'so far'
        await chat.sleep(60_000)
      })
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.thread.steps[0]?.output.text === 'so far', 'the output')
    link.stop(runId)
    await link.settled(runId)
    // the gateway closes it with the run's end; nothing more comes from here
    expect(link.outputs.map((output) => output.type)).toEqual(['step-start', 'step-update'])
    expect(left[0]?.status).toBe('stopped')
  })
})

describe('nesting', () => {
  it('keeps five parallel steps siblings under one parent', async () => {
    const link = await run((chat) =>
      chat.step('All', () =>
        Promise.all(
          [1, 2, 3, 4, 5].map((n) =>
            chat.step(`Tool ${n}`, async () => {
              await chat.sleep(10 - n)
              await chat.step(`Part of ${n}`, () => chat.sleep(1))
            }),
          ),
        ),
      ),
    )
    const expected: Record<string, string | null> = { All: null }
    for (const n of [1, 2, 3, 4, 5]) {
      expected[`Tool ${n}`] = 'All'
      expected[`Part of ${n}`] = `Tool ${n}`
    }
    expect(tree(link.thread.steps)).toEqual(expected)
  })

  it('does so for scopes as well', async () => {
    const tool = async (chat: ChatContext, n: number): Promise<void> => {
      const scope = chat.step(`Tool ${n}`)
      await chat.sleep(10 - n)
      const inner = chat.step(`Part of ${n}`)
      await chat.send(`from ${n}`)
      await inner[Symbol.asyncDispose]()
      await scope[Symbol.asyncDispose]()
    }
    const link = await run(async (chat) => {
      const all = chat.step('All')
      await Promise.all([1, 2, 3].map((n) => tool(chat, n)))
      await Promise.all([tool(chat, 4), tool(chat, 5)])
      await all.end()
      await chat.send('after')
    })
    const expected: Record<string, string | null> = { All: null }
    for (const n of [1, 2, 3, 4, 5]) {
      expected[`Tool ${n}`] = 'All'
      expected[`Part of ${n}`] = `Tool ${n}`
    }
    expect(tree(link.thread.steps)).toEqual(expected)
    const stepName = new Map(link.thread.steps.map((each) => [each.id, each.name]))
    expect(
      Object.fromEntries(
        link.thread.messages.map((message) => [message.text, stepName.get(message.parentId ?? '') ?? null]),
      ),
    ).toEqual({
      'from 1': 'Part of 1',
      'from 2': 'Part of 2',
      'from 3': 'Part of 3',
      'from 4': 'Part of 4',
      'from 5': 'Part of 5',
      after: null,
    })
  })

  it('nests a scope that a called function opens before it waits, and one after another', async () => {
    const search = async (): Promise<void> => {
      const scope = currentChat().step('Search')
      await turns()
      await scope.end()
    }
    const link = await run(async (chat) => {
      const outer = chat.step('Research')
      await search()
      const second = chat.step('Read')
      const third = chat.step('Skim')
      await third.end()
      await second.end()
      await outer.end()
    })
    expect(tree(link.thread.steps)).toEqual({ Research: null, Search: 'Research', Read: 'Research', Skim: 'Read' })
  })

  it('takes another parent when told', async () => {
    const link = await run((chat) =>
      chat.step('Outer', async (outer) => {
        await chat.step({ name: 'Root', parent: null }, () => undefined)
        await chat.step('Deep', () => chat.step({ name: 'Up', parent: outer }, () => undefined))
      }),
    )
    expect(tree(link.thread.steps)).toEqual({ Outer: null, Root: null, Deep: 'Outer', Up: 'Outer' })
  })

  it('knows two runs apart', async () => {
    const app = createApp()
    app.onMessage(async (message, chat) => {
      await chat.step(`Step of ${message.text}`, async () => {
        await chat.sleep(5)
        await currentChat().send(`in ${message.text}`)
      })
    })
    const link = await serveTest(app)
    await Promise.all(['a', 'b', 'c'].map((text) => link.done(link.ask({ text }))))
    const names = link.thread.messages.map(
      (message) => `${message.text}: ${link.thread.steps.find((each) => each.id === message.parentId)?.name}`,
    )
    expect(names.sort()).toEqual(['in a: Step of a', 'in b: Step of b', 'in c: Step of c'])
  })
})

describe('a step by hand', () => {
  it('can be changed at any time, also when it has ended, and taken back with what is in it', async () => {
    const link = await run(async (chat) => {
      const current = chat.step({ name: 'Think', metadata: { a: 1 } })
      current.name = 'Thought'
      current.type = 'llm'
      current.icon = 'brain'
      current.showInput = 'python'
      current.tags = ['deep']
      current.metadata = { b: 2 }
      current.input = 'x = 1'
      await current.end({ output: { answer: 42 } })
      await current.end({ output: 'ignored? no: set before the end is looked at' })
      expect(current.status).toBe('done')
      await current.update({ output: 'after the end' })
      await current.output.append(', and more')

      const gone = chat.step('Gone')
      await chat.step('Inside', () => undefined)
      await gone.remove()
      expect(chat.currentStep).toBeNull()
    })
    expect(link.thread.steps).toMatchObject([
      {
        name: 'Thought',
        type: 'llm',
        icon: 'brain',
        showInput: 'python',
        tags: ['deep'],
        metadata: { b: 2 },
        status: 'done',
        input: { text: 'x = 1' },
        output: { text: 'after the end, and more', language: null },
      },
    ])
  })

  it('has the language and the times it is given, also when it has ended', async () => {
    const link = await run(async (chat) => {
      const current = chat.step({ name: 'Query', language: 'sql' })
      current.output = 'select 1'
      await current.update({ startedAt: 1_000, endedAt: 2_500 })
      await current.end()
      const late = chat.step('Late')
      await late.end({ output: { a: 1 } })
      await late.update({ language: 'yaml', startedAt: 5, endedAt: 6 })
      await expect(late.update({ endedAt: Number.NaN })).rejects.toMatchObject({ code: 'bad_option' })
    })
    expect(link.thread.steps).toMatchObject([
      { output: { text: 'select 1', language: 'sql' }, startedAt: 1_000, endedAt: 2_500, status: 'done' },
      { output: { language: 'yaml' }, startedAt: 5, endedAt: 6 },
    ])
  })

  it('refuses what no page could be sent, and nothing else is lost', async () => {
    const link = await run(async (chat) => {
      const wrong = { icon: () => null } as never
      await expect(chat.step({ name: 'A', ...(wrong as object) }, () => 1)).rejects.toMatchObject({
        code: 'bad_option',
      })
      const current = chat.step('B')
      await expect(current.update(wrong)).rejects.toMatchObject({ code: 'bad_option' })
      await current.end({ output: 'well' })
    })
    expect(link.thread.steps).toMatchObject([{ name: 'B', output: { text: 'well' } }])
  })

  it('shows 100,000 characters of a stream, and counts the rest', async () => {
    const link = await run((chat) =>
      chat.step('Long', async (current) => {
        for (let times = 0; times < 30; times++) await current.output.append('0123456789'.repeat(500))
        expect(current.output.text).toHaveLength(100_000)
        await current.input.append('short')
      }),
    )
    const [long] = link.thread.steps
    expect(long?.output.text.slice(99_990)).toBe('0123456789\n… (50000 more characters)')
    expect(long?.input.text).toBe('short')
  })

  it('takes streams into both of its sides', async () => {
    const link = await run((chat) =>
      chat.step('Tool', async (current) => {
        await turns()
        await current.input.append('{"q":')
        await current.input.append('1}')
        await turns()
        await current.stream(['one ', 'two'])
        await current.stream(['x', 'xy'], { pane: 'input', mode: 'replace' })
        expect(current.output.text).toBe('one two')
      }),
    )
    expect(link.thread.steps).toMatchObject([{ input: { text: 'xy' }, output: { text: 'one two' } }])
    expect(link.outputs.filter((output) => output.type === 'step-delta')).toHaveLength(2)
  })

  class Client {
    baseUrl = 'https://example.org'
    apiKey = 'sk-4'
  }

  it('keeps what a model was given, without keys, whatever they stand in', async () => {
    const link = await run((chat) =>
      chat.step({ name: 'Model', type: 'llm', metadata: { a: 1 } }, (current) => {
        current.generation = {
          provider: 'openai',
          model: 'gpt',
          settings: { temperature: 0, apiKey: 'sk-1', headers: { Authorization: 'Bearer x', accept: 'json' } },
          tools: [{ name: 'search', run: () => 1 }],
          client: new Client(),
          extra: new Map<string, unknown>([
            ['apiKey', 'sk-2'],
            ['base', Object.assign(Object.create(null), { secret: 'sk-3', at: 'here' })],
          ]),
          outputTokens: 7,
        }
        expect(current.generation?.model).toBe('gpt')
      }),
    )
    expect(link.thread.steps[0]?.metadata).toEqual({
      a: 1,
      generation: {
        provider: 'openai',
        model: 'gpt',
        settings: { temperature: 0, headers: { accept: 'json' } },
        tools: [{ name: 'search', run: '[Function run]' }],
        client: { baseUrl: 'https://example.org' },
        extra: { base: { at: 'here' } },
        outputTokens: 7,
      },
    })
    expect(JSON.stringify(link.outputs)).not.toMatch(/sk-\d/)
  })

  it('is reachable from a function further down', async () => {
    const tag = (): void => {
      const current = currentChat().currentStep
      if (current !== null) current.tags = ['tagged']
    }
    const link = await run((chat) => chat.step('Tool', () => tag()))
    expect(link.thread.steps).toMatchObject([{ tags: ['tagged'] }])
  })

  it('is ended by the run when it was left open, and by its block', async () => {
    const link = await run(async (chat) => {
      const block = chat.step('Block')
      await block[Symbol.asyncDispose]()
      chat.step('Left open')
    })
    expect(link.thread.steps.map((each) => each.status)).toEqual(['done', 'done'])
  })

  it('leaves its block in silence behind a stop', async () => {
    const app = createApp()
    const thrown: unknown[] = []
    const left: StepHandle[] = []
    app.onMessage(async (_, chat) => {
      const scope = chat.step('Block')
      left.push(scope)
      try {
        await chat.sleep(60_000)
      } finally {
        await Promise.resolve(scope[Symbol.asyncDispose]()).catch((error: unknown) => thrown.push(error))
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await link.settled(runId)
    expect(thrown).toEqual([])
    expect(left[0]?.status).toBe('stopped')
  })
})

describe('a function wrapped by step()', () => {
  it('shows its arguments and what it returns, and stays what it was', async () => {
    const add = step('Add', (a: number, b: number) => a + b)
    const find = step({ type: 'tool' }, async function find(query: { text: string }) {
      query.text = 'changed inside'
      await turns()
      return [query.text]
    })
    const nothing = step(function nothing() {})
    const own = step('Own output', async () => {
      const current = currentChat().currentStep
      if (current) current.output = 'mine'
      return 'not shown'
    })
    const link = await run(async () => {
      const sum: number = add(1, 2)
      expect(sum).toBe(3)
      expect(await find({ text: 'as it was' })).toEqual(['changed inside'])
      nothing()
      expect(await own()).toBe('not shown')
    })
    expect(link.thread.steps).toMatchObject([
      { name: 'Add', type: 'undefined', input: { text: '[\n  1,\n  2\n]' }, output: { text: '3' }, status: 'done' },
      {
        name: 'find',
        type: 'tool',
        input: { text: '{\n  "text": "as it was"\n}' },
        output: { text: '[\n  "changed inside"\n]' },
      },
      { name: 'nothing', input: { text: '' }, output: { text: '' }, status: 'done' },
      { name: 'Own output', output: { text: 'mine' } },
    ])
  })

  it('keeps its this, its name and its errors', async () => {
    class Counter {
      count = 1
      next = step('next', function (this: Counter) {
        return ++this.count
      })
    }
    const fails = step('fails', () => {
      throw new RangeError('too far')
    })
    const counter = new Counter()
    const link = await run(() => {
      expect(counter.next()).toBe(2)
      expect(() => fails()).toThrow(RangeError)
    })
    expect(counter.next.name).toBe('next')
    expect(link.thread.steps).toMatchObject([{ status: 'done' }, { status: 'failed', output: { text: 'too far' } }])
  })

  it('nests three levels deep', async () => {
    const third = step('third', async () => turns())
    const second = step('second', async () => third())
    const first = step('first', async () => second())
    const link = await run(() => first())
    expect(tree(link.thread.steps)).toEqual({ first: null, second: 'first', third: 'second' })
  })

  it('is a plain function outside a chat', async () => {
    const double = step('double', async (n: number) => n * 2)
    expect(await double(2)).toBe(4)
  })
})
