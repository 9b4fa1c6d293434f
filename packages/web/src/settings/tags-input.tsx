import { useId, useState, type KeyboardEvent } from 'react'
import { X } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import type { WidgetProps } from './field-row.tsx'

/** Words of the person's own: Enter or a comma adds one, Backspace at the start takes the last. */
export function TagsInput({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'tags'>) {
  const [typed, setTyped] = useState('')
  const list = useId()
  const tags = Array.isArray(value) ? (value as string[]) : []
  const add = (): void => {
    const tag = typed.trim()
    setTyped('')
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.nativeEvent.isComposing) return
    if ((key.key === 'Enter' || key.key === ',') && typed.trim() !== '') {
      key.preventDefault()
      add()
    } else if (key.key === 'Enter') key.preventDefault()
    else if (key.key === 'Backspace' && typed === '') onChange(tags.slice(0, -1))
  }
  return (
    <div className="input tags" aria-invalid={isWrong || undefined}>
      {tags.map((tag) => (
        <span className="tag" key={tag} dir="auto">
          {tag}
          {!field.isDisabled && (
            <button
              type="button"
              aria-label={t('settings.removeTag', { tag })}
              onClick={() => onChange(tags.filter((one) => one !== tag))}
            >
              <Icon of={X} isSmall />
            </button>
          )}
        </span>
      ))}
      <input
        id={id}
        value={typed}
        list={field.suggestions.length > 0 ? list : undefined}
        placeholder={field.placeholder || t('settings.addTag')}
        disabled={field.isDisabled}
        aria-describedby={describedBy}
        onChange={(change) => setTyped(change.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
      {field.suggestions.length > 0 && (
        <datalist id={list}>
          {field.suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </div>
  )
}
