import type { Field, Json, JsonObject } from '@chatwright/protocol'

/** What may be put into a browser's storage of what was filled in: what these fields ask for, but no secret. */
export function withoutSecretFields(values: JsonObject, fields: readonly Field[]): JsonObject {
  const open = fields.filter((field) => !('isSecret' in field && field.isSecret) && Object.hasOwn(values, field.name))
  return Object.fromEntries(open.map(({ name }) => [name, values[name] as Json]))
}
