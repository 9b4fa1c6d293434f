import { z } from 'zod'

/** How many characters a token has at least: too many to be guessed. */
export const tokenCharacters = 32

const secret = z.string().min(tokenCharacters).max(512)

const taken = /^\/(?:health|socket|api|assets)(?:\/|$)/

/** Where others than people come in, and with what. Shut unless said here. */
export const doorOptions = {
  /**
   * Whether `/metrics` shows what is measured, in Prometheus's format; needs the package `prom-client`. `path`: below the
   * base path, default '/metrics'. `token`: only who sends it as a bearer is answered; default: everybody is.
   */
  metrics: z
    .union([
      z.boolean(),
      z.strictObject({
        path: z
          .string()
          .regex(/^(?:\/[\w.~-]+)+$/, "must be a path such as '/metrics'")
          .refine((path) => !taken.test(path), 'must be a path that nothing else has')
          .optional(),
        token: secret.optional(),
      }),
    ])
    .optional(),
  /** The door for other systems: `token` is what they send as a bearer, at least 32 characters. */
  api: z.strictObject({ token: secret }).optional(),
}

/** `metrics`, complete; null: off. */
export type MetricsOption = { path: string; token: string | null } | null

/** `api`, complete; null: there is no such door. */
export type ApiOption = { token: string } | null

type Said = z.input<typeof doorOptions.metrics>

/**
 * What holds of several sources, the first that says anything first. A bare `true` asks for what a later one describes:
 * a flag must not open to everybody what the file gives a token to.
 */
export function resolveMetrics(...sources: readonly Said[]): MetricsOption {
  const first = sources.find((said) => said !== undefined) ?? false
  if (first === false) return null
  const described = Object.assign({}, ...sources.filter((said) => typeof said === 'object').toReversed()) as {
    path?: string
    token?: string
  }
  return { path: described.path ?? '/metrics', token: described.token ?? null }
}
