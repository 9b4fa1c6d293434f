import { useEffect } from 'react'
import type { ThreadList, ThreadListSnapshot } from '../thread-list.ts'
import { useClient, useObservable } from './client-context.tsx'

/** The person's threads, loaded at first use, and what can be done with them: `list.more()`, `list.search()` … */
export function useThreadList(): ThreadListSnapshot & { list: ThreadList } {
  const list = useClient().threads
  useEffect(() => list.load(), [list])
  return { ...useObservable(list), list }
}
