/**
 * A schema of any library that follows Standard Schema (zod, valibot, arktype …): https://standardschema.dev.
 * `Output`: what it gives, `Input`: what it takes.
 */
export interface PayloadSchema<Output, Input = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

type Result<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** What came of a check: the value as the schema gives it, or in words what is wrong with what it was given. */
export type Checked<Output> = { isGood: true; value: Output } | { isGood: false; wrong: string }

/** Lets a schema look at a value, at once or in its time. Rejects with what the schema throws, which is no finding. */
export async function checkWith<Output>(schema: PayloadSchema<Output>, value: unknown): Promise<Checked<Output>> {
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return { isGood: true, value: result.value }
  return { isGood: false, wrong: result.issues.map(({ message }) => message).join('; ') }
}

/** Whether something is a schema. Those of some libraries are functions, too. */
export function isSchema(candidate: unknown): candidate is PayloadSchema<unknown> {
  const isObject = (typeof candidate === 'object' && candidate !== null) || typeof candidate === 'function'
  return isObject && '~standard' in candidate
}
