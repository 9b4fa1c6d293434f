/**
 * What a source gives, until the signal is aborted: then it throws the signal's reason at once, also while the source
 * hangs. The source is told to return and not waited for, because one that hangs may never answer.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  let isOver = false
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
  })
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next.done) {
        isOver = true
        return
      }
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (!isOver) void giveBack(iterator)
  }
}

async function giveBack(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.()
  } catch {
    // Nobody reads the source any more, so nobody can be told.
  }
}
