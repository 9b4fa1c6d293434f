import './offer.css'
import { useState, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useOffer, useReady } from '@chatwright/client/react'
import type { ComposerCommand, Mode } from '@chatwright/protocol'
import { ChevronDown, Settings2, Wrench, X } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { IconButton } from '../icons/icon-button.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'
import PopList, { type PopItem } from './pop-list.tsx'

/** What the app offers beside the text: modes, commands, settings. */
export default function OfferTools({ view, onSettings }: { view: ThreadView; onSettings: (() => void) | null }) {
  const { modes, commands } = useOffer(view)
  const { command: chosen, modes: options } = useReady(view)
  const inMenu = commands.filter(({ placement }) => placement === 'menu')
  const pinned = commands.filter(({ placement, id }) => placement === 'button' || id === chosen?.id)
  const toText = (): void => document.querySelector<HTMLElement>('#chat-input')?.focus()
  return (
    <>
      {inMenu.length > 0 && (
        <Opener
          id="command-button"
          label={t('commands.button')}
          className="icon-btn"
          list="menu"
          items={inMenu.map((command) => ({ ...command, isChosen: command.id === chosen?.id }))}
          onChoose={(id) => {
            view.composing.choose(id, commands)
            toText()
          }}
        >
          <Icon of={Wrench} />
        </Opener>
      )}
      {onSettings && (
        <IconButton
          icon={Settings2}
          label={t('settings.title')}
          id="chat-settings-open-modal"
          aria-haspopup="dialog"
          onClick={onSettings}
        />
      )}
      {modes.map((mode) => (
        <ModePicker
          key={mode.id}
          mode={mode}
          option={options[mode.id] ?? mode.initial}
          onChoose={(option) => view.composing.chooseMode(mode.id, option)}
        />
      ))}
      {pinned.map((command) => (
        <CommandPill
          key={command.id}
          command={command}
          isChosen={command.id === chosen?.id}
          onPress={(isChosen) => {
            view.composing.choose(isChosen ? command.id : null, commands)
            toText()
          }}
        />
      ))}
    </>
  )
}

function ModePicker({ mode, option, onChoose }: { mode: Mode; option: string; onChoose: (option: string) => void }) {
  const shown = mode.options.find(({ id }) => id === option)
  return (
    <Opener
      id={`mode-picker-trigger-${mode.id}`}
      label={t('modes.label', { mode: mode.label, option: shown?.label ?? '' })}
      title={mode.label}
      className="pill"
      list="listbox"
      listLabel={mode.label}
      items={mode.options.map((one) => ({ ...one, isChosen: one.id === option }))}
      onChoose={onChoose}
    >
      {shown?.icon != null && <NamedIcon name={shown.icon} isSmall />}
      <span dir="auto">{shown?.label}</span>
      <Icon of={ChevronDown} isSmall />
    </Opener>
  )
}

interface CommandPillProps {
  command: ComposerCommand
  isChosen: boolean
  onPress: (isChosen: boolean) => void
}

function CommandPill({ command, isChosen, onPress }: CommandPillProps) {
  return (
    <button
      type="button"
      className={command.icon === null ? 'pill' : 'pill has-icon'}
      id={`command-${command.id}`}
      aria-pressed={isChosen}
      aria-label={isChosen ? t('commands.chosen', { command: command.label }) : command.label}
      title={command.description ?? command.label}
      onClick={() => onPress(!isChosen)}
    >
      {command.icon !== null && <NamedIcon name={command.icon} isSmall />}
      <span className="pill-label" dir="auto">
        {command.label}
      </span>
      {isChosen && <Icon of={X} isSmall />}
    </button>
  )
}

interface OpenerProps {
  id: string
  label: string
  title?: string
  className: string
  list: 'menu' | 'listbox'
  listLabel?: string
  items: readonly PopItem[]
  onChoose: (id: string) => void
  children: ReactNode
}

/** A button that opens a list above the composer. */
function Opener({
  id,
  label,
  title = label,
  className,
  list,
  listLabel = label,
  items,
  onChoose,
  children,
}: OpenerProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        id={id}
        className={className}
        aria-label={label}
        title={title}
        aria-haspopup={list}
        aria-expanded={isOpen}
        // The list closes when it loses the focus; a press that closes it must not open it again.
        onPointerDown={(press) => press.preventDefault()}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(key) => {
          if (key.key !== 'ArrowDown' && key.key !== 'ArrowUp') return
          key.preventDefault()
          setIsOpen(true)
        }}
      >
        {children}
      </button>
      {isOpen && (
        <PopList
          id={`${id.replace('-trigger-', '-popover-')}-list`}
          label={listLabel}
          role={list}
          items={items}
          onChoose={onChoose}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  )
}
