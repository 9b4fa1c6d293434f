import {
  ChatwrightError,
  commands,
  isChatwrightError,
  newId,
  toPublicError,
  type Answer,
  type ChatInfo,
  type ClientToServer,
  type Command,
  type CommandName,
  type ServerToClient,
  type User,
} from '@chatwright/protocol'
import type { Socket } from 'socket.io'
import type { z } from 'zod'
import { giveUpCalls } from '../threads/calls.ts'
import type { Viewer } from '../threads/delivery.ts'
import type { Thread } from '../threads/thread.ts'
import type { ThreadServices } from '../threads/services.ts'
import type { Threads } from '../threads/threads.ts'
import type { Answers } from './answers.ts'
import type { CommandContext, Handler } from './command-context.ts'
import { handlers } from './commands/index.ts'
import type { ListNews } from './list-news.ts'
import { listRoomOf, roomOf } from './rooms.ts'

/** A socket of ours. */
export type ChatSocket = Socket<ClientToServer, ServerToClient>

/** What a connection needs of the gateway. */
export interface ConnectionOptions {
  socket: ChatSocket
  user: User
  locale: string
  threads: Threads
  services: ThreadServices
  answers: Answers
  news: ListNews
}

/** One socket of one person: reads commands, answers each once, and watches threads for it. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #watched = new Map<string, { thread: Thread; viewer: Viewer }>()
  /** Opens under way: what else is asked of the same thread waits for them. */
  readonly #opening = new Map<string, Promise<unknown>>()

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** Which page it is: the same one when its line breaks and comes back. */
  get page(): string {
    const { tabId } = this.#options.socket.handshake.auth as { tabId?: unknown }
    return typeof tabId === 'string' && tabId !== '' ? tabId : this.#options.socket.id
  }

  /** Begins to listen. */
  serve(): void {
    const { socket } = this.#options
    socket.on('command', (name, body, answer) => void this.#receive(name, body, answer))
    socket.on('seen', (threadId, seq) => {
      if (typeof threadId !== 'string' || !Number.isSafeInteger(seq)) return
      this.#watched.get(threadId)?.viewer.acknowledge(seq)
    })
    socket.on('disconnect', () => this.#lose())
  }

  /** Begins to send a thread, from where the client is. */
  watch(thread: Thread, seen: { epoch: string; seq: number } | undefined): 'tail' | 'snapshot' {
    this.unwatch(thread.id)
    this.lendChat(thread)
    const { socket } = this.#options
    const { viewer, how } = thread.watch(
      {
        sendEvents: (batch) => socket.emit('events', batch),
        sendSnapshot: (snapshot) => socket.emit('snapshot', snapshot),
        sendStopping: (notice) => socket.emit('stopping', notice),
      },
      seen,
    )
    this.#watched.set(thread.id, { thread, viewer })
    if (how === 'snapshot') viewer.sendSnapshot()
    else viewer.flush()
    return how
  }

  unwatch(threadId: string): void {
    const watched = this.#watched.get(threadId)
    if (!watched) return
    this.#watched.delete(threadId)
    watched.thread.leave(watched.viewer)
    giveUpCalls(watched.thread, this.page)
    this.#options.threads.tellPresence(watched.thread, 'disconnect')
  }

  /** Lets a thread's handlers know who is there. */
  lendChat(thread: Thread): void {
    const { user, locale, socket } = this.#options
    thread.chat = { threadId: thread.id, user, locale, headers: safeHeaders(socket), client: 'web' } satisfies ChatInfo
  }

  /** From here on the socket hears what changes in the person's list of threads. */
  followList(): void {
    void this.#options.socket.join(listRoomOf(this.#options.user.id))
  }

  tellDeleted(threadId: string): void {
    this.#options.news.deleted(this.#options.user.id, threadId)
  }

  /** All of the person's pages hear what they marked. */
  tellFavorite(change: Parameters<ServerToClient['favorite-changed']>[0]): void {
    const { socket, user } = this.#options
    socket.nsp.to(roomOf(user.id)).emit('favorite-changed', change)
  }

  async #receive(name: unknown, body: unknown, answer: unknown): Promise<void> {
    const receivedAt = performance.now()
    const reply = typeof answer === 'function' ? (answer as (answer: Answer<CommandName>) => void) : () => {}
    try {
      const { name: known, command } = parse(name, body)
      const { services } = this.#options
      await services.ready
      // Unanswered, it is sent again to the server that comes after this one.
      if (services.isClosing && !(known === 'stop' && this.#stopsSomething(command as Command<'stop'>))) return
      if ('threadId' in command && known !== 'open') await this.#opening.get(command.threadId)
      const work = () => services.underWay.track(this.#answer(known, command, receivedAt))
      // An open is about this very socket: sent again on another one it has to take effect there.
      const answering = known === 'open' ? work() : this.#options.answers.once(this.#options.user.id, command.id, work)
      if ('threadId' in command && known === 'open') {
        this.#opening.set(command.threadId, answering)
        void answering.finally(() => this.#opening.delete(command.threadId))
      }
      const given = await answering
      reply(given)
      if (known === 'stop' && given.ok) {
        const { outcome } = (given as Extract<Answer<'stop'>, { ok: true }>).result
        services.measure.stopAnswered(outcome, performance.now() - receivedAt)
      }
    } catch (error) {
      reply(this.#refusal(error, typeof name === 'string' ? name.slice(0, 40) : ''))
    }
  }

  async #answer(name: CommandName, command: Command<CommandName>, receivedAt: number): Promise<Answer<CommandName>> {
    const { user, threads, services } = this.#options
    const context: CommandContext = { user, connection: this, threads, services, receivedAt }
    try {
      const handle = handlers[name] as Handler<CommandName>
      return { ok: true, result: await handle(command, context) }
    } catch (error) {
      return this.#refusal(error, name)
    }
  }

  #stopsSomething({ threadId, runId }: Command<'stop'>): boolean {
    const runs = this.#options.threads.live(threadId)?.openRuns ?? []
    return runId === undefined ? runs.length > 0 : runs.some(({ id }) => id === runId)
  }

  #refusal(error: unknown, command: string): Answer<CommandName> {
    const errorId = newId()
    const { logger } = this.#options.services
    if (isChatwrightError(error)) logger.info({ command, code: error.code }, error.message)
    else logger.error({ command, errorId, err: error }, 'a command failed')
    return { ok: false, error: toPublicError(error, errorId) }
  }

  #lose(): void {
    for (const threadId of [...this.#watched.keys()]) this.unwatch(threadId)
  }
}

function parse(name: unknown, body: unknown): { name: CommandName; command: Command<CommandName> } {
  if (typeof name !== 'string' || !Object.hasOwn(commands, name)) {
    throw new ChatwrightError('unknown_command', 'The server does not know this command.', {
      fix: 'Reload the page: it may be older than the server.',
    })
  }
  const known = name as CommandName
  const parsed = (commands[known] as z.ZodType<Command<CommandName>>).safeParse(body)
  if (parsed.success) return { name: known, command: parsed.data }
  const issue = parsed.error.issues[0]
  const where = issue?.path.length ? `${known}.${issue.path.join('.')}` : known
  throw new ChatwrightError(
    issue?.code === 'too_big' ? 'too_large' : 'bad_request',
    `${where}: ${issue?.message ?? 'is not as expected'}`,
  )
}

/** The handshake's headers without what is a secret. */
function safeHeaders(socket: ChatSocket): Record<string, string> {
  const secret = new Set(['cookie', 'authorization', 'proxy-authorization'])
  return Object.fromEntries(
    Object.entries(socket.handshake.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !secret.has(name) && !name.startsWith('sec-websocket') ? [[name, value]] : [],
    ),
  )
}
