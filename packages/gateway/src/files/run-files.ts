import { renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { partName, type Element, type ThreadState } from '@chatwright/protocol'
import type { FileFolder } from './folder.ts'

/**
 * The files that runs show. A host writes them under a name that says "not yet"; they are taken in with the element that
 * shows them, in the same moment, and what was not is gone when the run is.
 */
export class RunFiles {
  readonly #folder: FileFolder

  constructor(folder: FileFolder) {
    this.#folder = folder
  }

  /** Takes in the file of an element. Gives false when there is none to take: then it cannot be shown. */
  takeIn(threadId: string, runId: string, { source }: Element, state: ThreadState): boolean {
    if (source.type !== 'file') return true
    const { id } = source.file
    if (state.elements.some((one) => one.source.type === 'file' && one.source.file.id === id)) return true
    try {
      renameSync(join(this.#folder.of(threadId), partName(id, runId)), this.#folder.pathOf(threadId, id))
      return true
    } catch {
      return false
    }
  }

  /** An element was refused: so is its file. */
  dropPart(threadId: string, runId: string, { source }: Element): void {
    if (source.type !== 'file') return
    void rm(join(this.#folder.of(threadId), partName(source.file.id, runId)), { force: true }).catch(() => {})
  }

  /** The run is over: what it wrote and did not show goes. */
  async sweep(threadId: string, runId: string): Promise<void> {
    for (const name of await this.#folder.names(threadId)) {
      if (name.endsWith(`.${runId}.part`)) await rm(join(this.#folder.of(threadId), name), { force: true })
    }
  }
}
