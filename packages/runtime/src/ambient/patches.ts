import { syncBuiltinESMExports } from 'node:module'

type Callable = (...args: never[]) => unknown

/** Functions that were replaced in objects of the platform, and the way back. */
export class Patches {
  readonly #undo: (() => void)[] = []

  /**
   * Puts in the place of `target[name]` what `make` builds around it: under the same name, with what hangs on the
   * function (`util.promisify` looks there).
   */
  replace<Target extends object, Name extends keyof Target>(
    target: Target,
    name: Name,
    make: (original: Target[Name]) => Callable,
  ): void {
    const original = target[name]
    const had = Object.getOwnPropertyDescriptor(target, name)
    const replacement = make(original)
    // length and name too: some libraries look at them
    for (const key of Reflect.ownKeys(original as object)) {
      const property = Object.getOwnPropertyDescriptor(original, key)
      if (property !== undefined && key !== 'prototype') Object.defineProperty(replacement, key, property)
    }
    Object.defineProperty(target, name, {
      value: replacement,
      writable: true,
      configurable: true,
      enumerable: had?.enumerable ?? false,
    })
    this.#undo.push(() => {
      // What somebody else has put around ours stays.
      if (target[name] !== (replacement as unknown)) return
      if (had === undefined) delete target[name]
      else Object.defineProperty(target, name, had)
    })
  }

  /** Something else to take back. */
  onUndo(undo: () => void): void {
    this.#undo.push(undo)
  }

  /** Shows the replaced functions to named imports of Node's modules, those that were made before included. */
  publish(): void {
    syncBuiltinESMExports()
  }

  undo(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo()
    syncBuiltinESMExports()
  }
}
