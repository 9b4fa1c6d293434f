import type { Action } from '@chatwright/protocol'

/** What a button is called, also where its icon stands alone. */
export function nameOf({ label, tooltip, name }: Action): string {
  return label || (tooltip ?? name)
}
