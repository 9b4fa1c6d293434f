import { enLater } from './en-later.ts'
import { en } from './en.ts'
import { fill } from './t.ts'

/** All texts of the page, for what is loaded on demand. */
const all = { ...en, ...enLater }

/** The same as `t`, for what is loaded on demand: only that may import it. */
export function t(key: keyof typeof all, values: Record<string, string | number> = {}): string {
  return fill(all[key], values)
}
