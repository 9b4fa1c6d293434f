import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { ChatwrightError } from '@chatwright/protocol'
import type { ElementContent, ElementSourceInput } from './element-input.ts'

/** The bytes of an element. `told`: what the server they come from calls them. */
export interface OpenSource {
  bytes: Readable
  told?: string | undefined
}

/** Opens what an element is made of. Rejects with `bad_option` when there is no such file or address. */
export async function openSource(source: ElementSourceInput, signal: AbortSignal): Promise<OpenSource> {
  if (source.path !== undefined) return { bytes: await openPath(source.path) }
  if (source.url !== undefined) return openUrl(new URL(source.url), signal)
  return { bytes: openContent(source.content) }
}

async function openPath(given: string | URL): Promise<Readable> {
  const path = given instanceof URL ? fileURLToPath(given) : given
  const found = await stat(path).catch((cause: unknown) => {
    throw new ChatwrightError('bad_option', `There is no file at ${path}.`, {
      fix: 'Check the path: a relative one starts where the server was started.',
      cause,
    })
  })
  if (!found.isFile()) throw new ChatwrightError('bad_option', `${path} is no file.`)
  return createReadStream(path)
}

async function openUrl(url: URL, signal: AbortSignal): Promise<OpenSource> {
  if (url.protocol === 'file:') return { bytes: await openPath(url) }
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new ChatwrightError('bad_option', `${url.host} could not be reached.`, { cause })
  })
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw new ChatwrightError('bad_option', `${url.host}${url.pathname} answered with ${response.status}.`)
  }
  const told = response.headers.get('content-type')?.split(';', 1)[0]?.trim()
  return { bytes: Readable.fromWeb(response.body as never), told }
}

function openContent(content: ElementContent): Readable {
  if (typeof content === 'string') return Readable.from([Buffer.from(content)])
  if (content instanceof Uint8Array)
    return Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)])
  if (content instanceof ArrayBuffer) return Readable.from([Buffer.from(content)])
  if (content instanceof Blob) return Readable.fromWeb(content.stream() as never)
  if (content instanceof ReadableStream) return Readable.fromWeb(content as never)
  if (typeof content === 'object' && content !== null && Symbol.asyncIterator in content) return Readable.from(content)
  throw new ChatwrightError('bad_option', `content: expected text, bytes or a stream of bytes, got ${typeof content}.`)
}
