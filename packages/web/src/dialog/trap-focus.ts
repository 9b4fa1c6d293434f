import type { KeyboardEvent } from 'react'

/** Keeps Tab inside a dialog. */
export function trapFocus(box: HTMLElement, key: KeyboardEvent): void {
  const stops = [
    ...box.querySelectorAll<HTMLElement>('button, input, textarea, select, a[href], [tabindex="0"]'),
  ].filter((stop) => !(stop as HTMLButtonElement).disabled && stop.tabIndex >= 0 && stop.offsetParent !== null)
  const first = stops[0]
  const last = stops.at(-1)
  const from = document.activeElement
  if (key.shiftKey && (from === first || !box.contains(from))) {
    key.preventDefault()
    last?.focus()
  } else if (!key.shiftKey && (from === last || !box.contains(from))) {
    key.preventDefault()
    first?.focus()
  }
}
