import { ChatwrightError, isChatwrightError, isFunctionName, limits, type Json } from '@chatwright/protocol'
import type { Otherwise } from '../ask/index.ts'
import { toPlainJson } from '../chat/plain-json.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { checkWith } from '../schema/index.ts'
import type { Caller } from './caller.ts'
import type { ChatPage, PageCallOptions } from './chat-page.ts'

const defaultTimeoutMs = 300_000

/** `chat.page` of one lane of a run. */
export class LivePage implements ChatPage {
  readonly #run: Run
  readonly #lane: Lane
  readonly #caller: Caller

  constructor(run: Run, lane: Lane, caller: Caller) {
    this.#run = run
    this.#lane = lane
    this.#caller = caller
  }

  call<Value = Json>(name: string, args?: unknown, options?: PageCallOptions<Value>): Promise<Value>
  call<Value, T>(name: string, args: unknown, options: PageCallOptions<Value> & Otherwise<T>): Promise<Value | T>
  call(name: string, args: unknown = null, options: PageCallOptions<unknown> = {}): Promise<unknown> {
    const work = async (lane: Lane): Promise<unknown> => {
      const { timeoutMs = defaultTimeoutMs, signal, value } = options
      check('name', isFunctionName(name), 'a name of letters, digits and _ . : -', name)
      check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
      const wanted = { name, args: plainArgs(args), timeoutMs: Number.isFinite(timeoutMs) ? timeoutMs : null, signal }
      try {
        const given = await this.#caller.call(wanted, lane)
        return await lane.wait(checked(name, given, value))
      } catch (error) {
        if ('otherwise' in options && isChatwrightError(error) && error.code === 'call_expired')
          return options.otherwise
        throw error
      }
    }
    return this.#run.write('chat.page.call', this.#lane, work, `chat.page.call ${name}`)
  }
}

function plainArgs(args: unknown): Json {
  const plain = toPlainJson(args)
  check('args', plain !== undefined, 'JSON values', typeof args)
  const size = JSON.stringify(plain).length
  check('args', size <= limits.propsCharacters, `at most ${limits.propsCharacters} characters as JSON`, size)
  return plain ?? null
}

async function checked(name: string, given: Json, schema: PageCallOptions<unknown>['value']): Promise<unknown> {
  if (schema === undefined) return given
  const result = await checkWith(schema, given)
  if (result.isGood) return result.value
  throw new ChatwrightError(
    'answer_invalid',
    `The page's function ${name} gave back something else: ${result.wrong}.`,
    {
      fix: 'Let the function give back what `value` takes.',
    },
  )
}

function check(option: string, isGood: boolean, expected: string, got: unknown): void {
  if (isGood) return
  throw new ChatwrightError(
    'bad_option',
    `chat.page.call: ${option}: expected ${expected}, got ${JSON.stringify(got) ?? String(got)}.`,
  )
}
