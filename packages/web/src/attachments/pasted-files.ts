import type { ClipboardEvent } from 'react'

/** The files that are pasted; none where words are. An office program puts a picture of the words beside the words. */
export function pastedFiles({ clipboardData: { files, types } }: ClipboardEvent): File[] {
  return types.includes('text/plain') ? [] : [...files]
}
