import type { Element } from '@chatwright/protocol'
import { base } from '../app/base.ts'

/** Where the file of an element is; null for one that has none. `isDownload`: to be saved. */
export function fileUrl(threadId: string, { source }: Element, { isDownload = false } = {}): string | null {
  if (source.type !== 'file') return null
  return `${base}/api/threads/${threadId}/files/${source.file.id}${isDownload ? '?download' : ''}`
}
