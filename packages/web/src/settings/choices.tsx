import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { FieldOption } from '@chatwright/protocol'
import { Check, ChevronsUpDown } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { moved } from '../offer/pop-list.tsx'
import type { WidgetProps } from './field-row.tsx'

/** From how many options on a list can be searched. */
const searchFrom = 8

/** One of several, from a list that opens; a long one can be searched. */
export function SelectBox({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'select'>) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const chosen = field.options.find((option) => option.value === value)
  const close = (): void => {
    setIsOpen(false)
    button.current?.focus()
  }
  return (
    <div className="select-box">
      <button
        ref={button}
        type="button"
        className="select"
        id={id}
        role="combobox"
        aria-labelledby={`${id}-label ${id}`}
        aria-describedby={describedBy}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}-options` : undefined}
        aria-invalid={isWrong}
        disabled={field.isDisabled}
        onPointerDown={(press) => isOpen && press.preventDefault()}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(key) => {
          if (key.key !== 'ArrowDown' && key.key !== 'ArrowUp') return
          key.preventDefault()
          setIsOpen(true)
        }}
      >
        <span dir="auto">{chosen?.label ?? ''}</span>
        <Icon of={ChevronsUpDown} isSmall />
      </button>
      {isOpen && (
        <Options
          id={`${id}-options`}
          label={field.label}
          options={field.options}
          chosen={chosen?.value}
          onChoose={(option) => {
            onChange(option)
            close()
          }}
          onClose={close}
          onLeave={() => setIsOpen(false)}
        />
      )}
    </div>
  )
}

interface OptionsProps {
  id: string
  label: string
  options: readonly FieldOption[]
  chosen: string | undefined
  onChoose: (value: string) => void
  onClose: () => void
  onLeave: () => void
}

function Options({ id, label, options, chosen, onChoose, onClose, onLeave }: OptionsProps) {
  const [words, setWords] = useState('')
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex(({ value }) => value === chosen),
    ),
  )
  const box = useRef<HTMLDivElement>(null)
  const canSearch = options.length >= searchFrom
  const hits = options.filter((option) => option.label.toLowerCase().includes(words.trim().toLowerCase()))
  const here = Math.min(at, hits.length - 1)
  useEffect(() => {
    box.current?.querySelector<HTMLElement>(canSearch ? 'input' : '[role="listbox"]')?.focus()
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [canSearch])
  useEffect(() => {
    box.current?.querySelector('.is-hover')?.scrollIntoView({ block: 'nearest' })
  }, [here])
  const onKeyDown = (key: KeyboardEvent): void => {
    const isText = canSearch && (key.key === 'Home' || key.key === 'End' || key.key === ' ')
    const next = isText ? null : moved(key.key, here, Math.max(1, hits.length))
    if (next !== null) setAt(next)
    else if (key.key === 'Enter' || (key.key === ' ' && !isText)) {
      const hit = hits[here]
      if (hit) onChoose(hit.value)
    } else if (key.key === 'Escape') onClose()
    else return
    key.preventDefault()
    key.stopPropagation()
  }
  const active = hits[here] ? `${id}-${here}` : undefined
  return (
    <div
      className="menu options"
      ref={box}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onLeave()
      }}
    >
      {canSearch && (
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={active}
          aria-label={t('settings.search', { label })}
          placeholder={t('settings.searchHint')}
          value={words}
          onChange={(change) => {
            setWords(change.currentTarget.value)
            setAt(0)
          }}
        />
      )}
      <div
        className="pop-rows"
        id={id}
        role="listbox"
        aria-label={label}
        tabIndex={canSearch ? undefined : -1}
        aria-activedescendant={canSearch ? undefined : active}
      >
        {hits.map((option, index) => (
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={option.value === chosen}
            className={index === here ? 'item is-hover' : 'item'}
            onPointerMove={() => setAt(index)}
            onPointerDown={(press) => press.preventDefault()}
            onClick={() => onChoose(option.value)}
          >
            <span className="grow" dir="auto">
              {option.label}
            </span>
            {option.value === chosen && <Icon of={Check} isSmall />}
          </div>
        ))}
      </div>
      {hits.length === 0 && <p className="hint none">{t('search.none')}</p>}
    </div>
  )
}

/** One of several, all to be seen. */
export function RadioGroup({ field, id, value, describedBy, onChange }: WidgetProps<'select'>) {
  return (
    <div className="choice-list" role="radiogroup" aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {field.options.map((option) => (
        <label key={option.value}>
          <span className="radio">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={field.isDisabled}
              onChange={() => onChange(option.value)}
            />
          </span>
          <span dir="auto">{option.label}</span>
        </label>
      ))}
    </div>
  )
}

/** Some of several, all to be seen. */
export function MultiSelect({ field, id, value, describedBy, onChange }: WidgetProps<'multi-select'>) {
  const chosen = Array.isArray(value) ? (value as string[]) : []
  return (
    <div className="choice-list" role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {field.options.map((option) => (
        <label key={option.value}>
          <span className="checkbox">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              disabled={field.isDisabled}
              onChange={(change) => {
                const wanted = change.currentTarget.checked
                  ? [...chosen, option.value]
                  : chosen.filter((one) => one !== option.value)
                // In the order of the options, whatever the order of the presses.
                onChange(field.options.map((one) => one.value).filter((one) => wanted.includes(one)))
              }}
            />
          </span>
          <span dir="auto">{option.label}</span>
        </label>
      ))}
    </div>
  )
}
