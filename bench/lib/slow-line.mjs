import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** A line to a server that lets only so many bytes a second through to the viewer. */
export async function startSlowLine(url, bytesPerSecond) {
  const sockets = new Set()
  const server = createServer((viewer) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1')
    for (const socket of [viewer, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        viewer.destroy()
        upstream.destroy()
      })
    }
    viewer.pipe(upstream)
    let waiting = Buffer.alloc(0)
    upstream.on('data', (data) => {
      waiting = Buffer.concat([waiting, data])
      // Little may wait in here: what does not get through has to back up to the server, as on a real line.
      if (waiting.length > 4_096) upstream.pause()
    })
    const timer = setInterval(() => {
      const part = waiting.subarray(0, Math.ceil(bytesPerSecond / 20))
      waiting = waiting.subarray(part.length)
      if (part.length > 0) viewer.write(part)
      upstream.resume()
    }, 50)
    viewer.on('close', () => clearInterval(timer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
