import type { FrameTheme } from '@chatwright/protocol'

/** The page's tokens that a frame gets: those that the look of plain HTML in there is made of, and what authors use. */
const names = [
  'accent',
  'accent-fill',
  'accent-text',
  'accent-soft',
  'accent-line',
  'on-accent',
  'ring',
  'sheet',
  'raised',
  'well',
  'hover',
  'ink',
  'ink-2',
  'ink-3',
  'ink-off',
  'line',
  'line-2',
  'line-control',
  'danger-text',
  'danger-soft',
].map((name) => `--cw-${name}`)

/** How the page looks now, in values that mean the same in another document. */
export function frameTheme(): FrameTheme {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const tokens: Record<string, string> = {}
  for (const name of names) {
    probe.style.color = `var(${name})`
    tokens[name] = getComputedStyle(probe).color
  }
  const chosen = document.documentElement.dataset['theme']
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  tokens['--cw-font'] = getComputedStyle(document.body).fontFamily
  probe.remove()
  return { scheme: isDark ? 'dark' : 'light', tokens }
}
