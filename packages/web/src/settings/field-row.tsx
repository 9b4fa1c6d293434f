import type { Field, FieldProblem, Json } from '@chatwright/protocol'
import { CircleAlert } from 'lucide-react'
import { dayOf } from '../format/time.ts'
import { t } from '../i18n/t-later.ts'
import { locale } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { DateInput, DateRangeInput } from './date-inputs.tsx'
import { MultiSelect, RadioGroup, SelectBox } from './choices.tsx'
import { TagsInput } from './tags-input.tsx'
import { NumberInput, TextInput } from './text-inputs.tsx'

/** What every widget is given. `value` is what its field takes, or what is being typed. */
export interface WidgetProps<Type extends Field['type'] = Field['type']> {
  field: Extract<Field, { type: Type }>
  /** The id of the control, for its label. */
  id: string
  value: Json
  /** The ids of what describes it. */
  describedBy: string | undefined
  isWrong: boolean
  onChange: (value: Json) => void
}

interface FieldRowProps {
  field: Field
  /** Of its control. */
  id: string
  value: Json
  problem: FieldProblem | undefined
  isChanged: boolean
  onChange: (value: Json) => void
}

/** A widget with its label, its hint, and what is wrong with it. */
export function FieldRow({ field, id, value, problem, isChanged, onChange }: FieldRowProps) {
  const describedBy =
    [field.description !== null && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
  const widget = { id, value, describedBy, isWrong: problem !== undefined, onChange }
  const mark = isChanged && <span className="badge accent">{t('settings.changed')}</span>
  const hint = field.description !== null && (
    <span className="hint" id={`${id}-hint`} dir="auto">
      {field.description}
    </span>
  )
  if (field.type === 'toggle') {
    const isSwitch = field.look === 'switch'
    const box = (
      <input
        type="checkbox"
        role={isSwitch ? 'switch' : undefined}
        id={id}
        checked={value === true}
        disabled={field.isDisabled}
        aria-describedby={describedBy}
        onChange={(change) => onChange(change.currentTarget.checked)}
      />
    )
    return (
      <div className="field-toggle" title={field.tooltip ?? undefined}>
        {!isSwitch && <span className="checkbox">{box}</span>}
        <span className="grow">
          <label htmlFor={id} dir="auto">
            {field.label} {mark}
          </label>
          {hint}
        </span>
        {isSwitch && <span className="switch">{box}</span>}
      </div>
    )
  }
  const isGroup =
    field.type === 'date-range' || field.type === 'multi-select' || (field.type === 'select' && field.look === 'radio')
  const label = (
    <>
      <span dir="auto">{field.label}</span> {mark}
      {field.type === 'slider' && <span className="badge num at-end">{typeof value === 'number' ? value : ''}</span>}
    </>
  )
  return (
    <div className="field" title={field.tooltip ?? undefined}>
      {isGroup ? (
        <span className="lbl" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label htmlFor={id} id={`${id}-label`}>
          {label}
        </label>
      )}
      <Widget field={field} {...widget} />
      {hint}
      {problem && (
        <span className="hint bad" id={`${id}-problem`}>
          <Icon of={CircleAlert} isSmall />
          {t(`settings.problem.${problem.code}`, { limit: limitText(field, problem.limit) })}
        </span>
      )}
    </div>
  )
}

/** A limit as the reader writes it: days are kept as `2026-11-25`. */
function limitText({ type }: Field, limit: FieldProblem['limit']): string | number {
  const isDay = (type === 'date' || type === 'date-range') && typeof limit === 'string'
  return isDay ? dayOf(new Date(`${limit}T00:00`).getTime(), locale) : (limit ?? '')
}

function Widget(props: WidgetProps) {
  const { field } = props
  switch (field.type) {
    case 'toggle':
      return null
    case 'slider':
      return <Slider {...props} field={field} />
    case 'number':
      return <NumberInput {...props} field={field} />
    case 'text':
      return <TextInput {...props} field={field} />
    case 'select':
      return field.look === 'radio' ? <RadioGroup {...props} field={field} /> : <SelectBox {...props} field={field} />
    case 'multi-select':
      return <MultiSelect {...props} field={field} />
    case 'tags':
      return <TagsInput {...props} field={field} />
    case 'date':
      return <DateInput {...props} field={field} />
    case 'date-range':
      return <DateRangeInput {...props} field={field} />
  }
}

function Slider({ field, id, value, describedBy, onChange }: WidgetProps<'slider'>) {
  const { min, max, step } = field
  const at = typeof value === 'number' ? value : min
  return (
    <input
      className="range"
      type="range"
      id={id}
      min={min}
      max={max}
      step={step}
      value={at}
      disabled={field.isDisabled}
      aria-describedby={describedBy}
      style={{ '--p': `${((at - min) / (max - min)) * 100}%` } as React.CSSProperties}
      onChange={(change) => onChange(change.currentTarget.valueAsNumber)}
    />
  )
}
