import type { Element, ThreadState } from '@chatwright/protocol'

/** A thread that is written into a file. Times: milliseconds since 1970. */
export interface Exported {
  /** What the app is called. */
  app: string
  state: ThreadState
  createdAt: number
  updatedAt: number
  exportedAt: number
  /** Where an element can be fetched; null when it has no file. */
  linkOf(element: Element): string | null
}
