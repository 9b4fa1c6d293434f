import { WrapText } from 'lucide-react'
import { memo, useRef, useState, type ReactNode } from 'react'
import type { Tokens } from 'marked'
import { CopyButton } from '../format/copy-button.tsx'
import { copyText } from '../format/copy-text.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { decodeEntities } from './entities.ts'
import { KeepSelection } from './keep-selection.tsx'
import { labels } from './labels.ts'
import { languageName } from './languages.ts'
import type { Part } from './split-block.ts'
import { useHighlight } from './use-highlight.ts'
import type { Coloured } from './highlight.ts'

interface CodeBlockProps {
  token: Tokens.Code
  /** The settled lines of a long block. */
  parts: readonly Part[]
  /** Whether more may come; coloured only when not. */
  isOpen: boolean
  caret: ReactNode
}

const copyLabels = { copy: labels.copyCode, copied: labels.copied, failed: labels.copyFailed }

export function CodeBlock({ token, parts, isOpen, caret }: CodeBlockProps) {
  const [isWrapped, setWrapped] = useState(false)
  const info = decodeEntities(token.lang ?? '')
  const name = languageName(info)
  const coloured = useHighlight(token, parts, info, isOpen)
  const root = useRef<HTMLElement>(null)
  return (
    <figure className={isWrapped ? 'code is-wrapped' : 'code'} dir="ltr">
      <div className="code-head">
        <span className="grow">{name || labels.code}</span>
        <IconButton
          icon={WrapText}
          label={labels.wrapLines}
          isSmall
          aria-pressed={isWrapped}
          onClick={() => setWrapped(!isWrapped)}
        />
        <CopyButton of="code" labels={copyLabels} text={() => sourceOf(token, parts)} write={copyText} />
      </div>
      <pre tabIndex={0} role="group" aria-label={name ? labels.codeIn(name) : labels.code}>
        <code ref={root}>
          <KeepSelection root={root}>
            {coloured ? (
              <Pieces of={coloured} />
            ) : (
              <>
                {parts.map((part, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- parts are only ever added at the end
                  <Lines key={index} part={part} />
                ))}
                {token.text}
              </>
            )}
            {caret}
          </KeepSelection>
        </code>
      </pre>
    </figure>
  )
}

/** The code exactly as it was written. */
export function sourceOf(token: Tokens.Code, parts: readonly Part[]): string {
  return [...parts.map((part) => (part.kind === 'lines' ? part.text : '')), token.text].join('\n')
}

/** Settled lines, a block of their own: the browser need not lay them out again when more come. */
const Lines = memo(function Lines({ part }: { part: Part }) {
  return part.kind === 'lines' ? <span className="code-lines">{`${part.text}\n`}</span> : null
})

const Pieces = memo(function Pieces({ of: pieces }: { of: readonly Coloured[] }) {
  return pieces.map((piece, index) => {
    if (typeof piece === 'string') return piece
    return (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text never change
      <span key={index} className={piece.className ?? undefined}>
        <Pieces of={piece.children} />
      </span>
    )
  })
})
