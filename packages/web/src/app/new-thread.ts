const key = 'chatwright:new-thread'

/**
 * The thread that this window had begun before it was reloaded, when files wait in it that were not sent: they are kept by
 * the server for that thread. Undefined: there is none.
 */
export function unsentThread(): string | undefined {
  try {
    const id = sessionStorage.getItem(key)
    return id !== null && localStorage.getItem(`chatwright:files:${id}`) !== null ? id : undefined
  } catch {
    return undefined
  }
}

/** Remembers the thread in which nothing was said yet; null when something was. */
export function rememberNewThread(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, id)
  } catch {
    // Forbidden: then the files of a chat that has not begun do not outlive a reload.
  }
}
