import { socketFactory, type ClientSocket, type SocketFactory } from '@chatwright/client'
import {
  newId,
  type Answer,
  type Command,
  type CommandName,
  type EventBatch,
  type Snapshot,
  type ThreadEvent,
} from '@chatwright/protocol'

/** A command as it left, and its answer once there is one. */
export interface RecordedCommand {
  name: string
  body: unknown
  answer: Answer<CommandName> | null
}

/** Where nobody listens: a try to connect fails at once. */
const nowhere = 'http://127.0.0.1:9/'

/** Makes the pipes of one tab, and keeps what crossed them. */
export class RecordingSocket {
  /** Every batch, as it came. */
  readonly batches: EventBatch[] = []
  readonly snapshots: Snapshot[] = []
  readonly commands: RecordedCommand[] = []
  readonly #online: SocketFactory
  readonly #offline: SocketFactory
  readonly #onChange: () => void
  #socket: ClientSocket | null = null
  #isOffline = false

  constructor(url: string, onChange: () => void) {
    this.#online = socketFactory(url, undefined)
    this.#offline = socketFactory(nowhere, undefined)
    this.#onChange = onChange
  }

  readonly create: SocketFactory = (auth) => {
    if (this.#isOffline) return this.#offline(auth)
    const socket = this.#online(auth)
    this.#socket = socket
    socket.onAny((name: string, body: unknown) => this.#receive(name, body))
    const emit = socket.emit.bind(socket)
    socket.emit = (name: string, ...values: unknown[]) => {
      if (name === 'command') this.#recordCommand(values)
      return (emit as (name: string, ...values: unknown[]) => typeof socket)(name, ...values)
    }
    return socket
  }

  /** The events of a thread as they came, without gaps and repeats taken out. */
  eventsOf(threadId: string): ThreadEvent[] {
    return this.batches.filter((batch) => batch.threadId === threadId).flatMap((batch) => batch.events)
  }

  /** Sends a command as it is. Rejects when there is no line. */
  command<Name extends CommandName>(
    name: Name,
    body: Omit<Command<Name>, 'id'> & { id?: string },
  ): Promise<Answer<Name>> {
    return this.raw(name, { id: newId(), ...body }) as Promise<Answer<Name>>
  }

  /** Sends whatever there is as a command. */
  raw(name: string, body: unknown): Promise<Answer<CommandName>> {
    const socket = this.#socket
    if (!socket?.connected) return Promise.reject(new Error('The tab is not connected.'))
    return new Promise((resolve) => socket.emit('command', name, body, resolve))
  }

  /** Cuts the line, and keeps new ones from coming up until `heal`. */
  cut(): void {
    this.#isOffline = true
    this.#socket?.io.engine.close()
  }

  heal(): void {
    this.#isOffline = false
  }

  #receive(name: string, body: unknown): void {
    if (name === 'events') this.batches.push(body as EventBatch)
    else if (name === 'snapshot') this.snapshots.push(body as Snapshot)
    this.#onChange()
  }

  /** Listens in on the answer: it is the last value, a function. */
  #recordCommand(values: unknown[]): void {
    const record: RecordedCommand = { name: values[0] as string, body: values[1], answer: null }
    this.commands.push(record)
    const onAnswer = values[2] as (answer: Answer<CommandName>) => void
    values[2] = (answer: Answer<CommandName>) => {
      record.answer = answer
      onAnswer(answer)
      this.#onChange()
    }
  }
}
