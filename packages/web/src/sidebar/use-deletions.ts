import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ThreadSummary } from '@chatwright/protocol'
import { useClient } from '@chatwright/client/react'

/** How long a deletion can be undone, in milliseconds. */
const undoMs = 10_000

/** Deletions that can still be undone: the thread is hidden at once and deleted when the time for undoing is over. */
export function useDeletions(onFailed: () => void) {
  const { threads } = useClient()
  const [pending, setPending] = useState<readonly ThreadSummary[]>([])
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  const drop = useCallback((threadId: string) => {
    clearTimeout(timers.current.get(threadId))
    timers.current.delete(threadId)
    setPending((before) => before.filter((thread) => thread.id !== threadId))
  }, [])

  const carryOut = useCallback(
    (threadId: string) => {
      threads.delete(threadId).then(
        () => drop(threadId),
        () => {
          drop(threadId)
          onFailed()
        },
      )
    },
    [threads, drop, onFailed],
  )

  const remove = useCallback(
    (thread: ThreadSummary) => {
      setPending((before) => [...before, thread])
      timers.current.set(
        thread.id,
        setTimeout(() => carryOut(thread.id), undoMs),
      )
    },
    [carryOut],
  )

  useEffect(() => {
    const waiting = timers.current
    const onHide = (): void => {
      for (const threadId of waiting.keys()) carryOut(threadId)
    }
    addEventListener('pagehide', onHide)
    return () => removeEventListener('pagehide', onHide)
  }, [carryOut])

  const hidden = useMemo(() => new Set(pending.map((thread) => thread.id)), [pending])
  return { pending, hidden, remove, undo: drop }
}
