import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { Element } from '@chatwright/protocol'
import { PanelRight } from 'lucide-react'
import { useOpenElement } from '../elements/open-element.ts'
import { Icon } from '../icons/icon.tsx'
import { splitNames } from './split-names.ts'

type Named = ReadonlyMap<string, Element>

const none: Named = new Map()
const NamedContext = createContext<Named>(none)

/** Lets the names of a message's own elements in its text lead to them. */
export function References({ elements, children }: { elements: readonly Element[]; children: ReactNode }) {
  const named = useMemo(
    () => (elements.length === 0 ? none : new Map(elements.map((one) => [one.name, one]))),
    [elements],
  )
  return <NamedContext value={named}>{children}</NamedContext>
}

/** Where names are words only: within a link. */
export function NoReferences({ children }: { children: ReactNode }) {
  return <NamedContext value={none}>{children}</NamedContext>
}

/** A stretch of text with the names in it: chips that open what they name; bold, where that stands below anyway. */
export function NamedText({ text }: { text: string }) {
  const named = useContext(NamedContext)
  if (named.size === 0) return text
  return splitNames(text, [...named.keys()]).map((part, index) => {
    const element = part.isName ? named.get(part.text) : undefined
    if (!element) return part.text
    // oxlint-disable-next-line react/no-array-index-key -- a text that grows keeps what it had
    return element.display === 'inline' ? (
      <strong key={index}>{part.text}</strong>
    ) : (
      <Chip key={index} element={element} />
    )
  })
}

function Chip({ element }: { element: Element }) {
  const open = useOpenElement()
  return (
    <button type="button" className="ref element-link" onClick={() => open(element.id)}>
      <Icon of={PanelRight} isSmall />
      {element.name}
    </button>
  )
}
