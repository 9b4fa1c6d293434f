import type { LucideIcon } from 'lucide-react'

/** An icon beside words or in a named button: never read out. `isSmall`: 16 instead of 18 px. */
export function Icon({ of: Shape, isSmall = false }: { of: LucideIcon; isSmall?: boolean }) {
  return <Shape className={isSmall ? 'i-s' : 'i'} strokeWidth={1.75} aria-hidden="true" focusable="false" />
}
