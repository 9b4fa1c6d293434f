import type { FileInfo, ThreadState } from '@chatwright/protocol'
import { AskFiles } from './ask-files.ts'
import { FileFolder } from './folder.ts'
import { MessageFiles } from './message-files.ts'
import { RunFiles } from './run-files.ts'

/** All files of all threads, by what they are for. */
export class Files {
  readonly folder: FileFolder
  /** What answers questions. */
  readonly asks: AskFiles
  /** What is attached to messages. */
  readonly messages: MessageFiles
  /** What runs show. */
  readonly runs: RunFiles

  /** `root`: the folder they are kept in; made when the first comes. */
  constructor(root: string) {
    this.folder = new FileFolder(root)
    this.asks = new AskFiles(this.folder)
    this.messages = new MessageFiles(this.folder)
    this.runs = new RunFiles(this.folder)
  }

  /** What a thread has under this id: shown, given as an answer, or waiting to be sent. Null: nothing. */
  async find(state: ThreadState, fileId: string): Promise<FileInfo | null> {
    for (const { source } of state.elements) {
      if (source.type === 'file' && source.file.id === fileId) return source.file
    }
    // Threads of before the answers to questions had elements.
    for (const { answer } of state.asks) {
      const file = answer?.type === 'files' ? answer.files.find(({ id }) => id === fileId) : undefined
      if (file) return file
    }
    return this.messages.find(state.id, fileId)
  }

  /** Removes the files of elements that are gone, unless another has them, or they wait to be sent. */
  release(before: ThreadState, after: ThreadState): void {
    if (before.elements === after.elements) return
    const kept = new Set(fileIdsOf(after))
    for (const id of fileIdsOf(before)) {
      if (kept.has(id)) continue
      void this.messages
        .find(after.id, id)
        .then(async (file) => {
          if (!file) await this.folder.removeFile(after.id, id)
        })
        .catch(() => {})
    }
  }
}

function fileIdsOf({ elements }: ThreadState): string[] {
  return elements.flatMap(({ source }) => (source.type === 'file' ? [source.file.id] : []))
}
