import { ChatwrightError, errorCodes, isChatwrightError, newId, toPublicError } from '@chatwright/protocol'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bearerOf, isSameSecret } from '../auth/secret.ts'
import type { Logger } from '../logger.ts'

/** Throws `unauthorized` unless the request carries the token as a bearer. */
export function requireToken(context: Context, token: string): void {
  if (isSameSecret(bearerOf(context.req.header('authorization')), token)) return
  throw new ChatwrightError('unauthorized', 'This needs a token.', {
    fix: "Send the configured token in the header 'authorization: Bearer <token>'; nowhere else is it read.",
  })
}

/** Answers with an error: `{ error: { code, message, fix } }` under the status of its code. One line goes to the log. */
export function refuse(context: Context, error: unknown, logger: Logger): Response {
  const errorId = newId()
  const shown = toPublicError(error, errorId)
  const route = context.req.routePath
  if (isChatwrightError(error)) logger.info({ route, code: error.code }, error.message)
  else logger.error({ route, errorId, err: error }, 'a request failed')
  if (shown.code === 'unauthorized') context.header('www-authenticate', 'Bearer')
  context.header('cache-control', 'no-store')
  return context.json({ error: shown }, errorCodes[shown.code].http as ContentfulStatusCode)
}
