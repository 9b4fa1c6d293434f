import { en } from './en.ts'

/** The name of a text of the page. */
export type TextKey = keyof typeof en

/** The page's words for a key, with `{names}` filled in. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return fill(en[key], values)
}

/** A text with `{names}` filled in. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The reader's language, as the browser states it; English where there is no browser. */
export const locale: string = globalThis.navigator?.language || 'en'
