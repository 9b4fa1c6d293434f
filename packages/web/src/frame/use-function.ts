import { useEffect, useRef } from 'react'
import { bridge } from './bridge.ts'
import type { ElementFunction } from './offered.ts'

/**
 * Offers a function to the app as long as the component is drawn: `chat.page.call(name, args)` on the server runs it and
 * gets what it gives back, JSON of 100,000 characters at most. What it throws is what the call throws. The latest that was
 * drawn is run, so it may use props and state.
 */
export function useFunction(name: string, run: ElementFunction): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => bridge?.offered.add(name, (args, info) => latest.current(args, info)), [name])
}
