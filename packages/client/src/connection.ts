import {
  errorCodes,
  protocolVersion,
  type AppError,
  type AppHello,
  type ClientToServer,
  type EventBatch,
  type HandshakeAuth,
  type Hello,
  type PublicError,
  type ServerToClient,
  type Snapshot,
  type StoppingAhead,
} from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import type { Environment } from './environment.ts'
import type { ClientSocket, SocketFactory } from './socket.ts'
import type { Timings } from './timings.ts'

/**
 * How the line to the server stands. `connecting`: the first try. `offline`: it was lost or never was; `nextTryAt` is
 * the time of the next try (milliseconds since 1970), or null while one is under way. `refused`: the server does not
 * want this client, and trying again does not help; with `version_mismatch` the page has to be loaded again.
 */
export type ConnectionState =
  | { status: 'connecting' }
  | { status: 'online' }
  | { status: 'offline'; nextTryAt: number | null }
  | { status: 'refused'; error: PublicError }

/** Who is told what the server says. */
export interface ConnectionListener {
  /** The line is there and the server has said hello: now commands may go out. */
  onOnline(hello: Hello): void
  onOffline(): void
  onEvents(batch: EventBatch): void
  onSnapshot(snapshot: Snapshot): void
  onStopping(notice: StoppingAhead): void
  onThreadChanged(change: Parameters<ServerToClient['thread-changed']>[0]): void
  onFavoriteChanged(change: Parameters<ServerToClient['favorite-changed']>[0]): void
  onApp(app: AppHello): void
  onAppError(error: AppError | null): void
}

/** Keeps one line to the server alive: tries again with back-off, and at once when the browser is back on a network. */
export class Connection {
  readonly state: Observable<ConnectionState>
  readonly #cell = createCell<ConnectionState>({ status: 'connecting' })
  readonly #createSocket: SocketFactory
  readonly #auth: Omit<HandshakeAuth, 'version'>
  readonly #environment: Environment
  readonly #timings: Timings
  readonly #listener: ConnectionListener
  #socket: ClientSocket | null = null
  #tries = 0
  #cancelTry: (() => void) | null = null
  #stopWatching: (() => void) | null = null
  #isOnline = false
  #isClosed = false
  /** When the server was last heard, heartbeats included. */
  heardAt = 0

  constructor(
    createSocket: SocketFactory,
    auth: Omit<HandshakeAuth, 'version'>,
    environment: Environment,
    timings: Timings,
    listener: ConnectionListener,
  ) {
    this.state = this.#cell
    this.#createSocket = createSocket
    this.#auth = auth
    this.#environment = environment
    this.#timings = timings
    this.#listener = listener
  }

  get isOnline(): boolean {
    return this.#isOnline
  }

  open(): void {
    this.#stopWatching ??= this.#environment.onOnline(() => {
      if (this.#cell.getSnapshot().status === 'offline') this.retryNow()
    })
    this.#try()
  }

  close(): void {
    this.#stopWatching?.()
    this.#stopWatching = null
    this.#isClosed = true
    this.#lose({ status: 'offline', nextTryAt: null })
  }

  /** Tries to connect at once. Does nothing while online, and when it was closed. */
  retryNow(): void {
    if (this.#isOnline || this.#isClosed) return
    this.#tries = 0
    this.#try()
  }

  /** Gives the line up as dead, and makes a new one at once. */
  restart(): void {
    this.#lose({ status: 'offline', nextTryAt: null })
    this.#try()
  }

  /** Emits a command. False: the line is not there. */
  command(name: string, body: unknown, onAnswer: Parameters<ClientToServer['command']>[2]): boolean {
    const socket = this.#socket
    if (!socket || !this.#isOnline) return false
    socket.emit('command', name, body, (answer) => {
      if (socket !== this.#socket) return
      this.heardAt = this.#environment.elapsed()
      onAnswer(answer)
    })
    return true
  }

  seen(threadId: string, seq: number): void {
    if (this.#isOnline) this.#socket?.emit('seen', threadId, seq)
  }

  #try(): void {
    this.#cancelTry?.()
    this.#cancelTry = null
    this.#drop()
    if (this.#cell.getSnapshot().status !== 'connecting') this.#cell.set({ status: 'offline', nextTryAt: null })
    const socket = this.#createSocket({ version: protocolVersion, ...this.#auth })
    this.#socket = socket
    this.#listen(socket)
    this.#cancelTry = this.#environment.setTimer(() => this.#onLost(), this.#timings.connectMs)
    socket.connect()
  }

  #listen(socket: ClientSocket): void {
    const heard = () => {
      this.heardAt = this.#environment.elapsed()
    }
    const listener = this.#listener
    socket.on('hello', (hello) => this.#onHello(hello))
    socket.on('events', (batch) => {
      heard()
      listener.onEvents(batch)
    })
    socket.on('snapshot', (snapshot) => {
      heard()
      listener.onSnapshot(snapshot)
    })
    socket.on('stopping', (notice) => listener.onStopping(notice))
    socket.on('thread-changed', (change) => listener.onThreadChanged(change))
    socket.on('favorite-changed', (change) => listener.onFavoriteChanged(change))
    socket.on('app', (app) => listener.onApp(app))
    socket.on('app-error', (error) => listener.onAppError(error))
    socket.io?.on('ping', heard)
    socket.on('disconnect', () => this.#onLost())
    socket.on('connect_error', (error) => {
      const refusal = refusalOf(error)
      if (refusal) this.#refuse(refusal)
      else this.#onLost()
    })
  }

  #onHello(hello: Hello): void {
    if (hello.version !== protocolVersion) {
      this.#refuse({
        code: 'version_mismatch',
        message: 'This page is of another version than the server.',
        fix: 'Reload the page.',
      })
      return
    }
    this.#cancelTry?.()
    this.#cancelTry = null
    this.#tries = 0
    this.heardAt = this.#environment.elapsed()
    this.#isOnline = true
    // Threads are opened before anybody hears that there is a line, and may send something on it.
    this.#listener.onOnline(hello)
    this.#cell.set({ status: 'online' })
  }

  #onLost(): void {
    const delayMs = this.#delayMs()
    this.#tries++
    this.#lose({ status: 'offline', nextTryAt: this.#environment.now() + delayMs })
    this.#cancelTry = this.#environment.setTimer(() => this.#try(), delayMs)
  }

  #refuse(error: PublicError): void {
    this.#lose({ status: 'refused', error })
  }

  #lose(state: ConnectionState): void {
    const wasOnline = this.#isOnline
    this.#isOnline = false
    this.#cancelTry?.()
    this.#cancelTry = null
    this.#drop()
    if (wasOnline) this.#listener.onOffline()
    this.#cell.set(state)
  }

  #delayMs(): number {
    const { retryMinMs, retryMaxMs } = this.#timings
    const delayMs = retryMinMs * 2 ** this.#tries * (0.75 + this.#environment.random() / 2)
    return Math.min(retryMaxMs, Math.max(retryMinMs, delayMs))
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.off()
    socket.disconnect()
  }
}

/** What a handshake was refused with, when it is final. Everything else is a network that may come back. */
function refusalOf(error: Error & { data?: unknown }): PublicError | null {
  const data = error.data as Partial<PublicError> | undefined
  if (typeof data?.code !== 'string' || !Object.hasOwn(errorCodes, data.code)) return null
  if (errorCodes[data.code].retry) return null
  return { ...data, code: data.code, message: data.message ?? error.message }
}
