import { useCallback } from 'react'
import type { DraftValue } from '../draft.ts'
import type { ThreadView } from '../thread-view.ts'
import { useObservable } from './client-context.tsx'

/**
 * What the person has begun to write in a thread under this name, and a way to change it. It outlives the component, a
 * change of threads and a reload. `empty`: what it is while nothing is begun; it is also the shape that what was kept
 * must have. `keep`: what of it may be put into the browser's storage; all by default.
 */
export function useDraft<T extends DraftValue>(
  view: ThreadView,
  name: string,
  empty: T,
  keep?: (value: T) => T,
): [draft: T, change: (to: T | ((before: T) => T)) => void] {
  const draft = view.drafts.of(name, empty, keep)
  const change = useCallback(
    (to: T | ((before: T) => T)) =>
      draft.set(typeof to === 'function' ? (to as (before: T) => T)(draft.getSnapshot()) : to),
    [draft],
  )
  return [useObservable(draft), change]
}
