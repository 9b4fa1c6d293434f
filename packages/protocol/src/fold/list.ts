/** An item that is there already is put in its own place: sent again it never makes a copy. */
export function put<T extends { id: string }>(list: T[], item: T): T[] {
  const at = indexOf(list, item.id)
  return at < 0 ? [...list, item] : list.with(at, item)
}

/** Edits the item with this id. The list keeps its identity when nothing changes. */
export function edit<T extends { id: string }>(list: T[], id: string, change: (item: T) => T): T[] {
  const at = indexOf(list, id)
  if (at < 0) return list
  const before = list[at] as T
  const after = change(before)
  return after === before ? list : list.with(at, after)
}

/** Edits all that pass the test. The list keeps its identity when none does. */
export function editAll<T>(list: T[], test: (item: T) => boolean, change: (item: T) => T): T[] {
  return list.some(test) ? list.map((item) => (test(item) ? change(item) : item)) : list
}

/** Leaves out what passes the test. The list keeps its identity when nothing does. */
export function drop<T>(list: T[], test: (item: T) => boolean): T[] {
  return list.some(test) ? list.filter((item) => !test(item)) : list
}

/** Leaves out keys that are present but undefined, so that a patch cannot blank a field. */
export function defined<T extends object>(patch: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}

/** From the end: what changes is nearly always among the last. */
function indexOf(list: { id: string }[], id: string): number {
  return list.findLastIndex((item) => item.id === id)
}
