import '../settings/settings.css'
import { withoutSecretFields, type ThreadView } from '@chatwright/client'
import { useDraft } from '@chatwright/client/react'
import { checkFields, type Ask, type Field, type Json, type JsonObject } from '@chatwright/protocol'
import { t } from '../i18n/t-later.ts'
import { FieldList } from '../settings/field-list.tsx'

const nothing: JsonObject = {}

interface FormCardProps {
  ask: Ask
  view: ThreadView
  isBusy: boolean
  onSend: (values: JsonObject) => void
}

/** A form to fill in, which may be left half filled in; afterwards what was said. */
export default function FormCard({ ask, view, isBusy, onSend }: FormCardProps) {
  const form = ask.form ?? []
  const [edits, setEdits] = useDraft<JsonObject>(view, `ask:${ask.id}`, nothing, (values) =>
    withoutSecretFields(values, form),
  )
  if (ask.answer?.type === 'value') return <Filled form={form} values={ask.answer.value as JsonObject} />
  const values = Object.fromEntries(form.map((field) => [field.name, edits[field.name] ?? initialOf(field, edits)]))
  const { problems } = checkFields(form, values)
  const isGood = Object.keys(problems).length === 0
  // What nobody has touched is not blamed.
  const shown = Object.fromEntries(Object.entries(problems).filter(([name]) => Object.hasOwn(edits, name)))
  return (
    <form
      className="ask-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood) onSend(values)
      }}
    >
      <div className="fields">
        <FieldList
          fields={form}
          values={values}
          problems={shown}
          changed={[]}
          idPrefix={ask.id}
          onChange={(name, value) => setEdits((before) => ({ ...before, [name]: value }))}
        />
      </div>
      <div className="give">
        <button type="submit" className="btn btn-primary btn-s" disabled={isBusy || !isGood}>
          {t('ask.send')}
        </button>
      </div>
    </form>
  )
}

function Filled({ form, values }: { form: readonly Field[]; values: JsonObject }) {
  return (
    <dl className="ask-filled">
      {form.map((field) => (
        <div key={field.name}>
          <dt dir="auto">{field.label}</dt>
          <dd dir="auto">{said(field, values[field.name] ?? null)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A field that was emptied is empty, whatever it began with. */
function initialOf(field: Field, edits: JsonObject): Json {
  return Object.hasOwn(edits, field.name) ? null : field.initial
}

/** A value as a person would say it. */
function said(field: Field, value: Json): string {
  if (value === null || value === '') return t('ask.nothing')
  if (typeof value === 'boolean') return t(value ? 'ask.on' : 'ask.off')
  const label = (one: Json): string =>
    ('options' in field && field.options.find((option) => option.value === one)?.label) ||
    (typeof one === 'string' ? one : JSON.stringify(one))
  if (!Array.isArray(value)) return label(value)
  return value.length === 0 ? t('ask.nothing') : value.map(label).join(field.type === 'date-range' ? ' – ' : ', ')
}
