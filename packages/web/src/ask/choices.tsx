import { useEffect } from 'react'
import type { Ask } from '@chatwright/protocol'
import { Check } from 'lucide-react'
import { Icon } from '../icons/icon.tsx'

interface ChoicesProps {
  ask: Ask
  isBusy: boolean
  onChoose: (value: string) => void
}

/** The answers to choose from, by press or by the keys 1 to 9; afterwards the one that was chosen. */
export function Choices({ ask, isBusy, onChoose }: ChoicesProps) {
  const isOpen = ask.status === 'open' && !isBusy
  // A digit is for what is waited for now, not for what was asked days ago.
  const hasKeys = isOpen && !ask.later
  const chosen = ask.answer?.type === 'choice' ? ask.answer.value : null

  useEffect(() => {
    if (!hasKeys) return
    const onKeyDown = (key: KeyboardEvent): void => {
      const option = /^[1-9]$/.test(key.key) ? ask.options[Number(key.key) - 1] : undefined
      if (!option || key.defaultPrevented || key.ctrlKey || key.metaKey || key.altKey || !isFree(key.target)) return
      key.preventDefault()
      onChoose(option.value)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [hasKeys, ask.options, onChoose])

  return ask.options.map((option, index) => (
    <button
      key={option.value}
      type="button"
      className="choice"
      aria-pressed={option.value === chosen}
      disabled={!isOpen}
      onClick={() => onChoose(option.value)}
    >
      <span className="key" aria-hidden="true">
        {index < 9 && !ask.later ? index + 1 : ''}
      </span>
      <span className="grow">
        <b dir="auto">{option.label}</b>
        {option.description !== null && <span dir="auto">{option.description}</span>}
      </span>
      {option.value === chosen && <Icon of={Check} isSmall />}
    </button>
  ))
}

/** Whether a digit is not wanted where the focus is: nowhere that is written in, or in the composer while it is empty. */
function isFree(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]')) return false
  if (target instanceof HTMLTextAreaElement && target.id === 'chat-input') return target.value === ''
  return !(target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]'))
}
