import { stackOf } from '../../stack-of.ts'

const names = ['unhandledRejection', 'uncaughtException'] as const

/**
 * Takes over what nothing in the process handles, and keeps it. Who listened before listens again when this is disposed
 * of: a test runner would end the test for what is to be reported here.
 */
export class Strays implements Disposable {
  #seen: string[] = []
  readonly #before: ReadonlyMap<string, readonly unknown[]>
  readonly #onRejection = (reason: unknown): void => this.add('a promise was rejected and nobody handled it', reason)
  readonly #onException = (error: unknown): void => this.add('something was thrown where nothing catches it', error)

  constructor() {
    this.#before = new Map(names.map((name) => [name, process.rawListeners(name)]))
    for (const name of names) process.removeAllListeners(name)
    process.on('unhandledRejection', this.#onRejection)
    process.on('uncaughtException', this.#onException)
  }

  add(what: string, error: unknown): void {
    // The words and the places; the rest of a stack is not about the app.
    const lines = stackOf(error)
      .split('\n')
      .filter((line, index) => index === 0 || !/\(?node:|node_modules/.test(line))
    this.#seen.push(`${what}: ${lines.slice(0, 4).join('\n')}`)
  }

  /** What came since it was asked last. */
  take(): string[] {
    const seen = this.#seen
    this.#seen = []
    return seen
  }

  [Symbol.dispose](): void {
    for (const name of names) {
      process.removeAllListeners(name)
      for (const listener of this.#before.get(name) ?? []) process.on(name, listener as () => void)
    }
  }
}
