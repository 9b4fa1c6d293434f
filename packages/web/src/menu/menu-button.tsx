import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Ellipsis, type LucideIcon } from 'lucide-react'
import { Icon } from '../icons/icon.tsx'

/** Something a menu offers: to be done, or (`href`) to be saved as a file. */
export interface MenuItem {
  icon: LucideIcon
  label: string
  keys?: string
  isDanger?: boolean
  /** Only where the screen is small: elsewhere it has a place of its own. */
  isForSmall?: boolean
  href?: string
  onChoose?: () => void
}

interface MenuButtonProps {
  id?: string
  /** What the button is called, and the menu. */
  label: string
  menuLabel: string
  className?: string
  /** A class of what holds the button. */
  boxClass?: string
  items: readonly MenuItem[]
}

/** A button with three dots that opens a menu below. */
export function MenuButton({ id, label, menuLabel, className = 'icon-btn sm', boxClass = '', items }: MenuButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [isUp, setIsUp] = useState(false)
  const box = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    if (!isOpen) return
    itemsIn(box.current)[0]?.focus()
    const onPointer = (event: PointerEvent): void => {
      if (!box.current?.contains(event.target as Node)) setIsOpen(false)
    }
    addEventListener('pointerdown', onPointer)
    return () => removeEventListener('pointerdown', onPointer)
  }, [isOpen])

  useLayoutEffect(() => {
    if (!isOpen) return setIsUp(false)
    const menu = box.current?.querySelector('.menu')
    if (menu) setIsUp(menu.getBoundingClientRect().bottom > roomEnd(menu))
  }, [isOpen])

  const close = (): void => {
    setIsOpen(false)
    box.current?.querySelector('button')?.focus()
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (!isOpen) return
    const all = itemsIn(box.current)
    const at = all.indexOf(document.activeElement as HTMLElement)
    const step = { ArrowDown: 1, ArrowUp: all.length - 1 }[key.key]
    if (key.key === 'Escape') {
      key.stopPropagation()
      close()
    } else if (key.key === 'Tab') setIsOpen(false)
    else if (step !== undefined) {
      key.preventDefault()
      all[(at + step) % all.length]?.focus()
    }
  }
  return (
    <span className={`menu-box ${boxClass}`} ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        id={id}
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon of={Ellipsis} isSmall={className.includes('sm')} />
      </button>
      {isOpen && (
        <div className={isUp ? 'menu is-up' : 'menu'} role="menu" aria-label={menuLabel}>
          {items.map((item) => (
            <Item key={item.label} item={item} onLeave={() => (item.href === undefined ? setIsOpen(false) : close())} />
          ))}
        </div>
      )}
    </span>
  )
}

/** Those that are shown. */
function itemsIn(box: Element | null): HTMLElement[] {
  const all = [...(box?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  return all.filter((item) => item.offsetParent !== null)
}

/** Where what scrolls around an element ends, or the window. */
function roomEnd(element: Element): number {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at.getBoundingClientRect().bottom
  }
  return innerHeight
}

function Item({ item, onLeave }: { item: MenuItem; onLeave: () => void }) {
  const content: ReactNode = (
    <>
      <Icon of={item.icon} isSmall />
      <span className="grow">{item.label}</span>
      {item.keys !== undefined && <kbd>{item.keys}</kbd>}
    </>
  )
  const className = `item${item.isDanger ? ' danger' : ''}${item.isForSmall ? ' for-small' : ''}`
  if (item.href !== undefined) {
    return (
      <a className={className} role="menuitem" href={item.href} download onClick={onLeave}>
        {content}
      </a>
    )
  }
  return (
    <button
      type="button"
      className={className}
      role="menuitem"
      onClick={() => {
        onLeave()
        item.onChoose?.()
      }}
    >
      {content}
    </button>
  )
}
