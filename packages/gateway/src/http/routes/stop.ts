import { id } from '@chatwright/protocol'
import { Hono } from 'hono'
import { z } from 'zod'
import { authorizeSystem } from '../../auth/policy.ts'
import type { ThreadServices } from '../../threads/services.ts'
import { stopByCommand } from '../../threads/stop-command.ts'
import type { Threads } from '../../threads/threads.ts'
import { jsonBody } from '../json-body.ts'
import { refuse, requireToken } from '../refuse.ts'

/** The door for other systems. */
export interface ApiDoor {
  /** What they show as a bearer. At least 32 characters. */
  token: string
}

const mostBytes = 4_096

/**
 * As in the command; `stepId` needs its `runId`. `source`: what asks calls itself, for the log and for `onStop`. What
 * else is sent is ignored.
 */
const body = z.object({
  runId: id.optional(),
  stepId: id.optional(),
  force: z.boolean().optional(),
  source: z
    .string()
    .regex(/^[\w.:-]{1,64}$/, "must be 1 to 64 letters, digits or any of '.:_-'")
    .optional(),
})

/**
 * `POST /api/threads/:id/stop`: what the command `stop` does, for other systems, with cause `api`. Answers 200 with the
 * command's answer.
 */
export function stopRoute(door: ApiDoor, threads: Threads, services: ThreadServices): Hono {
  return new Hono().all('/api/threads/:id/stop', async (context) => {
    const receivedAt = performance.now()
    try {
      requireToken(context, door.token)
      if (context.req.method !== 'POST') {
        context.header('allow', 'POST')
        return context.json({ error: methodError }, 405)
      }
      const { runId, stepId, force, source } = await jsonBody(context.req, body, mostBytes)
      await services.ready
      const threadId = id.safeParse(context.req.param('id'))
      const thread = threadId.success ? await threads.get(threadId.data) : null
      authorizeSystem('stop', thread)
      const by = source === undefined ? 'api' : `api:${source}`
      const answer = stopByCommand(threads, thread, { runId, stepId }, { cause: 'api', by, force, receivedAt })
      services.logger.info({ threadId: thread.id, by, outcome: answer.outcome }, 'stop by another system')
      services.measure.stopAnswered(answer.outcome, performance.now() - receivedAt)
      return context.json(answer, 200, { 'cache-control': 'no-store' })
    } catch (error) {
      return refuse(context, error, services.logger)
    }
  })
}

const methodError = { code: 'bad_request', message: 'This address takes POST only.', fix: 'Send a POST request.' }
