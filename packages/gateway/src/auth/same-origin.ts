/** A page of another origin may not talk to us with its visitor's rights; what is no browser sends no origin. */
export function isSameOrigin(origin: string | null | undefined, host: string | null | undefined): boolean {
  if (origin === null || origin === undefined) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
