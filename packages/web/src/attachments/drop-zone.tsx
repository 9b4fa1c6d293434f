import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { FileRules } from '@chatwright/protocol'
import { Upload } from 'lucide-react'
import { bytes } from '../format/bytes.ts'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'

/** Takes files that are dropped anywhere on the page, and says so while they are over it. */
export function DropZone({ rules, onFiles }: { rules: FileRules | null; onFiles: (files: File[]) => void }) {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const hasFiles = (drag: DragEvent): boolean => drag.dataTransfer?.types.includes('Files') ?? false
    const over = (drag: DragEvent): void => {
      if (!hasFiles(drag) || drag.defaultPrevented) return
      // Without this the browser would leave the page for the file.
      drag.preventDefault()
      if (drag.dataTransfer) drag.dataTransfer.dropEffect = rules ? 'copy' : 'none'
      if (rules) setIsOver(true)
    }
    const leave = (drag: DragEvent): void => {
      if (drag.relatedTarget === null) setIsOver(false)
    }
    const drop = (drag: DragEvent): void => {
      setIsOver(false)
      if (!hasFiles(drag) || drag.defaultPrevented) return
      drag.preventDefault()
      if (rules) onFiles([...(drag.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [rules, onFiles])
  const sheet = isOver ? document.querySelector('main.sheet') : null
  if (!sheet || !rules) return null
  return createPortal(
    <div className="dropover">
      <Icon of={Upload} />
      <b>{t('upload.drop')}</b>
      <span className="hint">
        {[...rules.accept, t('upload.limits', { count: rules.maxFiles, size: bytes(rules.maxBytes) })].join(' · ')}
      </span>
    </div>,
    sheet,
  )
}
