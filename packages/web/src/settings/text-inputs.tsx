import { useState } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'
import type { WidgetProps } from './field-row.tsx'

/** A number that is typed. What is no number yet stays as it is typed, and is wrong. */
export function NumberInput({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'number'>) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown =
    typed !== null && toNumber(typed) === value
      ? typed
      : typeof value === 'number' || typeof value === 'string'
        ? value
        : ''
  return (
    <input
      className="input"
      inputMode="decimal"
      id={id}
      value={shown}
      placeholder={field.placeholder}
      disabled={field.isDisabled}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      onChange={(change) => {
        setTyped(change.currentTarget.value)
        onChange(toNumber(change.currentTarget.value))
      }}
      onKeyDown={(key) => {
        const direction = { ArrowUp: 1, ArrowDown: -1 }[key.key]
        if (direction === undefined) return
        key.preventDefault()
        const next = (typeof value === 'number' ? value : (field.min ?? 0)) + direction * (field.step ?? 1)
        const exact = Number(next.toFixed(10))
        onChange(Math.min(field.max ?? exact, Math.max(field.min ?? exact, exact)))
      }}
    />
  )
}

/** Null for nothing; what is no number stays text, which no field takes. */
function toNumber(typed: string): number | string | null {
  const text = typed.trim().replace(',', '.')
  if (text === '') return null
  const number = Number(text)
  return Number.isFinite(number) ? number : typed
}

/** A text, of one line or several; a secret can be looked at. */
export function TextInput({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'text'>) {
  const [isShown, setIsShown] = useState(false)
  const shared = {
    id,
    className: 'input',
    value: typeof value === 'string' ? value : '',
    placeholder: field.placeholder,
    disabled: field.isDisabled,
    'aria-describedby': describedBy,
    'aria-invalid': isWrong,
    'aria-required': field.isRequired,
    dir: 'auto' as const,
  }
  if (field.isMultiline) {
    return <textarea {...shared} rows={3} onChange={(change) => onChange(change.currentTarget.value || null)} />
  }
  const input = (
    <input
      {...shared}
      type={field.isSecret && !isShown ? 'password' : 'text'}
      autoComplete={field.isSecret ? 'off' : undefined}
      onChange={(change) => onChange(change.currentTarget.value || null)}
    />
  )
  if (!field.isSecret) return input
  return (
    <span className="secret">
      {input}
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={t(isShown ? 'settings.hide' : 'settings.show')}
        isSmall
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
      />
    </span>
  )
}
