/**
 * What `app.onAction` gives: its off switch, which carries the action's name, what it takes and what it gives back. An
 * element's file knows it by `import type`, and calls the action typed by it. `Payload` is what its schema takes, `Result`
 * what its handler gives back as JSON holds it.
 */
export interface DeclaredAction<Name extends string = string, Payload = Record<string, unknown>, Result = unknown> {
  (): void
  readonly actionName: Name
  /** There for the types only; never set. */
  readonly carries?: { readonly payload: Payload; readonly result: Result }
}

interface AnyDeclared<Name extends string = string, Payload = unknown, Result = unknown> {
  readonly actionName: Name
  readonly carries?: { readonly payload: Payload; readonly result: Result }
}

/** The name by which an action is called; any, when `T` is no action but what one gives back. */
export type ActionName<T> = T extends AnyDeclared<infer Name> ? Name : string

/** What it is called with: left out where all of that may be. */
export type ActionArgs<T> =
  T extends AnyDeclared<string, infer Payload>
    ? Partial<Payload> extends Payload
      ? [payload?: Payload]
      : [payload: Payload]
    : [payload?: Record<string, unknown>]

/** What it gives back; `T` itself, when that is no action. */
export type ActionResult<T> = T extends AnyDeclared<string, unknown, infer Result> ? Result : T

/** A value as it comes out of JSON: dates are texts, what JSON does not hold is left out, and nothing is null. */
export type AsJson<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean | null
    ? T
    : T extends undefined | void
      ? null
      : T extends { toJSON(): infer Given }
        ? AsJson<Given>
        : T extends bigint | symbol | ((...args: never) => unknown)
          ? never
          : T extends readonly unknown[]
            ? { -readonly [Key in keyof T]: AsJson<T[Key]> }
            : T extends object
              ? JsonFields<T>
              : never

type JsonFields<T> = {
  -readonly [Key in keyof T as Key extends string | number ? (IsLeftOut<T[Key]> extends true ? never : Key) : never]:
    | AsJson<Exclude<T[Key], undefined>>
    | (undefined extends T[Key] ? undefined : never)
}

type IsLeftOut<T> = [T] extends [undefined | symbol | ((...args: never) => unknown)] ? true : false
