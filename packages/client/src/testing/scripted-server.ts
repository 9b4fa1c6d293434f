import {
  emptyOffer,
  apply,
  emptyThread,
  localUser,
  newId,
  protocolVersion,
  type Answer,
  type ClientToServer,
  type CommandName,
  type EventBatch,
  type Message,
  type Run,
  type ServerToClient,
  type ThreadEvent,
  type ThreadRecord,
  type ThreadState,
} from '@chatwright/protocol'
import { createServer } from 'node:http'
import { Server, type Socket } from 'socket.io'

type ServerSocket = Socket<ClientToServer, ServerToClient>

/** A command as it came in. `line` counts sockets: 1 for the first. */
export interface Received {
  name: string
  body: { id: string; threadId: string; [key: string]: unknown }
  line: number
}

/** What a script answers a command with; undefined leaves it to the server, `silence` never answers. */
export type Script = (received: Received) => Answer<CommandName> | 'silence' | undefined

/**
 * A real Socket.IO server that keeps to the wire's contract and does otherwise what a test says: what runs bring about is
 * appended by hand, answers can be left out, batches lost, lines cut.
 */
export class ScriptedServer {
  readonly received: Received[] = []
  readonly seen: { threadId: string; seq: number }[] = []
  readonly threads = new Map<string, ScriptedThread>()
  script: Script = () => undefined
  version = protocolVersion
  handshakeError: (Error & { data?: unknown }) | null = null
  /** Answers given, by command id: a command that comes again takes no effect and is answered the same. */
  readonly #answers = new Map<string, Answer<CommandName>>()
  #io: Server<ClientToServer, ServerToClient> | null = null
  #port = 0
  #lines = 0

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer()
    await server.listen()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/base`
  }

  get lines(): number {
    return this.#lines
  }

  /** Listens; on the port it had, when it listened before. */
  async listen(): Promise<void> {
    const http = createServer()
    const io = new Server<ClientToServer, ServerToClient>(http, { path: '/base/socket', serveClient: false })
    io.use((_socket, next) => (this.handshakeError ? next(this.handshakeError) : next()))
    io.on('connection', (socket) => this.#serve(socket))
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (http.address() as { port: number }).port
    this.#io = io
  }

  /** Cuts every line and stops listening. */
  async close(): Promise<void> {
    const io = this.#io
    this.#io = null
    for (const thread of this.threads.values()) thread.watchers.clear()
    await io?.close()
  }

  /** Cuts every line; clients may come back at once. */
  cut(): void {
    for (const socket of this.#io?.sockets.sockets.values() ?? []) socket.conn.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  emit<Name extends keyof ServerToClient>(name: Name, ...parameters: Parameters<ServerToClient[Name]>): void {
    this.#io?.emit(name, ...parameters)
  }

  thread(threadId: string): ScriptedThread {
    const known = this.threads.get(threadId) ?? new ScriptedThread(threadId)
    this.threads.set(threadId, known)
    return known
  }

  /** Commands of this name, in order of arrival. */
  commands(name: CommandName): Received[] {
    return this.received.filter((received) => received.name === name)
  }

  #serve(socket: ServerSocket): void {
    const line = ++this.#lines
    socket.emit('hello', {
      version: this.version,
      app: {
        name: 'Scripted',
        description: null,
        canContinue: false,
        uploads: null,
        feedback: null,
        editing: true,
        favorites: false,
        panel: { width: null, autoOpen: true },
        offer: emptyOffer,
        hasReadme: false,
        avatars: {},
        elementsVersion: 0,
        html: false,
        markdown: { user: true, assistant: true, math: true, alerts: 'filled' },
      },
      user: localUser,
      dev: true,
      appError: null,
    })
    socket.on('seen', (threadId, seq) => this.seen.push({ threadId, seq }))
    socket.on('command', (name, body, answer) => {
      const received: Received = { name, body: body as Received['body'], line }
      this.received.push(received)
      const scripted = this.script(received)
      if (scripted === 'silence') return
      const known = name === 'open' ? undefined : this.#answers.get(received.body.id)
      const given = scripted ?? known ?? this.#handle(socket, received)
      this.#answers.set(received.body.id, given)
      answer(given)
    })
    socket.on('disconnect', () => {
      for (const thread of this.threads.values()) thread.watchers.delete(socket)
    })
  }

  #handle(socket: ServerSocket, { name, body }: Received): Answer<CommandName> {
    const ok = (result: object) => ({ ok: true, result }) as Answer<CommandName>
    const thread = body['create'] === true ? this.thread(body.threadId) : this.threads.get(body.threadId)
    if (name === 'listThreads') return ok({ threads: [], next: null })
    if (!thread) return { ok: false, error: { code: 'thread_not_found', message: 'There is no such thread.' } }
    switch (name) {
      case 'open':
        return ok(thread.watch(socket, body['seen'] as { epoch: string; seq: number } | undefined))
      case 'close':
        thread.watchers.delete(socket)
        return ok({})
      case 'send':
        return ok(thread.say(body as unknown as SendBody))
      case 'stop':
        return ok(thread.stop(body['runId'] as string | undefined, body['seenSeq'] as number))
      default:
        return ok({})
    }
  }
}

interface SendBody {
  messageId: string
  runId: string
  text: string
}

/** A thread of a {@link ScriptedServer}: its log, and who watches it. */
export class ScriptedThread {
  readonly id: string
  readonly watchers = new Set<ServerSocket>()
  epoch = newId()
  state: ThreadState
  log: ThreadEvent[] = []
  /** Whether a stop is answered by its fence and its end, as the gateway does. Otherwise a test does it by hand. */
  stopsItself = true
  readonly #remembered = new Set<string>()

  constructor(id: string) {
    this.id = id
    this.state = emptyThread(id)
  }

  /** Records what happened and sends it as one batch. */
  append(...records: ThreadRecord[]): EventBatch {
    const batch = this.record(...records)
    this.send(batch)
    return batch
  }

  /** Records what happened and sends nothing. */
  record(...records: ThreadRecord[]): EventBatch {
    const from = this.state.seq + 1
    const events = records.map((record): ThreadEvent => {
      const event: ThreadEvent = { ...record, seq: this.state.seq + 1, at: 1_000_000 + this.state.seq }
      this.state = apply(this.state, event)
      this.log.push(event)
      return event
    })
    return { threadId: this.id, epoch: this.epoch, from, to: this.state.seq, events }
  }

  send(batch: EventBatch): void {
    for (const socket of this.watchers) socket.emit('events', batch)
  }

  /** Tells of a stop ahead of its event. */
  foretell(runId: string): void {
    for (const socket of this.watchers) socket.emit('stopping', { threadId: this.id, runId })
  }

  sendSnapshot(): void {
    for (const socket of this.watchers) this.#snapshot(socket)
  }

  /** As after a restart: another log, in which nothing is known of before. */
  restart(): void {
    this.epoch = newId()
    this.log = []
  }

  watch(socket: ServerSocket, seen: { epoch: string; seq: number } | undefined) {
    this.watchers.add(socket)
    const { epoch, state } = this
    const canTail = seen?.epoch === epoch && seen.seq <= state.seq && (this.log[0]?.seq ?? 1) <= seen.seq + 1
    if (!canTail) {
      this.#snapshot(socket)
      return { how: 'snapshot', epoch, seq: state.seq }
    }
    const events = this.log.filter((event) => event.seq > seen.seq)
    const batch = { threadId: this.id, epoch, from: seen.seq + 1, to: state.seq, events }
    if (events.length > 0) socket.emit('events', batch)
    return { how: 'tail', epoch, seq: state.seq }
  }

  say({ messageId, runId, text }: SendBody) {
    const isStopped = this.#remembered.has(runId)
    const records: ThreadRecord[] = [
      { type: 'message-end', runId, messageId, message: personMessage(messageId, runId, text) },
      { type: 'run-start', runId, run: newRun(runId, messageId) },
    ]
    if (isStopped) records.push(stopping(runId), ended(runId, 'stopped'))
    else records.push({ type: 'run-update', runId, state: 'running' })
    const { from } = this.append(...records)
    return { seq: from, run: isStopped ? 'stopped' : 'running' }
  }

  /** Answers as the gateway does, with all text above `seenSeq` cut. */
  stop(runId: string | undefined, seenSeq: number) {
    const open = this.state.runs.filter((run) => run.state === 'running' || run.state === 'queued')
    const runs = runId === undefined ? open : open.filter((run) => run.id === runId)
    const fenceMs = 1
    if (runs.length === 0) {
      const isKnown = this.state.runs.some((run) => run.id === runId)
      if (runId !== undefined && !isKnown) this.#remembered.add(runId)
      const outcome = runId === undefined ? 'nothing-running' : isKnown ? 'already-ended' : 'remembered'
      return { outcome, runIds: [], fenceSeq: null, fenceMs }
    }
    if (this.stopsItself) for (const run of runs) this.endStopped(run.id, seenSeq)
    return { outcome: 'stopping', runIds: runs.map((run) => run.id), fenceSeq: this.state.seq, fenceMs }
  }

  endStopped(runId: string, seenSeq: number): void {
    this.append(stopping(runId, this.keepAt(runId, seenSeq)))
    this.append(ended(runId, 'stopped'))
  }

  /** How much of a run's messages the reader had at `seenSeq`. */
  keepAt(runId: string, seenSeq: number): Record<string, number> {
    let state = emptyThread(this.id)
    for (const event of this.log) if (event.seq <= seenSeq) state = apply(state, event)
    const own = this.state.messages.filter((message) => message.runId === runId && message.role !== 'user')
    const lengthAt = (id: string) => state.messages.find((message) => message.id === id)?.text.length ?? 0
    return Object.fromEntries(own.map((message) => [message.id, lengthAt(message.id)]))
  }

  #snapshot(socket: ServerSocket): void {
    socket.emit('snapshot', { threadId: this.id, epoch: this.epoch, state: this.state })
  }
}

/** A run of kind `message`, queued. */
export function newRun(id: string, messageId: string | null, kind: Run['kind'] = 'message'): Run {
  return {
    id,
    kind,
    state: 'queued',
    messageId,
    actionId: null,
    branchId: null,
    startedAt: 1_000_000,
    endedAt: null,
    cause: null,
    notice: null,
    error: null,
  }
}

/** What a person said. */
export function personMessage(id: string, runId: string | null, text: string): Message {
  return { ...appMessage(id, runId, text), role: 'user', author: 'You' }
}

/** What an app said, whole. */
export function appMessage(id: string, runId: string | null, text: string): Message {
  return {
    id,
    runId,
    parentId: null,
    role: 'assistant',
    author: 'Scripted',
    text,
    language: null,
    status: 'done',
    isError: false,
    createdAt: 1_000_000,
    metadata: {},
    tags: [],
  }
}

/** The beginning of a streaming message. */
export function opening(runId: string, messageId: string, text = ''): ThreadRecord {
  return {
    type: 'message-start',
    runId,
    messageId,
    message: { ...appMessage(messageId, runId, text), status: 'streaming' },
  }
}

export function delta(runId: string, messageId: string, text: string): ThreadRecord {
  return { type: 'message-delta', runId, messageId, text }
}

export function stopping(runId: string, keep: Record<string, number> = {}): ThreadRecord {
  return { type: 'run-stopping', runId, cause: 'user', keep }
}

export function ended(runId: string, state: 'stopped' | 'completed'): ThreadRecord {
  const isStopped = state === 'stopped'
  return {
    type: 'run-end',
    runId,
    state,
    cause: isStopped ? 'user' : null,
    notice: isStopped ? { by: 'default' } : null,
    error: null,
  }
}
