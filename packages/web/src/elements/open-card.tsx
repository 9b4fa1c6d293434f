import type { Element } from '@chatwright/protocol'
import { Maximize2, PanelRight } from 'lucide-react'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { FileFace } from './file-card.tsx'
import { useOpenElement } from './open-element.ts'

/** Leads to an element that is shown in the panel or on a page, where the text does not name it. */
export function OpenCard({ element }: { element: Element }) {
  const open = useOpenElement()
  return (
    <button type="button" className="file" title={element.name} onClick={() => open(element.id)}>
      <FileFace element={element} does={t('element.openIt')} />
      <Icon of={element.display === 'page' ? Maximize2 : PanelRight} isSmall />
    </button>
  )
}
