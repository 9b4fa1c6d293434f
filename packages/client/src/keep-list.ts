/** `before` when both have the same items in the same order, otherwise `after`: a list that did not change stays the same. */
export function keepList<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return isSameList(before, after) ? before : after
}

/** Whether two lists have the same items in the same order. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, at) => item === b[at]))
}
