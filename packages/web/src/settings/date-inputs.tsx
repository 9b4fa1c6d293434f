import { t } from '../i18n/t-later.ts'
import type { WidgetProps } from './field-row.tsx'

/** A day. The browser's own picker speaks the person's language, and does not offer what is out of bounds. */
export function DateInput({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'date'>) {
  return (
    <input
      className="input"
      type="date"
      id={id}
      min={field.min ?? undefined}
      max={field.max ?? undefined}
      value={typeof value === 'string' ? value : ''}
      disabled={field.isDisabled}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      onChange={(change) => onChange(change.currentTarget.value || null)}
    />
  )
}

/** The first and the last day of some time. Until both are there it is being typed, and wrong. */
export function DateRangeInput({ field, id, value, describedBy, isWrong, onChange }: WidgetProps<'date-range'>) {
  const [from, to] = Array.isArray(value) ? (value as [string, string]) : ['', '']
  const change = (next: [string, string]): void => onChange(next[0] === '' && next[1] === '' ? null : next)
  const shared = {
    className: 'input',
    type: 'date',
    disabled: field.isDisabled,
    'aria-describedby': describedBy,
    'aria-invalid': isWrong,
  }
  return (
    <div className="range-of-days" role="group" aria-labelledby={`${id}-label`}>
      <input
        {...shared}
        id={id}
        aria-label={t('settings.from')}
        min={field.min ?? undefined}
        max={to || (field.max ?? undefined)}
        value={from}
        onChange={(event) => change([event.currentTarget.value, to])}
      />
      <span aria-hidden="true">–</span>
      <input
        {...shared}
        aria-label={t('settings.to')}
        min={from || (field.min ?? undefined)}
        max={field.max ?? undefined}
        value={to}
        onChange={(event) => change([from, event.currentTarget.value])}
      />
    </div>
  )
}
