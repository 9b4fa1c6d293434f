import { ChatwrightError } from '@chatwright/protocol'
import type { HonoRequest } from 'hono'
import type { z } from 'zod'

/**
 * The JSON body of a request, checked. Throws `unsupported_media_type` when it is said to be anything else, `too_large`
 * as soon as more than `mostBytes` have come, and `bad_request` when it is no JSON or not as `schema` says.
 */
export async function jsonBody<Body>(request: HonoRequest, schema: z.ZodType<Body>, mostBytes: number): Promise<Body> {
  const type = request.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new ChatwrightError('unsupported_media_type', 'The body has to be JSON.', {
      fix: "Send it with the header 'content-type: application/json'.",
    })
  }
  const parsed = schema.safeParse(parse(await readAll(request, mostBytes)))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : ''
  throw new ChatwrightError('bad_request', `${where}${issue?.message ?? 'The body is not as expected.'}`, {
    fix: 'Compare it with the documentation of this address.',
  })
}

async function readAll(request: HonoRequest, mostBytes: number): Promise<string> {
  if (Number(request.header('content-length') ?? 0) > mostBytes) throw tooLarge(mostBytes)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (request.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw tooLarge(mostBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ChatwrightError('bad_request', 'The body is no JSON.', { fix: 'Send an object, {} at least.' })
  }
}

function tooLarge(mostBytes: number): ChatwrightError {
  return new ChatwrightError('too_large', `The body is larger than ${mostBytes} bytes.`, { fix: 'Send less.' })
}
