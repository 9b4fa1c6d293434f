import { useEffect, useState } from 'react'
import type { Tokens } from 'marked'
import { canHighlight, highlight, type Coloured } from './highlight.ts'
import type { Part } from './split-block.ts'

/** The colours of a code block once it has ended and the page had time for them; null until then. */
export function useHighlight(
  token: Tokens.Code,
  parts: readonly Part[],
  info: string,
  isOpen: boolean,
): readonly Coloured[] | null {
  const [result, setResult] = useState<{ code: string; info: string; coloured: readonly Coloured[] | null } | null>(
    null,
  )
  const code = isOpen ? null : [...parts.map((part) => (part.kind === 'lines' ? part.text : '')), token.text].join('\n')

  useEffect(() => {
    if (code === null || !canHighlight(code, info)) return
    let isWanted = true
    const cancel = whenIdle(() => {
      highlight(code, info).then(
        (coloured) => isWanted && setResult({ code, info, coloured }),
        (error: unknown) => console.warn('chatwright: code is shown without colours', error),
      )
    })
    return () => {
      isWanted = false
      cancel()
    }
  }, [code, info])

  return result !== null && result.code === code && result.info === info ? result.coloured : null
}

/** Runs something when the page has nothing else to do. Gives what takes it back. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: 2_000 })
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(run, 50)
  return () => clearTimeout(timer)
}
