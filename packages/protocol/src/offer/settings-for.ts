import type { Field } from '../content/field.ts'
import type { JsonObject } from '../content/json.ts'
import type { ThreadState } from '../state.ts'
import { checkField } from './check-fields.ts'
import { setupOf, type Offer } from './offer.ts'

/** The settings that hold in a thread, complete. */
export function settingsFor(
  { form, profile }: Pick<Offer, 'form' | 'profile'>,
  state: Pick<ThreadState, 'setups'>,
): JsonObject {
  return valuesFor(form, profile?.settings ?? {}, setupOf(state, 'settings')?.values ?? {})
}

/** A value that its field does not take any more gives way to the profile's, and that to what the field begins with. */
function valuesFor(form: readonly Field[], ofProfile: JsonObject, ofPerson: JsonObject): JsonObject {
  return Object.fromEntries(
    form.map((field) => {
      for (const values of [ofPerson, ofProfile]) {
        if (!Object.hasOwn(values, field.name)) continue
        const checked = checkField(field, values[field.name])
        if (checked.problem === null) return [field.name, checked.value]
      }
      return [field.name, field.initial]
    }),
  )
}
