import type { FileInfo, ThreadState } from '@chatwright/protocol'

/** The files that are attached to a message, in their order. */
export function attachedTo({ elements }: ThreadState, messageId: string): FileInfo[] {
  return elements.flatMap((element) =>
    element.messageId === messageId && element.source.type === 'file' ? [element.source.file] : [],
  )
}

/** Those of them that no other message has: an edit may have taken over what it was said with before. */
export function onlyAttachedTo(state: ThreadState, messageId: string): FileInfo[] {
  const elsewhere = new Set(
    state.elements.flatMap(({ messageId: of, source }) =>
      of !== messageId && source.type === 'file' ? [source.file.id] : [],
    ),
  )
  return attachedTo(state, messageId).filter(({ id }) => !elsewhere.has(id))
}
