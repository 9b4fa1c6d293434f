import { createServer } from 'node:http'
import { Server } from 'socket.io'

/** The reference: Socket.IO and nothing else, one event for each token. */
const http = createServer((request, response) => response.end('ok'))
const io = new Server(http, { serveClient: false, perMessageDeflate: false, connectionStateRecovery: undefined })

io.on('connection', (socket) => {
  socket.on('go', async ({ tokens, everyMs, yields, stamped }) => {
    for (let count = 0; count < tokens; count++) {
      if (everyMs) await new Promise((resolve) => setTimeout(resolve, everyMs))
      else if (yields) await new Promise((resolve) => setImmediate(resolve))
      socket.emit('token', {
        id: 'a0a9cbb2-9a7f-4a0a-8f1d-3f5c6c2d7e11',
        text: stamped ? `${process.hrtime.bigint()} ` : 'token ',
      })
    }
    socket.emit('end', {})
  })
})

http.listen(Number(process.argv[2]), '127.0.0.1')
