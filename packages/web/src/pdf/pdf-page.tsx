import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { t } from '../elements/words.ts'

interface PdfPageProps {
  pdf: PDFDocumentProxy
  number: number
  /** In CSS pixels. */
  width: number
  onText?: (text: string) => void
}

/** One page of a PDF, drawn as sharp as the screen is. Its words stand behind it for who does not see it. */
export function PdfPage({ pdf, number, width, onText }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  useEffect(() => {
    let isWanted = true
    let stop = (): void => {}
    const draw = async (): Promise<void> => {
      const page = await pdf.getPage(number)
      const field = canvas.current
      if (!isWanted || !field || width <= 0) return
      const ratio = Math.min(globalThis.devicePixelRatio || 1, 2)
      const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * ratio })
      // Drawn beside what is shown: a page that changes its size does not flash.
      const sheet = document.createElement('canvas')
      sheet.width = viewport.width
      sheet.height = viewport.height
      const task = page.render({ canvas: sheet, viewport })
      stop = () => task.cancel()
      await task.promise
      if (!isWanted) return
      field.width = sheet.width
      field.height = sheet.height
      field.style.width = `${width}px`
      field.style.height = `${(width * sheet.height) / sheet.width}px`
      field.getContext('2d')?.drawImage(sheet, 0, 0)
      field.dataset['page'] = String(number)
      const content = await page.getTextContent()
      const text = content.items
        .flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.str] : []))
        .join(' ')
      if (!isWanted) return
      setWords(text)
      onText?.(text)
    }
    draw().catch((error: unknown) => {
      if ((error as { name?: string }).name !== 'RenderingCancelledException')
        console.warn('chatwright: a page of a PDF could not be drawn', error)
    })
    return () => {
      isWanted = false
      stop()
    }
  }, [pdf, number, width, onText])
  return (
    <canvas ref={canvas} role="img" aria-label={`${t('pdf.page', { page: number })}: ${words}`}>
      {words}
    </canvas>
  )
}
