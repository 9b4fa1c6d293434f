import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the files of threads are: a folder for each thread, in it a file for each id. */
export class FileFolder {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** Where a thread's files are. Made when the first comes. */
  of(threadId: string): string {
    return join(this.#root, threadId)
  }

  /** Where a file is. Both are ids, so no path leads out of the folder. */
  pathOf(threadId: string, fileId: string): string {
    return join(this.#root, threadId, fileId)
  }

  async removeFile(threadId: string, fileId: string): Promise<void> {
    await rm(this.pathOf(threadId, fileId), { force: true })
  }

  async removeThread(threadId: string): Promise<void> {
    await rm(this.of(threadId), { recursive: true, force: true })
  }

  /** The names of what a thread has; none when it has no folder. */
  async names(threadId: string): Promise<string[]> {
    return readdir(this.of(threadId)).catch(() => [])
  }

  /** Removes what was never whole, in all threads: what a crash left. */
  async removeParts(): Promise<void> {
    for (const threadId of await readdir(this.#root).catch(() => [])) {
      for (const name of await this.names(threadId)) {
        if (name.endsWith('.part')) await rm(join(this.#root, threadId, name), { force: true })
      }
    }
  }
}
