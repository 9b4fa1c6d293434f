import { useMemo, useState, type KeyboardEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import type { ComposerCommand } from '@chatwright/protocol'

/** The menu that `/` at the start of the draft opens. */
export interface Slash {
  isOpen: boolean
  matches: readonly ComposerCommand[]
  at: number
  setAt: (index: number) => void
  choose: (index: number) => void
  /** Takes a key that is the menu's, and says whether it was. */
  onKeyDown: (key: KeyboardEvent) => boolean
}

/** Commands whose label or id has the words, those first in which they come early. */
export function matching(commands: readonly ComposerCommand[], words: string): ComposerCommand[] {
  const wanted = words.toLowerCase()
  const placeIn = ({ id, label }: ComposerCommand): number => {
    const places = [label, id].map((name) => name.toLowerCase().indexOf(wanted)).filter((place) => place >= 0)
    return places.length === 0 ? -1 : Math.min(...places)
  }
  return commands
    .map((command) => ({ command, place: placeIn(command) }))
    .filter(({ place }) => place >= 0)
    .toSorted((a, b) => a.place - b.place)
    .map(({ command }) => command)
}

export function useSlash(view: ThreadView, commands: readonly ComposerCommand[], draft: string): Slash {
  const [closedFor, setClosedFor] = useState<string | null>(null)
  const [place, setPlace] = useState({ draft, at: 0 })
  const words = /^\/(\S*)$/.exec(draft)?.[1]
  const matches = useMemo(() => (words === undefined ? [] : matching(commands, words)), [commands, words])
  const isOpen = matches.length > 0 && closedFor !== draft
  const at = place.draft === draft ? Math.min(place.at, matches.length - 1) : 0
  const setAt = (index: number): void => setPlace({ draft, at: index })
  const choose = (index: number): void => {
    const command = matches[index]
    if (!command) return
    view.composing.choose(command.id, commands)
    view.draft.set('')
  }
  const onKeyDown = (key: KeyboardEvent): boolean => {
    if (!isOpen || key.nativeEvent.isComposing) return false
    if (key.key === 'ArrowDown') setAt((at + 1) % matches.length)
    else if (key.key === 'ArrowUp') setAt((at + matches.length - 1) % matches.length)
    else if ((key.key === 'Enter' && !key.shiftKey) || (key.key === 'Tab' && !key.shiftKey)) choose(at)
    else if (key.key === 'Escape') setClosedFor(draft)
    else return false
    key.preventDefault()
    return true
  }
  return { isOpen, matches, at, setAt, choose, onKeyDown }
}
