/** What of a token does not show: a list looks the same either way, and `raw` is what it was read from. */
const unseen = new Set(['raw', 'loose', 'codeBlockStyle', 'escaped', 'task'])

/** Whether two tokens, or what is in them, look the same on the page. */
export function showsTheSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => showsTheSame(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  // Plain text is shown from what was written, everything else from what was read.
  if (isLeaf(a) && a['raw'] !== b['raw']) return false
  const hasTokens = Array.isArray(a['tokens'])
  const isSeen = (key: string) => !unseen.has(key) && !(key === 'text' && hasTokens)
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (key) => !isSeen(key) || showsTheSame(a[key], b[key]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isLeaf(token: Record<string, unknown>): boolean {
  return token['type'] === 'text' && token['tokens'] === undefined
}
