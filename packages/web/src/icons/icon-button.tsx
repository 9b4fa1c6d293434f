import type { ComponentProps } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Icon } from './icon.tsx'

interface IconButtonProps extends ComponentProps<'button'> {
  icon: LucideIcon
  /** What it does: read out, and shown at the pointer unless `title` says something else. */
  label: string
  isSmall?: boolean
}

/** A button of an icon alone. */
export function IconButton({ icon, label, isSmall = false, className = '', title = label, ...rest }: IconButtonProps) {
  const names = ['icon-btn', isSmall ? 'sm' : '', className].filter(Boolean).join(' ')
  return (
    <button type="button" {...rest} className={names} aria-label={label} title={title}>
      <Icon of={icon} isSmall={isSmall} />
    </button>
  )
}
