import { once } from 'node:events'
import { createServer } from 'node:http'

/** A model that streams a word every 10 ms for a minute, and knows when each connection was closed on it. */
export async function startFakeModel() {
  const closed = new Map()
  const server = createServer((request, response) => {
    const key = new URL(request.url, 'http://localhost').searchParams.get('key')
    response.writeHead(200, { 'content-type': 'text/plain' })
    const timer = setInterval(() => response.write('token '), 10)
    const timeout = setTimeout(() => response.end(), 60_000)
    response.on('close', () => {
      clearInterval(timer)
      clearTimeout(timeout)
      closed.set(key, performance.now())
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: (key) => `http://127.0.0.1:${server.address().port}/?key=${key}`,
    async closedAt(key, timeoutMs = 10_000) {
      const giveUpAt = performance.now() + timeoutMs
      while (!closed.has(key)) {
        if (performance.now() > giveUpAt) throw new Error(`the connection of ${key} was never closed`)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      return closed.get(key)
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
