import './starters.css'
import { useState } from 'react'
import { lacksArgs, type ThreadView } from '@chatwright/client'
import { useConnection, useOffer, useReady, useStop } from '@chatwright/client/react'
import type { Starter } from '@chatwright/protocol'
import { ArrowUpRight } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { addToDraft } from '../composer/add-to-draft.ts'
import { NamedIcon } from '../icons/named-icon.tsx'

/** What a person can begin with. Groups are pills; one of them is open at a time. */
export default function Starters({ view, onSent }: { view: ThreadView; onSent: () => void }) {
  const offer = useOffer(view)
  const { modes, command, composed, isBlocked } = useReady(view)
  const isOnline = useConnection().status === 'online'
  const { isShown: isBusy } = useStop(view)
  const [open, setOpen] = useState<string | null>(null)
  const { starters } = offer
  if (starters.length === 0) return null
  const groups = [...new Set(starters.flatMap(({ category }) => category ?? []))]
  const shown = starters.filter(({ category }) => category === null || category === open)

  const choose = (starter: Starter): void => {
    const offered = offer.commands.find(({ id }) => id === starter.command)
    for (const [mode, option] of Object.entries(starter.modes)) view.composing.chooseMode(mode, option)
    // What its command asks for is filled in before it is said.
    const isLacking = offered ? lacksArgs(offered, {}) : isBlocked
    if (!starter.isSaid || isLacking) {
      addToDraft(view, starter.text)
      if (offered) view.composing.choose(offered.id, offer.commands)
      document.querySelector<HTMLElement>('#chat-input')?.focus()
      return
    }
    const own = starter.command === null ? composed : { command: starter.command }
    const chosenModes = offer.modes.length > 0 ? { modes: { ...modes, ...starter.modes } } : {}
    view.send(starter.text, { location: location.href }, { ...own, ...chosenModes })
    if (starter.command === null) view.composing.onSent(command, offer.commands)
    onSent()
  }

  return (
    <div className="starting" id="starters" role="group" aria-label={t('starters.label')}>
      {groups.length > 0 && (
        <div className="starter-groups">
          {groups.map((group) => (
            <button
              type="button"
              key={group}
              className="pill"
              aria-expanded={group === open}
              aria-pressed={group === open}
              onClick={() => setOpen(group === open ? null : group)}
            >
              <GroupIcon name={starters.find((one) => one.category === group && one.categoryIcon)?.categoryIcon} />
              {group}
            </button>
          ))}
        </div>
      )}
      <div className="starters">
        {shown.map((starter) => (
          <button
            type="button"
            key={`${starter.category} ${starter.label}`}
            id={`starter-${starter.label.trim().toLowerCase().replaceAll(/\s+/g, '-')}`}
            className={starter.icon === null ? 'starter no-icon' : 'starter'}
            disabled={!isOnline || isBusy}
            onClick={() => choose(starter)}
          >
            {starter.icon !== null && <NamedIcon name={starter.icon} />}
            <span>
              <b dir="auto">{starter.label}</b>
              {starter.description !== null && <span dir="auto">{starter.description}</span>}
            </span>
            <Icon of={ArrowUpRight} isSmall />
          </button>
        ))}
      </div>
    </div>
  )
}

function GroupIcon({ name }: { name: string | undefined }) {
  return name === undefined ? null : <NamedIcon name={name} isSmall />
}
