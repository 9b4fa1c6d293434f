import type { ThreadView } from '@chatwright/client'
import { useOffer } from '@chatwright/client/react'

/** The command a message carries, by its label as long as it is offered. */
export function SaidCommand({ id, view }: { id: string; view: ThreadView }) {
  const label = useOffer(view).commands.find((command) => command.id === id)?.label ?? id
  return <span className="command-span">{label}</span>
}
