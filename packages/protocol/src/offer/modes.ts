import type { Message } from '../content/message.ts'
import type { Mode } from '../content/mode.ts'

/** The chosen options by mode, one for each: as wanted, else as last said, else the mode's own. */
export function chosenModes(
  modes: readonly Mode[],
  wanted: Readonly<Record<string, string>>,
  last: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    modes.map((mode) => {
      const choice = [wanted, last].map((choices) => choices[mode.id]).find((id) => hasOption(mode, id))
      return [mode.id, choice ?? mode.initial]
    }),
  )
}

/** What the person chose with the last thing they said. */
export function lastModes(messages: readonly Message[]): Record<string, string> {
  return messages.findLast((message) => message.role === 'user' && message.modes !== undefined)?.modes ?? {}
}

export function hasOption(mode: Mode, id: string | undefined): boolean {
  return id !== undefined && mode.options.some((option) => option.id === id)
}
