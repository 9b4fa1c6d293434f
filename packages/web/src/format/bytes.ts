/** A size as a person reads it: `340 B`, `12 kB`, `1.9 MB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${Math.round(count)} B`
  if (count < 1_000_000) return `${Math.round(count / 1_000)} kB`
  const mega = count / 1_000_000
  return `${mega < 10 ? Math.round(mega * 10) / 10 : Math.round(mega)} MB`
}
