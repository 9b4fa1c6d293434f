import { useCallback, useState } from 'react'

/** The reader's choice of theme; `system` follows the system live. */
export type Theme = 'system' | 'light' | 'dark'

const key = 'chatwright:theme'
const order: Theme[] = ['system', 'light', 'dark']

/** The theme, and the way to the next one. `public/theme.js` sets the stored one before the first paint. */
export function useTheme(): { theme: Theme; next(): void } {
  const [theme, setTheme] = useState<Theme>(() => (document.documentElement.dataset['theme'] as Theme) ?? 'system')
  const next = useCallback(() => {
    setTheme((before) => {
      const after = order[(order.indexOf(before) + 1) % order.length] as Theme
      if (after === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = after
      try {
        localStorage.setItem(key, after)
      } catch {
        // Storage may be off: the choice then lasts as long as the page.
      }
      return after
    })
  }, [])
  return { theme, next }
}
