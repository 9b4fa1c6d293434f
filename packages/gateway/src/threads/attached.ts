import type { FileInfo, ThreadState } from '@chatwright/protocol'

/** The files that are attached to a message, in their order. */
export function attachedTo({ elements }: ThreadState, messageId: string): FileInfo[] {
  return elements.flatMap((element) =>
    element.messageId === messageId && element.source.type === 'file' ? [element.source.file] : [],
  )
}
