import { currentChat } from './current-chat.ts'

/** One value of the running chat's state, with a default. */
export interface SessionValue<T> {
  get(): T
  set(value: T): void
  /** Sets what `change` makes of the value, and gives it. */
  update(change: (value: T) => T): T
  /** Back to the default. */
  reset(): void
}

/**
 * An accessor for one key of `chat.state`, to be made once and used in every chat:
 * `const counter = sessionValue('counter', 0)`, then `counter.update((n) => n + 1)`.
 *
 * An object as the default is copied for each thread. Its methods throw `no_chat` outside a chat.
 */
export function sessionValue<T>(key: string, initial: T): SessionValue<T> {
  const state = (): Record<string, unknown> => currentChat().state
  const get = (): T => {
    const values = state()
    if (Object.hasOwn(values, key)) return values[key] as T
    // Kept, so that what the caller changes inside it is not lost.
    if (typeof initial === 'object' && initial !== null) return (values[key] = structuredClone(initial))
    return initial
  }
  const set = (value: T): void => {
    state()[key] = value
  }
  return {
    get,
    set,
    update(change) {
      const value = change(get())
      set(value)
      return value
    },
    reset() {
      delete state()[key]
    },
  }
}
