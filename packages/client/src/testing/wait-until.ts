/** Waits until `check` gives something true, looking every 5 ms. Fails after 10 s with what was waited for. */
export async function waitUntil<T>(what: string, check: () => T): Promise<T> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const value = check()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`waited 10 s in vain until ${what}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}

/** Lets time pass, for what must not happen in it. */
export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
