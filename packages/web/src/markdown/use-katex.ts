import { useEffect, useState } from 'react'
import type { Katex } from './katex.ts'

/** What has been loaded stays so: a formula that is scrolled back into view is typeset before it is painted. */
let loaded: Katex | null = null

/** What typesets formulas; null until it has been loaded, which the first formula asks for. */
export function useKatex(): Katex | null {
  const [katex, setKatex] = useState(() => loaded)

  useEffect(() => {
    if (katex) return
    let isWanted = true
    import('./katex.ts').then(
      (module) => {
        loaded = module.katex
        if (isWanted) setKatex(() => module.katex)
      },
      (error: unknown) => console.warn('chatwright: formulas are shown as source, KaTeX could not be loaded', error),
    )
    return () => {
      isWanted = false
    }
  }, [katex])

  return katex
}
