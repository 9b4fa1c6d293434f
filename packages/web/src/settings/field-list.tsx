import type { Field, FieldProblem, Json, JsonObject } from '@chatwright/protocol'
import { FieldRow } from './field-row.tsx'

interface FieldListProps {
  fields: readonly Field[]
  values: JsonObject
  problems: Record<string, FieldProblem>
  changed: readonly string[]
  onChange: (name: string, value: Json) => void
}

/** Widgets, one below the other. */
export function FieldList({ fields, values, problems, changed, onChange }: FieldListProps) {
  return fields.map((field) => (
    <FieldRow
      key={`${field.name} ${field.type}`}
      field={field}
      value={values[field.name] ?? null}
      problem={problems[field.name]}
      isChanged={changed.includes(field.name)}
      onChange={(value) => onChange(field.name, value)}
    />
  ))
}
