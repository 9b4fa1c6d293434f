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
    this.waiting = new Set()
    this.seq = 0
    this.socket.on('snapshot', ({ epoch, state }) => {
      this.epoch = epoch
      this.seq = state.seq
    })
    this.socket.on('events', (batch) => {
      for (const event of batch.events) {
        if (event.type === 'message-delta') this.onDelta(event)
        // A message begins with its first word.
        else if (event.type === 'message-start' && event.message.text !== '') this.onDelta(event.message)
        else this.#tell(event)
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

  /** Opens the thread; `seen`: what of it is here already. */
  open(seen) {
    return this.command('open', { threadId: this.threadId, create: true, ...(seen ? { seen } : {}) })
  }

  /** Says something; resolves with the run's id as soon as it is on its way. */
  say(metadata, text = 'go') {
    const runId = randomUUID()
    const answered = this.command('send', { threadId: this.threadId, messageId: randomUUID(), runId, text, metadata })
    return { runId, answered }
  }

  /** Resolves with the first event from now on that is the one. */
  heard(isIt) {
    return new Promise((resolve) => {
      this.waiting.add({ isIt, resolve })
    })
  }

  /** Resolves when the run has ended, with its end. */
  ended(runId) {
    return this.heard((event) => event.type === 'run-end' && event.runId === runId)
  }

  /** Resolves when nothing of a stopped run is at work any more, with how that came. */
  settled(runId) {
    return this.heard((event) => event.type === 'run-settled' && event.runId === runId)
  }

  close() {
    this.socket.disconnect()
  }

  #tell(event) {
    for (const one of this.waiting) {
      if (!one.isIt(event)) continue
      this.waiting.delete(one)
      one.resolve(event)
    }
  }
}
