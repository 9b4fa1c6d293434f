import { useEffect, useRef, type KeyboardEvent } from 'react'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { t } from '../elements/words.ts'
import { IconButton } from '../icons/icon-button.tsx'
import type { Search } from './use-search.ts'

interface FindBarProps {
  text: string
  search: Search
  /** Which of the hits is looked at. */
  at: number
  onText: (text: string) => void
  onMove: (by: 1 | -1) => void
  onClose: () => void
}

/** Looks for words in the document: Enter goes on, Shift and Enter back, Escape ends it. */
export function FindBar({ text, search, at, onText, onMove, onClose }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.nativeEvent.isComposing) return
    if (key.key === 'Escape') onClose()
    else if (key.key === 'Enter' && key.target === field.current) onMove(key.shiftKey ? -1 : 1)
    else return
    key.preventDefault()
    // What is around closes by Escape, too.
    key.stopPropagation()
    key.nativeEvent.stopImmediatePropagation()
  }
  const isNone = search.hits.length === 0
  return (
    <div className="pdf-tools pdf-find" role="search" onKeyDown={onKeyDown}>
      <input
        ref={field}
        type="text"
        enterKeyHint="search"
        aria-label={t('pdf.find')}
        placeholder={t('pdf.find')}
        value={text}
        onChange={(change) => onText(change.currentTarget.value)}
      />
      <span className="num" role="status">
        {text.trim() === '' ? '' : said(search, at)}
      </span>
      <IconButton isSmall icon={ChevronUp} label={t('pdf.hitBefore')} disabled={isNone} onClick={() => onMove(-1)} />
      <IconButton isSmall icon={ChevronDown} label={t('pdf.hitAfter')} disabled={isNone} onClick={() => onMove(1)} />
      <IconButton isSmall icon={X} label={t('pdf.endFind')} onClick={onClose} />
    </div>
  )
}

function said({ hits, isReading }: Search, at: number): string {
  if (hits.length === 0) return t(isReading ? 'pdf.finding' : 'pdf.foundNone')
  return t(isReading ? 'pdf.foundSoFar' : 'pdf.found', { at: at + 1, count: hits.length })
}
