import type { ThreadSummary } from '@chatwright/protocol'
import type { SocketServer } from './create-socket-server.ts'
import { listRoomOf, roomOf } from './rooms.ts'

/** How long news of a thread is collected before lists hear of it, in milliseconds. */
const collectMs = 100

/**
 * Tells the lists of threads that people have open what changed. Collected for a moment: a list shows names and whether
 * something runs, and nobody reads faster.
 */
export class ListNews {
  readonly #io: SocketServer
  readonly #news = new Map<string, { userId: string; thread: ThreadSummary }>()
  #timer: NodeJS.Timeout | null = null

  constructor(io: SocketServer) {
    this.#io = io
  }

  changed(userId: string, thread: ThreadSummary): void {
    this.#news.set(thread.id, { userId, thread })
    this.#timer ??= setTimeout(() => this.#tell(), collectMs).unref()
  }

  deleted(userId: string, threadId: string): void {
    this.#news.delete(threadId)
    // Not lists alone: whoever has the thread open has to know.
    this.#io.to(roomOf(userId)).emit('thread-changed', { deleted: threadId })
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#news.clear()
  }

  #tell(): void {
    this.#timer = null
    for (const { userId, thread } of this.#news.values()) {
      this.#io.to(listRoomOf(userId)).emit('thread-changed', { thread })
    }
    this.#news.clear()
  }
}
