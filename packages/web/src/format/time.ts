/** A length of time in a row of the page: `0.4 s`, `12 s`, `1:04`. `ms`: milliseconds. */
export function duration(ms: number, { isExact = false } = {}): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds >= 60) {
    const minutes = Math.floor(seconds / 60)
    return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
  }
  return isExact && seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds)} s`
}

/** A countdown: `4:32`, `0:09`. `ms`: milliseconds. */
export function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A day, as the reader writes it. */
export function dayOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)
}

/** The time of day, as the reader writes it. */
export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** A day and the time of day, as the reader writes them. */
export function dayAndTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}
