import { Script } from 'node:vm'
import { ChatwrightError } from '@chatwright/protocol'
import type { OffloadOptions } from './offload-options.ts'

/** Work to be done in a worker, checked. */
export interface Work {
  readonly label: string
  /** The function as an expression, or the module it is in. */
  readonly code: { expression: string } | { module: URL; name: string }
  readonly args: readonly unknown[]
  readonly timeoutMs: number | null
  readonly transfer: readonly object[]
}

interface AllOptions extends OffloadOptions {
  work?: unknown
  export?: string
  args?: readonly unknown[]
}

/** Reads what `chat.offload` was given. Throws `bad_option`. */
export function readWork(first: unknown, rest: readonly unknown[]): Work {
  if (typeof first === 'function') return fromFunction(first as () => unknown, rest, {})
  if (first instanceof URL) return fromModule(first, rest[0] ?? {})
  if (typeof first === 'object' && first !== null && typeof (first as AllOptions).work === 'function') {
    const options = first as AllOptions
    return fromFunction(options.work as () => unknown, options.args ?? [], options)
  }
  throw new ChatwrightError('bad_option', `chat.offload: expected a function or a URL, got ${kindOf(first)}.`, {
    fix: "Give it a function and its arguments, or new URL('./work.ts', import.meta.url).",
  })
}

/** What the ledger calls a piece of work, read without checking anything. */
export function labelOf(first: unknown, rest: readonly unknown[]): string {
  const options = (first instanceof URL ? rest[0] : first) as AllOptions | undefined
  if (typeof options === 'object' && options !== null && typeof options.label === 'string') return options.label
  if (first instanceof URL) return first.pathname.split('/').at(-1) ?? 'module'
  const work: unknown = typeof first === 'function' ? first : options?.work
  return typeof work === 'function' && work.name !== '' ? work.name : 'a function'
}

function fromFunction(work: () => unknown, args: readonly unknown[], options: AllOptions): Work {
  return { ...common(work, args, options), code: { expression: expressionOf(work) } }
}

function fromModule(module: URL, options: AllOptions): Work {
  if (!['file:', 'data:', 'node:'].includes(module.protocol)) {
    throw new ChatwrightError('bad_option', `chat.offload: expected the address of a file, got ${module.href}.`, {
      fix: "Write new URL('./work.ts', import.meta.url).",
    })
  }
  const name = options.export ?? 'default'
  if (typeof name !== 'string') throw wrong('export', 'the name of an export', name)
  return { ...common(module, options.args ?? [], options), code: { module, name } }
}

function common(first: unknown, args: unknown, options: AllOptions): Omit<Work, 'code'> {
  const { label, timeoutMs, transfer } = options
  if (!Array.isArray(args)) throw wrong('args', 'an array', args)
  if (label !== undefined && typeof label !== 'string') throw wrong('label', 'a text', label)
  if (transfer !== undefined && !Array.isArray(transfer)) throw wrong('transfer', 'an array', transfer)
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs >= 1 && Number.isFinite(timeoutMs))) {
    throw wrong('timeoutMs', 'milliseconds, 1 or more', timeoutMs)
  }
  return {
    label: labelOf(first, [options]) || 'a function',
    args: args as unknown[],
    timeoutMs: timeoutMs ?? null,
    transfer: (transfer ?? []) as object[],
  }
}

/** The source of a function as an expression. A method is one only inside an object. */
function expressionOf(work: () => unknown): string {
  const source = Function.prototype.toString.call(work)
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    const what = work.name.startsWith('bound ') ? 'a function made by bind()' : 'a function of the engine'
    throw new ChatwrightError('bad_option', `chat.offload: ${what} has no source that could be sent to a worker.`, {
      fix: 'Give it a function of your own that calls it: chat.offload((n) => Math.sqrt(n), 2).',
    })
  }
  if (/^class\b/.test(source)) {
    throw new ChatwrightError('bad_option', 'chat.offload: expected a function, got a class.', {
      fix: 'Put the class into a module, and export a function that uses it.',
    })
  }
  if (isExpression(source)) return source
  const method = `Object.values({ ${source} })[0]`
  if (isExpression(method)) return method
  throw new ChatwrightError('bad_option', 'chat.offload: the source of this function cannot stand alone.', {
    fix: 'Give it a plain function or an arrow function, or put the work into a module.',
  })
}

function isExpression(source: string): boolean {
  try {
    void new Script(`(${source}\n)`)
    return true
  } catch {
    return false
  }
}

function wrong(option: string, expected: string, value: unknown): ChatwrightError {
  return new ChatwrightError('bad_option', `chat.offload: ${option}: expected ${expected}, got ${kindOf(value)}.`)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : `a ${typeof value}`
}
