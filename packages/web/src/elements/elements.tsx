import type { ReactNode } from 'react'
import type { Element } from '@chatwright/protocol'
import { AnyCard } from './any-card.tsx'
import { OpenCard } from './open-card.tsx'
import { PdfCard } from './pdf-card.tsx'
import { Picture } from './picture.tsx'
import { TextCard } from './text-card.tsx'
import '../styles/elements.css'
import '../styles/ask.css'

interface ElementsProps {
  elements: readonly Element[]
  threadId: string
  ledTo?: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

/** The elements of one message: pictures and films, then the rest; those shown elsewhere as cards that lead there. */
export default function Elements({ elements, threadId, ledTo = none }: ElementsProps) {
  const inline = elements.filter(({ display }) => display === 'inline')
  const elsewhere = elements.filter(({ display }) => display !== 'inline')
  const pictures = inline.filter(({ kind }) => pictureKinds.includes(kind))
  const cards = inline.filter(({ kind }) => cardKinds.includes(kind))
  const wide = inline.filter(({ kind }) => !pictureKinds.includes(kind) && !cardKinds.includes(kind))
  const leads = elsewhere.filter(({ id }) => !ledTo.has(id))
  const show = (element: Element): ReactNode => <Card key={element.id} element={element} threadId={threadId} />
  return (
    <>
      {(pictures.length > 0 || cards.length > 0 || leads.length > 0) && (
        <div className="els">
          {pictures.length > 1 ? <div className="pic-grid">{pictures.map(show)}</div> : pictures.map(show)}
          {(cards.length > 0 || leads.length > 0) && (
            <div className="stack">
              {cards.map(show)}
              {leads.map((element) => (
                <OpenCard key={element.id} element={element} />
              ))}
            </div>
          )}
        </div>
      )}
      {wide.map(show)}
    </>
  )
}

/** What stands in the grid. */
const pictureKinds: readonly Element['kind'][] = ['image', 'video']

/** What takes the space of a card; what is left takes the whole measure. */
const cardKinds: readonly Element['kind'][] = ['pdf', 'file', 'audio']

function Card({ element, threadId }: { element: Element; threadId: string }) {
  switch (element.kind) {
    case 'image':
      return <Picture element={element} threadId={threadId} />
    case 'pdf':
      return <PdfCard element={element} threadId={threadId} />
    case 'text':
      return <TextCard element={element} threadId={threadId} />
    default:
      return <AnyCard element={element} threadId={threadId} />
  }
}
