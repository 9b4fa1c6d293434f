export type Modifier = 'mod' | 'shift'

/** Whether the machine has a command key; a page that is rendered nowhere has none. */
const isApple = typeof navigator !== 'undefined' && /Mac OS|iPhone|iPad/.test(navigator.userAgent)

/** The keys of a shortcut as this machine names them; `mod` is the command key or Ctrl. */
export function keyNames(modifiers: readonly Modifier[], key: string): string[] {
  const names = isApple ? { mod: '⌘', shift: '⇧' } : { mod: 'Ctrl', shift: 'Shift' }
  return [...modifiers.map((modifier) => names[modifier]), key]
}

/** A shortcut as one short text: `⇧⌘O`, or `Ctrl+Shift+O`. */
export function shortcut(modifiers: readonly Modifier[], key: string): string {
  if (!isApple) return keyNames(modifiers, key).join('+')
  return keyNames(modifiers.toReversed(), key).join('')
}
