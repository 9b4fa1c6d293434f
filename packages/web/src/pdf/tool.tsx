import type { LucideIcon } from 'lucide-react'
import { Icon } from '../icons/icon.tsx'

interface ToolProps {
  icon: LucideIcon
  label: string
  isOff: boolean
  isPressed?: boolean
  onPress: () => void
}

export function Tool({ icon, label, isOff, isPressed, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className="icon-btn sm"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      disabled={isOff}
      onClick={onPress}
    >
      <Icon of={icon} isSmall />
    </button>
  )
}
