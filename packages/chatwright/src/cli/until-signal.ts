/** npm and npx pass a signal on that a terminal had sent to all: within this time two are one. */
const sameSignalMs = 500

/**
 * Resolves with the first signal that asks the process to end. A second one ends it at once, with code 130: for
 * somebody who does not want to wait.
 */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    const onSignal = (signal: NodeJS.Signals): void => {
      if (askedAt !== null && performance.now() - askedAt > sameSignalMs) process.exit(130)
      askedAt ??= performance.now()
      resolve(signal)
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}

/** What ending may take beyond the time that runs are given: clean-up, shutdown hooks, the store. */
const closingMs = 15_000

/** Ends what is served and then the process, with code 0; with code 1 when the end does not come. */
export async function endGracefully(close: () => Promise<void>, drainMs: number): Promise<never> {
  const timer = setTimeout(() => {
    console.error('The server did not end in time: what was not stored by now is lost.')
    process.exit(1)
  }, drainMs + closingMs)
  await close()
  clearTimeout(timer)
  process.exit(0)
}
