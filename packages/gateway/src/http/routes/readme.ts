import { ChatwrightError } from '@chatwright/protocol'
import { Hono } from 'hono'
import type { Logger } from '../../logger.ts'
import type { Readme } from '../readme.ts'
import { refuse } from '../refuse.ts'

/** `GET /api/readme?language=fr`: the Markdown an app says of itself, as `{ text }`. */
export function readmeRoute(readme: Readme, logger: Logger): Hono {
  return new Hono().get('/api/readme', (context) => {
    const text = readme.read(context.req.query('language') ?? '')
    if (text === null) return refuse(context, new ChatwrightError('not_found', 'There is no readme.'), logger)
    return context.json({ text }, 200, { 'cache-control': 'no-cache' })
  })
}
