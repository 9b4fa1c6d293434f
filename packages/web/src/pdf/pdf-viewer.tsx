import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Element } from '@chatwright/protocol'
import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import { PdfPage } from './pdf-page.tsx'
import { firstPage, usePdf } from './use-pdf.ts'

const zooms = { least: 0.5, most: 3, step: 0.25 }

/** A PDF page by page: forward and back, to a page by its number, and nearer. */
export default function PdfViewer({ element, threadId }: { element: Element; threadId: string }) {
  const pdf = usePdf(threadId, element)
  const [chosen, setChosen] = useState<number | null>(null)
  const [zoom, setZoom] = useState(1)
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  if (pdf === null)
    return (
      <p className="problem" role="alert">
        {t('element.failed', { name: element.name })}
      </p>
    )
  const count = pdf?.numPages ?? 1
  const page = Math.min(chosen ?? (pdf ? firstPage(element, pdf) : 1), count)
  const goTo = (wanted: number): void => setChosen(Math.min(Math.max(1, wanted), count))
  const zoomTo = (wanted: number): void => setZoom(Math.min(Math.max(zooms.least, wanted), zooms.most))
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
        <Tool icon={ChevronLeft} label={t('pdf.before')} isOff={page <= 1} onPress={() => goTo(page - 1)} />
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
        <Tool icon={ChevronRight} label={t('pdf.after')} isOff={page >= count} onPress={() => goTo(page + 1)} />
        <span className="grow" />
        <Tool
          icon={ZoomOut}
          label={t('pdf.smaller')}
          isOff={zoom <= zooms.least}
          onPress={() => zoomTo(zoom - zooms.step)}
        />
        <span className="num pdf-zoom">{Math.round(zoom * 100)} %</span>
        <Tool
          icon={ZoomIn}
          label={t('pdf.larger')}
          isOff={zoom >= zooms.most}
          onPress={() => zoomTo(zoom + zooms.step)}
        />
      </div>
      <div className="pdf-room" ref={room} tabIndex={0} role="group" aria-label={t('pdf.page', { page })}>
        {pdf && <PdfPage pdf={pdf} number={page} width={Math.round(width * zoom)} />}
      </div>
      <span className="sr" role="status">
        {pdf ? t('pdf.at', { page, count }) : t('element.loading')}
      </span>
    </div>
  )
}

interface ToolProps {
  icon: typeof ZoomIn
  label: string
  isOff: boolean
  onPress: () => void
}

function Tool({ icon, label, isOff, onPress }: ToolProps) {
  return (
    <button type="button" className="icon-btn sm" aria-label={label} title={label} disabled={isOff} onClick={onPress}>
      <Icon of={icon} isSmall />
    </button>
  )
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
