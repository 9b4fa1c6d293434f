import { useCallback, useState } from 'react'

/** Something a control asks the server for: whether it is on its way, and why it was refused. */
export interface Pressed {
  isBusy: boolean
  error: string | null
  /** Does it, unless it is on its way. Never rejects. */
  press(work: () => Promise<unknown>): void
}

export function useCommand(): Pressed {
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const press = useCallback((work: () => Promise<unknown>) => {
    setIsBusy(true)
    setError(null)
    work()
      .catch((reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)))
      .finally(() => setIsBusy(false))
  }, [])
  return { isBusy, error, press }
}
