/** How long a test waits for something before it says that it never came. */
const defaultTimeoutMs = 10_000
/** Some of what a test waits for changes without telling. */
const lookAgainMs = 20

/** Lets tests wait until something is so, and be told what was there instead. */
export class Watch {
  readonly #waiting = new Set<() => void>()
  readonly #describe: () => string

  constructor(describe: () => string) {
    this.#describe = describe
  }

  /** Something changed: those who wait look again. */
  readonly notify = (): void => {
    for (const look of this.#waiting) look()
  }

  /** Resolves with what `find` gives once that is truthy. Rejects after `timeoutMs`, saying what there is. */
  until<T>(
    find: () => T,
    { timeoutMs = defaultTimeoutMs, what = 'what was waited for' } = {},
  ): Promise<NonNullable<T>> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiting.delete(look)
        clearInterval(interval)
        clearTimeout(timer)
        settle()
      }
      const look = (): void => {
        try {
          const found = find()
          if (found) end(() => resolve(found))
        } catch (error) {
          end(() => reject(error))
        }
      }
      const interval = setInterval(look, lookAgainMs)
      const timer = setTimeout(() => {
        const message = `After ${timeoutMs} ms there was not ${what}.\n\n${this.#describe()}`
        end(() => reject(new Error(message)))
      }, timeoutMs)
      this.#waiting.add(look)
      look()
    })
  }
}
