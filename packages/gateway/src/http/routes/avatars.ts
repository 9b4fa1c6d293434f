import { readFile } from 'node:fs/promises'
import { ChatwrightError } from '@chatwright/protocol'
import { Hono } from 'hono'
import type { Logger } from '../../logger.ts'
import type { Avatars } from '../avatars.ts'
import { refuse } from '../refuse.ts'

/**
 * `GET /api/avatars/my_assistant`: the picture of an author. A name is only looked up among those that there are, so it
 * never becomes part of a path. Opened by itself, nothing in it runs.
 */
export function avatarsRoute(avatars: Avatars, logger: Logger): Hono {
  return new Hono().get('/api/avatars/:key', async (context) => {
    const avatar = avatars.all().get(context.req.param('key'))
    const content = avatar && (await readFile(avatar.path).catch(() => null))
    if (!avatar || !content) {
      return refuse(context, new ChatwrightError('not_found', 'There is no picture of this name.'), logger)
    }
    const isThisVersion = context.req.query('v') === String(avatar.version)
    return context.body(content, 200, {
      'content-type': avatar.type,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': isThisVersion ? 'private, max-age=31536000, immutable' : 'no-cache',
    })
  })
}
