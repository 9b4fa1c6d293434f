import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'

/** A viewer that says what the wire asks for and looks at what arrives, without folding it. */
export class ChatClient {
  constructor(url) {
    this.socket = io(url, {
      path: '/socket',
      transports: ['websocket'],
      auth: { version: 1 },
      forceNew: true,
      reconnection: false,
    })
    this.threadId = randomUUID()
    this.onDelta = () => {}
    this.onEvent = () => {}
    this.seq = 0
    this.socket.on('snapshot', ({ state }) => (this.seq = state.seq))
    this.socket.on('events', (batch) => {
      for (const event of batch.events) {
        if (event.type === 'message-delta') this.onDelta(event)
        // A message begins with its first word.
        else if (event.type === 'message-start' && event.message.text !== '') this.onDelta(event.message)
        else this.onEvent(event)
      }
      this.seq = batch.to
      this.socket.emit('seen', batch.threadId, batch.to)
    })
  }

  connect() {
    return new Promise((resolve, reject) => {
      this.socket.once('hello', resolve)
      this.socket.once('connect_error', reject)
    })
  }

  command(name, body) {
    return new Promise((resolve, reject) => {
      this.socket.emit('command', name, { id: randomUUID(), ...body }, (answer) =>
        answer.ok ? resolve(answer.result) : reject(new Error(`${name}: ${answer.error.message}`)),
      )
    })
  }

  open() {
    return this.command('open', { threadId: this.threadId, create: true })
  }

  /** Says something; resolves with the run's id as soon as it is on its way. */
  say(metadata, text = 'go') {
    const runId = randomUUID()
    const answered = this.command('send', { threadId: this.threadId, messageId: randomUUID(), runId, text, metadata })
    return { runId, answered }
  }

  /** Resolves when the run has ended, with its end. */
  ended(runId) {
    return new Promise((resolve) => {
      const before = this.onEvent
      this.onEvent = (event) => {
        before(event)
        if (event.type === 'run-end' && event.runId === runId) {
          this.onEvent = before
          resolve(event)
        }
      }
    })
  }

  close() {
    this.socket.disconnect()
  }
}
