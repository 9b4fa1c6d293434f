import type { ThreadView } from '@chatwright/client'
import { useOffer } from '@chatwright/client/react'
import type { Message, Mode } from '@chatwright/protocol'

/**
 * What goes with what a person said: the command, by its label as long as it is offered, and the options of the modes that
 * are to be shown.
 */
export function SaidWith({ message: { command, modes }, view }: { message: Message; view: ThreadView }) {
  const offer = useOffer(view)
  const options = offer.modes.flatMap((mode) => shownOption(mode, modes?.[mode.id]) ?? [])
  if (command === undefined && options.length === 0) return null
  return (
    <div className="said-with">
      {command !== undefined && (
        <span className="command-span">{offer.commands.find(({ id }) => id === command)?.label ?? command}</span>
      )}
      {options.map(({ mode, label }) => (
        <span key={mode.id} className="mode-span" title={mode.label}>
          {label}
        </span>
      ))}
    </div>
  )
}

/** The option that was chosen, by its label as long as it is offered. */
function shownOption(mode: Mode, chosen: string | undefined): { mode: Mode; label: string } | null {
  if (!mode.isShown || chosen === undefined) return null
  return { mode, label: mode.options.find(({ id }) => id === chosen)?.label ?? chosen }
}
