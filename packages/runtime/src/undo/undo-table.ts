import { ChatwrightError } from '@chatwright/protocol'
import type { UndoDeclaration, UndoHandler } from './undo-declaration.ts'

/** The undos of one app, by name. */
export class UndoTable {
  readonly #handlers = new Map<string, UndoHandler<unknown>>()

  declare<Args>(name: string, handler: UndoHandler<Args>): UndoDeclaration<Args> {
    if (typeof name !== 'string' || name === '' || name.length > 200) {
      throw new ChatwrightError('bad_option', 'app.undo: expected a name of 1 to 200 characters.')
    }
    if (typeof handler !== 'function') {
      throw new ChatwrightError('bad_option', `app.undo: ${name}: expected a function, got ${typeof handler}.`)
    }
    if (this.#handlers.has(name)) {
      throw new ChatwrightError('bad_option', `app.undo: ${name} is declared twice.`, {
        fix: 'Give each undo a name of its own: what is left of an earlier run is found by it.',
      })
    }
    this.#handlers.set(name, handler as UndoHandler<unknown>)
    return { name }
  }

  get(name: string): UndoHandler<unknown> | undefined {
    return this.#handlers.get(name)
  }

  get names(): string[] {
    return [...this.#handlers.keys()]
  }
}
