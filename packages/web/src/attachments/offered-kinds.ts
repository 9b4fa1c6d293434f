import type { FileRules } from '@chatwright/protocol'

/** What a browser's own dialog is to offer: types, and endings of those that a browser may not know. */
export function offeredKinds({ accept, extensions }: FileRules): string[] {
  return [...accept, ...Object.values(extensions ?? {}).flat()]
}
