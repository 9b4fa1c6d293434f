import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { layWords, type Words } from './text-layer.ts'
import { wordsOf, type Wanted } from './use-search.ts'

/** What phones can still draw. */
const canvasMost = { pixels: 16_000_000, side: 16_384 }

interface PdfPageProps {
  pdf: PDFDocumentProxy
  number: number
  /** In CSS pixels. */
  width: number
  /** Whether its words lie over it, to be chosen and read out. */
  hasWords?: boolean
  /** What is marked on it. */
  marked?: Wanted | null
  /** Which of the marks is looked at; null: none here. */
  current?: number | null
  /** When it is drawn, or cannot be. */
  onDone?: () => void
}

/** One page of a PDF, drawn as sharp as the screen is. */
export function PdfPage({ pdf, number, width, hasWords = false, marked = null, current = null, onDone }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [words, setWords] = useState<Words | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const draw = async (): Promise<void> => {
      const page = await pdf.getPage(number)
      const field = canvas.current
      if (stop.signal.aborted || !field || width <= 0) return
      const shown = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width })
      const viewport = page.getViewport({ scale: shown.scale * sharpness(shown) })
      // Drawn beside what is shown: a page that changes its size does not flash.
      const sheet = document.createElement('canvas')
      sheet.width = Math.max(1, viewport.width)
      sheet.height = Math.max(1, viewport.height)
      const task = page.render({ canvas: sheet, viewport })
      stop.signal.addEventListener('abort', () => task.cancel(), { once: true })
      await task.promise
      if (stop.signal.aborted) return
      setWords(null)
      field.width = sheet.width
      field.height = sheet.height
      field.style.width = `${width}px`
      field.style.height = `${shown.height}px`
      field.getContext('2d')?.drawImage(sheet, 0, 0)
      field.dataset['page'] = String(number)
      if (layer.current) setWords(await layWords(page, shown, layer.current, stop.signal))
    }
    draw()
      .catch((error: unknown) => {
        if (!stop.signal.aborted) console.warn('chatwright: a page of a PDF could not be drawn', error)
      })
      .finally(() => stop.signal.aborted || onDone?.())
    return () => stop.abort()
  }, [pdf, number, width, onDone])
  return (
    <div className="pdf-sheet">
      <canvas ref={canvas} aria-hidden="true" />
      {hasWords && <div className="pdf-words" ref={layer} />}
      {words && marked && <Marks pdf={pdf} number={number} words={words} marked={marked} current={current} />}
    </div>
  )
}

/** Pixels of the canvas for one of the page, to be as sharp as the screen, or as a canvas can be that every browser draws. */
function sharpness({ width, height }: { width: number; height: number }): number {
  const screen = Math.min(globalThis.devicePixelRatio || 1, 2)
  return Math.min(screen, Math.sqrt(canvasMost.pixels / (width * height)), canvasMost.side / Math.max(width, height))
}

interface MarksProps {
  pdf: PDFDocumentProxy
  number: number
  words: Words
  marked: Wanted
  current: number | null
}

/** Bars over what was found. The one that is looked at is brought into view. */
function Marks({ pdf, number, words, marked, current }: MarksProps) {
  const [places, setPlaces] = useState<DOMRect[][]>([])
  const seen = useRef<HTMLElement>(null)
  const { text, likeness } = marked
  useEffect(() => {
    let isWanted = true
    wordsOf(pdf, number, likeness).then(
      (all) => isWanted && setPlaces(words.rectsOf(all, { text, likeness })),
      () => {},
    )
    return () => {
      isWanted = false
    }
  }, [pdf, number, words, text, likeness])
  useEffect(() => {
    seen.current?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [places, current])
  return (
    <div aria-hidden="true">
      {places.flatMap((rects, nth) =>
        rects.map(({ x, y, width, height }, at) => (
          <i
            key={`${nth} ${at}`}
            ref={nth === current && at === 0 ? seen : undefined}
            className={nth === current ? 'pdf-mark is-current' : 'pdf-mark'}
            style={{ left: x, top: y, width, height }}
          />
        )),
      )}
    </div>
  )
}
