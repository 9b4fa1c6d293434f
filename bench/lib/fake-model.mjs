import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * A model that streams a word every 10 ms for a minute, or with `silent` accepts and says nothing; and that knows when
 * each connection was closed on it.
 */
export async function startFakeModel() {
  const opened = new Set()
  const closed = new Map()
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url, 'http://localhost')
    const key = searchParams.get('key')
    opened.add(key)
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.flushHeaders()
    const timer = pathname === '/silent' ? undefined : setInterval(() => response.write('token '), 10)
    const timeout = setTimeout(() => response.end(), 60_000)
    response.on('close', () => {
      clearInterval(timer)
      clearTimeout(timeout)
      closed.set(key, performance.now())
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const until = async (what, isSo) => {
    const giveUpAt = performance.now() + 10_000
    while (!isSo()) {
      if (performance.now() > giveUpAt) throw new Error(`${what}, it never was`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  return {
    url: (key, path = '/') => `http://127.0.0.1:${server.address().port}${path}?key=${key}`,
    opened: (key) => until(`the connection of ${key} should be opened`, () => opened.has(key)),
    async closedAt(key) {
      await until(`the connection of ${key} should be closed`, () => closed.has(key))
      return closed.get(key)
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
