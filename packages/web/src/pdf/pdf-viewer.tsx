import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Element } from '@chatwright/protocol'
import { ChevronLeft, ChevronRight, Printer, Search as Glass, ZoomIn, ZoomOut } from 'lucide-react'
import { fileUrl } from '../elements/file-url.ts'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import { FindBar } from './find-bar.tsx'
import { PdfPage } from './pdf-page.tsx'
import { IconButton } from '../icons/icon-button.tsx'
import { useFinding } from './use-finding.ts'
import { firstPage, usePdf } from './use-pdf.ts'
import type { Wanted } from './use-search.ts'

const zooms = { least: 0.5, most: 3, step: 0.25 }

/** A PDF page by page: forward and back, to a page by its number, nearer, and to words in it. */
export default function PdfViewer({ element, threadId }: { element: Element; threadId: string }) {
  const pdf = usePdf(threadId, element)
  const [chosen, setChosen] = useState<number | null>(null)
  const [zoom, setZoom] = useState(1)
  /** What the person looks for; null: they do not. */
  const [text, setText] = useState<string | null>(null)
  const room = useRef<HTMLDivElement>(null)
  const glass = useRef<HTMLSpanElement>(null)
  const width = useWidth(room)
  const count = pdf?.numPages ?? 1
  const page = Math.min(chosen ?? (pdf ? firstPage(element, pdf) : 1), count)
  const goTo = useCallback((wanted: number): void => setChosen(Math.min(Math.max(1, wanted), count)), [count])
  const wanted = wantedIn(text, element)
  const { search, at, hit, move } = useFinding(pdf, wanted, page, goTo)
  if (pdf === null)
    return (
      <p className="problem" role="alert">
        {t('element.failed', { name: element.name })}
      </p>
    )
  const zoomTo = (near: number): void => setZoom(Math.min(Math.max(zooms.least, near), zooms.most))
  const endFinding = (): void => {
    setText(null)
    glass.current?.querySelector('button')?.focus()
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      PageDown: () => goTo(page + 1),
      PageUp: () => goTo(page - 1),
      '+': () => zoomTo(zoom + zooms.step),
      '-': () => zoomTo(zoom - zooms.step),
    }
    const move = key.target instanceof HTMLInputElement ? undefined : moves[key.key]
    if (!move) return
    key.preventDefault()
    move()
  }
  return (
    <div className="pdf side-pdf" onKeyDown={onKeyDown}>
      <div className="pdf-tools" role="toolbar" aria-label={element.name}>
        <IconButton
          isSmall
          icon={ChevronLeft}
          label={t('pdf.before')}
          disabled={page <= 1}
          onClick={() => goTo(page - 1)}
        />
        <label className="num">
          <span className="sr">{t('pdf.goTo')}</span>
          <input
            className="pdf-number"
            inputMode="numeric"
            value={page}
            onChange={(change) => goTo(Number.parseInt(change.currentTarget.value, 10) || 1)}
          />{' '}
          / {count}
        </label>
        <IconButton
          isSmall
          icon={ChevronRight}
          label={t('pdf.after')}
          disabled={page >= count}
          onClick={() => goTo(page + 1)}
        />
        <span className="grow" />
        <span ref={glass}>
          <IconButton
            isSmall
            icon={Glass}
            label={t('pdf.find')}
            disabled={!pdf}
            aria-pressed={text !== null}
            onClick={() => (text === null ? setText('') : endFinding())}
          />
        </span>
        <IconButton
          isSmall
          icon={ZoomOut}
          label={t('pdf.smaller')}
          disabled={zoom <= zooms.least}
          onClick={() => zoomTo(zoom - zooms.step)}
        />
        <span className="num pdf-zoom">{Math.round(zoom * 100)} %</span>
        <IconButton
          isSmall
          icon={ZoomIn}
          label={t('pdf.larger')}
          disabled={zoom >= zooms.most}
          onClick={() => zoomTo(zoom + zooms.step)}
        />
        <a
          className="icon-btn sm"
          href={fileUrl(threadId, element) ?? ''}
          target="_blank"
          rel="noreferrer"
          aria-label={t('pdf.print')}
          title={t('pdf.print')}
        >
          <Icon of={Printer} isSmall />
        </a>
      </div>
      {text !== null && (
        <FindBar text={text} search={search} at={at} onText={setText} onMove={move} onClose={endFinding} />
      )}
      {text === null && wanted && search.hits.length === 0 && !search.isReading && pdf && (
        <p className="pdf-note">{t('pdf.noPassage')}</p>
      )}
      <div className="pdf-room" ref={room} tabIndex={0} role="group" aria-label={t('pdf.page', { page })}>
        {pdf && (
          <PdfPage
            pdf={pdf}
            number={page}
            width={Math.round(width * zoom)}
            hasWords
            marked={wanted}
            current={hit?.page === page ? hit.nth : null}
          />
        )}
      </div>
      <span className="sr" role="status">
        {pdf ? t('pdf.at', { page, count }) : t('element.loading')}
      </span>
    </div>
  )
}

/** What is marked: what the person looks for, else the passage that the app points at. */
function wantedIn(text: string | null, { highlight }: Element): Wanted | null {
  if (text !== null) return text.trim() === '' ? null : { text, likeness: 'words' }
  return highlight === undefined ? null : { text: highlight, likeness: 'passage' }
}

/** The room for a page, in CSS pixels; follows the panel as it is drawn wider. */
function useWidth(room: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const box = room.current
    if (!box) return
    const look = new ResizeObserver(() => setWidth(Math.max(0, box.clientWidth - 24)))
    look.observe(box)
    return () => look.disconnect()
  }, [room])
  return width
}
