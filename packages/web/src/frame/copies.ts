/** Gives a copy of what it is given, that nobody else has. */
export type Copy = <T>(original: T) => T

/**
 * Copies for one drawing after another. It is the same copy as long as the original is the same and nobody has written
 * into the copy: what has been written is gone in the next, and what depends on an unchanged value is not run again.
 */
export function makeCopies(): Copy {
  let last: { original: unknown; copy: unknown } | null = null
  return <T>(original: T): T => {
    if (last?.original !== original || !isSame(last.copy, original))
      last = { original, copy: structuredClone(original) }
    return last.copy as T
  }
}

/** Whether a copy still is what JSON it was copied from. */
function isSame(copy: unknown, original: unknown): boolean {
  if (typeof original !== 'object' || original === null) return Object.is(copy, original)
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy) !== Array.isArray(original)) return false
  const keys = Object.keys(original)
  return (
    Object.keys(copy).length === keys.length &&
    keys.every((key) => Object.hasOwn(copy, key) && isSame(copy[key as never], original[key as never]))
  )
}
