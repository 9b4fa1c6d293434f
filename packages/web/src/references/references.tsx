import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import { splitElementRefs, type Element } from '@chatwright/protocol'
import { PanelRight } from 'lucide-react'
import { useOpenElement } from '../elements/open-element.ts'
import { Icon } from '../icons/icon.tsx'
import { ShownThread } from './shown-thread.ts'
import { NameRule } from './name-rule.ts'
import { namePattern, splitNames } from './split-names.ts'

type Named = ReadonlyMap<string, Element>

const none: Named = new Map()
/** Within a link: another map than that of a message without elements. */
const noneHere: Named = new Map()
const NamedContext = createContext<Named>(none)
const PatternContext = createContext<RegExp | null>(null)
const NameRuleContext = createContext<NameRule | null>(null)

/** Which names Markdown would make something else of. The same one as long as they are the same. */
export function useNameRule(): NameRule | null {
  return useContext(NameRuleContext)
}

/** Told of each element that a chip leads to, as long as it does. */
export type OnLed = (elementId: string) => () => void
const Led = createContext<OnLed | null>(null)

/** The elements that chips of a message lead to: no card has to. */
export function useLedTo(): [ledTo: ReadonlySet<string>, onLed: OnLed] {
  const [ids, setIds] = useState<readonly string[]>([])
  const onLed = useCallback((elementId: string) => {
    setIds((before) => [...before, elementId])
    return () => setIds((before) => before.toSpliced(before.indexOf(elementId), 1))
  }, [])
  return [useMemo(() => new Set(ids), [ids]), onLed]
}

interface ReferencesProps {
  elements: readonly Element[]
  onLed: OnLed
  children: ReactNode
}

/** Lets the names of a message's own elements in its text lead to them. */
export function References({ elements, onLed, children }: ReferencesProps) {
  const named = useMemo(
    () => (elements.length === 0 ? none : new Map(elements.map((one) => [one.name, one]))),
    [elements],
  )
  const key = JSON.stringify([...named.keys()])
  const [pattern, rule] = useMemo(() => {
    const names = JSON.parse(key) as string[]
    return [namePattern(names, 'gu'), NameRule.of(names)] as const
  }, [key])
  return (
    <Led value={onLed}>
      <NameRuleContext value={rule}>
        <PatternContext value={pattern}>
          <NamedContext value={named}>{children}</NamedContext>
        </PatternContext>
      </NameRuleContext>
    </Led>
  )
}

/** Where names are words only: within a link. */
export function NoReferences({ children }: { children: ReactNode }) {
  return <NamedContext value={noneHere}>{children}</NamedContext>
}

/** A stretch of text with the names in it: chips that open what they name; bold, where that stands below anyway. */
export function NamedText({ text }: { text: string }) {
  const parts = splitElementRefs(text)
  if (parts.length === 1 && parts[0]?.type === 'text') return <OwnNames text={text} />
  return parts.map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- a text that grows keeps what it had
    part.type === 'text' ? (
      <OwnNames key={index} text={part.text} />
    ) : (
      <Ref key={index} id={part.id} name={part.name} />
    ),
  )
}

/** A place that the app has written: it leads to an element of any message. */
function Ref({ id, name }: { id: string; name: string }) {
  const view = useContext(ShownThread)
  const canLead = useContext(NamedContext) !== noneHere
  return view && canLead ? <KnownRef view={view} id={id} name={name} /> : name
}

function KnownRef({ view, id, name }: { view: ThreadView; id: string; name: string }) {
  const element = useSelected(view, ({ state }) => state.elements.findLast((one) => one.id === id))
  if (!element) return name
  return element.display === 'inline' ? <strong>{element.name}</strong> : <Chip element={element} />
}

function OwnNames({ text }: { text: string }) {
  const named = useContext(NamedContext)
  const pattern = useContext(PatternContext)
  if (named.size === 0) return text
  return splitNames(text, pattern).map((part, index) => {
    // oxlint-disable-next-line react/no-array-index-key -- a text that grows keeps what it had
    return part.isName ? <OwnName key={index} name={part.text} /> : part.text
  })
}

/** The name of one of the message's own elements; words, where it is none. */
export function OwnName({ name }: { name: string }) {
  const element = useContext(NamedContext).get(name)
  if (!element) return name
  return element.display === 'inline' ? <strong>{name}</strong> : <Chip element={element} />
}

function Chip({ element }: { element: Element }) {
  const open = useOpenElement()
  const onLed = useContext(Led)
  // Before it is painted, so that no card stands there for a moment.
  useLayoutEffect(() => onLed?.(element.id), [onLed, element.id])
  return (
    <button type="button" className="ref element-link" onClick={() => open(element.id)}>
      <Icon of={PanelRight} isSmall />
      {element.name}
    </button>
  )
}
