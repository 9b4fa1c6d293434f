import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { labels } from './labels.ts'
import { useKatex } from './use-katex.ts'

/** A formula in a line of text. `isDisplay`: set on a line of its own nevertheless. */
export function MathInline({ text, isDisplay }: { text: string; isDisplay: boolean }) {
  if (!isDisplay) return <Formula text={text} isDisplay={false} />
  return (
    <span className="mathblock" tabIndex={0} role="group" aria-label={labels.formula}>
      <Formula text={text} isDisplay />
    </span>
  )
}

/** A formula in a block of its own; a wide one scrolls. */
export function MathBlock({ text, caret }: { text: string; caret: ReactNode }) {
  return (
    <div className="mathblock" tabIndex={0} role="group" aria-label={labels.formula}>
      <Formula text={text} isDisplay />
      {caret}
    </div>
  )
}

/** The source until what typesets it has been loaded, and where that cannot be. */
function Formula({ text, isDisplay }: { text: string; isDisplay: boolean }) {
  const element = useRef<HTMLSpanElement>(null)
  const katex = useKatex()
  const [failed, setFailed] = useState<string | null>(null)
  const isSource = katex === null || failed === text

  useLayoutEffect(() => {
    if (!katex || !element.current) return
    try {
      katex(text, element.current, isDisplay)
    } catch {
      // The reader gets the source of what cannot be typeset.
      setFailed(text)
    }
  }, [katex, text, isDisplay])

  // Two elements, never one that changes its owner: React does not touch what KaTeX has built.
  return isSource ? (
    <code key="source" className="formula-source">
      {text}
    </code>
  ) : (
    <span key="set" ref={element} className="formula" />
  )
}
