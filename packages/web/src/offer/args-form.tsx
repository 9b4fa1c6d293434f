import '../settings/settings.css'
import type { ThreadView } from '@chatwright/client'
import { useObservable } from '@chatwright/client/react'
import { checkFields, type ComposerCommand } from '@chatwright/protocol'
import { FieldList } from '../settings/field-list.tsx'

/** What a command asks for beside the text. */
export default function ArgsForm({ view, command }: { view: ThreadView; command: ComposerCommand }) {
  const { args } = useObservable(view.composing)
  const values = Object.fromEntries(command.args.map((field) => [field.name, args[field.name] ?? field.initial]))
  const { problems } = checkFields(command.args, args)
  return (
    <div className="args" role="group" aria-label={command.label}>
      <FieldList
        fields={command.args}
        values={values}
        problems={problems}
        changed={[]}
        onChange={(name, value) => view.composing.setArgs({ ...args, [name]: value })}
      />
    </div>
  )
}
