import {
  applyAll,
  emptyThread,
  newId,
  protocolVersion,
  type Answer,
  type ClientToServer,
  type CommandName,
  type EventBatch,
  type ServerToClient,
  type ThreadState,
} from '@chatwright/protocol'
import { io, type Socket } from 'socket.io-client'

/** A client that does just what the wire says, for the gateway's own tests. */
export class RawClient {
  readonly socket: Socket<ServerToClient, ClientToServer>
  readonly batches: EventBatch[] = []
  readonly changes: unknown[] = []
  snapshots = 0
  /** Off: acknowledges nothing, as a viewer whose line is clogged. */
  isAcknowledging = true
  epoch = ''
  state: ThreadState = emptyThread('')

  constructor(url: string, auth: Record<string, unknown> = { version: protocolVersion }) {
    const { origin, pathname } = new URL(url)
    this.socket = io(origin, {
      path: `${pathname.replace(/\/$/, '')}/socket`,
      transports: ['websocket'],
      auth,
      forceNew: true,
      reconnection: false,
    })
    this.socket.on('snapshot', ({ epoch, state }) => {
      this.snapshots++
      this.epoch = epoch
      this.state = state
    })
    this.socket.on('events', (batch) => {
      this.batches.push(batch)
      if (batch.epoch !== this.epoch || batch.from !== this.state.seq + 1) return
      this.state = { ...applyAll(this.state, batch.events), seq: batch.to }
      if (this.isAcknowledging) this.socket.emit('seen', batch.threadId, batch.to)
    })
    this.socket.on('thread-changed', (change) => this.changes.push(change))
  }

  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.on('hello', () => resolve())
      this.socket.on('connect_error', reject)
    })
  }

  command<Name extends CommandName>(name: Name, body: object): Promise<Answer<Name>> {
    return this.raw(name, { id: newId(), ...body }) as Promise<Answer<Name>>
  }

  raw(name: string, body: unknown): Promise<Answer<CommandName>> {
    return new Promise((resolve) => this.socket.emit('command', name, body, resolve))
  }

  close(): void {
    this.socket.disconnect()
  }
}
