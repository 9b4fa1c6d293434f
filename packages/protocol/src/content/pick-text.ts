import type { LocalText } from './notice.ts'

/** Picks the words for a reader's language. */
export function pickText(text: LocalText, locale: string): string {
  if (typeof text === 'string') return text
  const base = locale.split('-')[0] as string
  return text[locale] ?? text[base] ?? text['en'] ?? Object.values(text)[0] ?? ''
}
