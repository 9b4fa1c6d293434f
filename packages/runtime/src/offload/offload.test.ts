import { describe, expect, it } from 'vitest'
import { createApp } from '../app/create-app.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import { serveTest } from '../testing/test-link.ts'

/** Calls something in a run; gives what it gave or threw. */
async function inRun(call: (chat: ChatContext) => unknown): Promise<unknown> {
  const app = createApp()
  let outcome: unknown
  app.onMessage(async (_, chat) => {
    try {
      outcome = await call(chat)
    } catch (error) {
      outcome = error
    }
  })
  const link = await serveTest(app)
  await link.done(link.ask())
  return outcome
}

class Boat {
  readonly name = 'Argo'
}

describe('a function', () => {
  it('may be written in any way, and import what it needs', async () => {
    const methods = {
      double(n: number): number {
        return n * 2
      },
      async later(n: number): Promise<number> {
        const { setTimeout: wait } = await import('node:timers/promises')
        return wait(1, n + 1)
      },
    }
    function named(text: string): string {
      const inner = (words: string): string => words.toUpperCase()
      return inner(text)
    }
    const { double, later } = methods
    expect(await inRun((chat) => chat.offload(double, 21))).toBe(42)
    expect(await inRun((chat) => chat.offload(later, 1))).toBe(2)
    expect(await inRun((chat) => chat.offload(named, 'loud'))).toBe('LOUD')
    expect(await inRun((chat) => chat.offload({ work: named, args: ['loud'], label: 'shout' }))).toBe('LOUD')
    expect(await inRun((chat) => chat.offload(() => new Map([[1, new Date(0)]])))).toEqual(new Map([[1, new Date(0)]]))
  })

  it('throws what it threw: class, fields, cause, and values that are no errors', async () => {
    const error = await inRun((chat) =>
      chat.offload(() => {
        class OddError extends Error {
          override name = 'OddError'
          code = 'E_ODD'
          helper = (): void => {}
        }
        throw new OddError('odd', { cause: new TypeError('deeper') })
      }),
    )
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'OddError', message: 'odd', code: 'E_ODD' })
    expect((error as Error).cause).toBeInstanceOf(TypeError)
    expect((error as Error).stack).toMatch(/OddError: odd[^]*offload\.test\.ts/)
    expect(
      await inRun((chat) =>
        chat.offload(() => {
          // oxlint-disable-next-line typescript/only-throw-error -- what people do
          throw 'a text'
        }),
      ),
    ).toBe('a text')
  })

  it.each([
    ['a class of its own', (chat: ChatContext) => chat.offload(Boat as never), /got a class/],
    ['what is bound', (chat: ChatContext) => chat.offload(parseInt.bind(null, '7')), /bind\(\)/],
    ['what the engine has', (chat: ChatContext) => chat.offload(parseInt, '7'), /of the engine/],
    [
      'no function',
      (chat: ChatContext) => chat.offload('./work.ts' as never),
      /a function or a URL, got "\.\/work\.ts"/,
    ],
    ['an address elsewhere', (chat: ChatContext) => chat.offload(new URL('https://example.org/a.js')), /of a file/],
    ['a time that is none', (chat: ChatContext) => chat.offload({ work: () => 1, timeoutMs: 0 }), /timeoutMs/],
    ['arguments that are no list', (chat: ChatContext) => chat.offload({ work: () => 1, args: 1 as never }), /args/],
  ])('%s is refused', async (_, call, words) => {
    expect(await inRun(call)).toMatchObject({ code: 'bad_option', message: expect.stringMatching(words) })
  })
})

it('a module that Node can import is taken as it is, by whoever does not bundle', async () => {
  const module = new URL('data:text/javascript,export default (n) => n + 1; export const other = 1')
  expect(await inRun((chat) => chat.offload<(n: number) => number>(module, { args: [1] }))).toBe(2)
  expect(await inRun((chat) => chat.offload(module, { export: 'other' }))).toMatchObject({
    message: expect.stringContaining('There are: default.'),
  })
})
