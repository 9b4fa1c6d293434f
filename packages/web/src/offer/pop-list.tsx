import './offer.css'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Check } from 'lucide-react'
import { Icon } from '../icons/icon.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'

/** One row of a {@link PopList}. */
export interface PopItem {
  id: string
  label: string
  description: string | null
  icon: string | null
  isChosen?: boolean
}

interface PopListProps {
  id?: string
  label: string
  /** Choose one of some, or do one of some. */
  role: 'listbox' | 'menu'
  items: readonly PopItem[]
  onChoose: (id: string) => void
  onClose: () => void
}

/** A list that opened from a button: it has the focus, arrows move in it, and it closes when the focus leaves. */
export default function PopList({ id, label, role, items, onChoose, onClose }: PopListProps) {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      items.findIndex((item) => item.isChosen),
    ),
  )
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.focus()
    return () => before?.focus()
  }, [])
  const choose = (index: number): void => {
    const item = items[index]
    onClose()
    if (item) onChoose(item.id)
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    const next = moved(key.key, at, items.length)
    if (next !== null) setAt(next)
    else if (key.key === 'Enter' || key.key === ' ') choose(at)
    else if (key.key === 'Escape' || key.key === 'Tab') onClose()
    else return
    key.preventDefault()
    key.stopPropagation()
  }
  return (
    <PopRows
      {...(id === undefined ? {} : { id })}
      label={label}
      role={role}
      items={items}
      at={at}
      box={box}
      onPoint={setAt}
      onChoose={choose}
      onKeyDown={onKeyDown}
      onLeave={onClose}
    />
  )
}

interface PopRowsProps extends Omit<PopListProps, 'onChoose' | 'onClose'> {
  at: number
  box?: React.RefObject<HTMLDivElement | null>
  onPoint: (index: number) => void
  onChoose: (index: number) => void
  /** Without it the focus stays where it is, and keys are somebody else's. */
  onKeyDown?: (key: KeyboardEvent) => void
  onLeave?: () => void
}

/** The rows themselves; the one at `at` is marked. */
export function PopRows({ id, label, role, items, at, box, onPoint, onChoose, onKeyDown, onLeave }: PopRowsProps) {
  const own = useId()
  const name = id ?? own
  const rows = useRef<HTMLDivElement>(null)
  useEffect(() => {
    rows.current?.querySelector('.is-hover')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div
      className="menu pop"
      ref={box}
      id={name}
      role={role}
      aria-label={label}
      aria-activedescendant={onKeyDown && items[at] ? `${name}-${at}` : undefined}
      tabIndex={onKeyDown ? -1 : undefined}
      onKeyDown={onKeyDown}
      onBlur={onLeave}
      data-popover-content
    >
      <div className="pop-rows" ref={rows} role="presentation">
        {items.map((item, index) => (
          <div
            key={item.id}
            id={`${name}-${index}`}
            role={role === 'menu' ? 'menuitem' : 'option'}
            aria-selected={role === 'listbox' ? (item.isChosen ?? index === at) : undefined}
            className={`item command-item ${item.description === null ? '' : 'two'} ${index === at ? 'is-hover' : ''}`}
            data-index={index}
            onPointerMove={() => onPoint(index)}
            onPointerDown={(press) => press.preventDefault()}
            onClick={() => onChoose(index)}
          >
            {item.icon !== null && <NamedIcon name={item.icon} />}
            <span className="grow">
              <span dir="auto">{item.label}</span>
              {item.description !== null && (
                <span className="sub" dir="auto">
                  {item.description}
                </span>
              )}
            </span>
            {item.isChosen && <Icon of={Check} isSmall />}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Where a key leads in a list; null when it leads nowhere. */
export function moved(key: string, at: number, length: number): number | null {
  if (key === 'ArrowDown') return (at + 1) % length
  if (key === 'ArrowUp') return (at + length - 1) % length
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  return null
}
