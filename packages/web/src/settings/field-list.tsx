import type { Field, FieldProblem, Json, JsonObject } from '@chatwright/protocol'
import { FieldRow } from './field-row.tsx'

interface FieldListProps {
  fields: readonly Field[]
  values: JsonObject
  problems: Record<string, FieldProblem>
  changed: readonly string[]
  onChange: (name: string, value: Json) => void
  /** What the ids of the controls begin with: there may be several forms. */
  idPrefix?: string
}

/** Widgets, one below the other. */
export function FieldList({ fields, values, problems, changed, onChange, idPrefix = 'setting' }: FieldListProps) {
  return fields.map((field) => (
    <FieldRow
      key={`${field.name} ${field.type}`}
      field={field}
      id={`${idPrefix}-${field.name}`}
      value={values[field.name] ?? null}
      problem={problems[field.name]}
      isChanged={changed.includes(field.name)}
      onChange={(value) => onChange(field.name, value)}
    />
  ))
}
