import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { withoutSecretFields, type ThreadView } from '@chatwright/client'
import { useClient, useDraft, useOffer, useSelected } from '@chatwright/client/react'
import {
  checkFields,
  hasEnded,
  settingsFor,
  type Field,
  type FieldProblem,
  type Json,
  type JsonObject,
} from '@chatwright/protocol'

/** How long a person may go on changing things before the app hears of it, in milliseconds. */
const settleMs = 200

const unchanged: JsonObject = {}

/** Settings as they are being changed. */
export interface SettingsDraft {
  form: readonly Field[]
  values: JsonObject
  /** What is wrong with what was changed, by field. */
  problems: Record<string, FieldProblem>
  /** The names of what is not as it is kept. */
  changed: readonly string[]
  set: (name: string, value: Json) => void
  /** Back to what is kept. */
  reset: () => void
  /** What to send: all that was changed. Null, and problems shown, when something is wrong. */
  take: () => JsonObject | null
}

/** Values that are being changed, beside those that are kept. What the app makes of the form meanwhile keeps them. */
export function useSettingsDraft(view: ThreadView): SettingsDraft {
  const offer = useOffer(view)
  const { form } = offer
  const setups = useSelected(view, ({ state }) => state.setups)
  const settings = useMemo(() => settingsFor(offer, { setups }), [offer, setups])
  const [edits, setEdits] = useDraft<JsonObject>(view, 'settings', unchanged, (values) =>
    withoutSecretFields(values, form),
  )
  const [isTaken, setIsTaken] = useState(false)
  const values = Object.fromEntries(form.map((field) => [field.name, wanted(field, edits, settings)]))
  const changed = form
    .map(({ name }) => name)
    .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(settings[name]))
  const { problems } = checkFields(form, values, settings)
  // What nobody has touched is not blamed before somebody wants to save.
  const shown = Object.fromEntries(Object.entries(problems).filter(([name]) => isTaken || Object.hasOwn(edits, name)))
  useTellEdits(view, edits, values)
  return {
    form,
    values,
    problems: shown,
    changed,
    set: useCallback((name, value) => setEdits((before) => ({ ...before, [name]: value })), [setEdits]),
    reset: useCallback(() => {
      setEdits(unchanged)
      setIsTaken(false)
    }, [setEdits]),
    take: () => {
      if (Object.keys(problems).length === 0)
        return Object.fromEntries(changed.map((name) => [name, values[name] as Json]))
      setIsTaken(true)
      return null
    },
  }
}

/** A choice that its field has no more gives way to what the field begins with. */
function wanted(field: Field, edits: JsonObject, settings: JsonObject): Json {
  const value = (Object.hasOwn(edits, field.name) ? edits[field.name] : settings[field.name]) ?? null
  if (field.type === 'select') {
    return field.options.some((option) => option.value === value) ? value : field.initial
  }
  if (field.type === 'multi-select' && Array.isArray(value)) {
    return value.filter((one) => field.options.some((option) => option.value === one))
  }
  return value
}

/**
 * Lets the app hear of changes, when it wants to: at the opening and after each change, one at a time; what is changed
 * meanwhile comes next. When the panel is closed it hears of what is kept, once, so that the form is as it was.
 */
function useTellEdits(view: ThreadView, edits: JsonObject, values: JsonObject): void {
  const hearsEdits = useClient().hello.getSnapshot()?.app.offer.hearsEdits ?? false
  const isBusy = useSelected(view, ({ state }) =>
    state.runs.some((run) => run.kind === 'settings-edit' && !hasEnded(run.state)),
  )
  const latest = useRef(values)
  latest.current = values
  const told = useRef<JsonObject | null>(null)
  useEffect(() => {
    if (!hearsEdits || isBusy || told.current === edits) return undefined
    const timer = setTimeout(() => {
      told.current = edits
      view.commands.editSettings(latest.current).catch(() => {})
    }, settleMs)
    return () => clearTimeout(timer)
  }, [view, hearsEdits, isBusy, edits])
  useEffect(
    () => () => {
      const hasEdits = told.current !== null && Object.keys(told.current).length > 0
      if (hearsEdits && hasEdits) view.commands.editSettings({}).catch(() => {})
    },
    [view, hearsEdits],
  )
}
