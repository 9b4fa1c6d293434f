import { chosenModes, type ComposerCommand, type FileInfo, type JsonObject, type Offer } from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'

/** What was chosen for a message, as it is sent. */
export interface Composed {
  command?: string
  args?: JsonObject
  modes?: Record<string, string>
}

/** What is said beside the words: what was chosen in the composer, and files that were uploaded for it. */
export interface SayOptions extends Composed {
  files?: readonly FileInfo[]
}

/** What the person has chosen, whether it is offered or not. */
export interface Choices {
  /** `undefined`: nothing was chosen or taken away since these commands were offered. */
  command: string | null | undefined
  args: JsonObject
  /** Whether what the command asks for lacks something. */
  isBlocked: boolean
  modes: Readonly<Record<string, string>>
}

/** What of the choices holds, and what is sent of it. */
export interface Ready {
  command: ComposerCommand | null
  /** Whether what the command asks for lacks something. */
  isBlocked: boolean
  /** The chosen option of each mode. */
  modes: Record<string, string>
  composed: Composed
}

const none: Choices = { command: undefined, args: {}, isBlocked: false, modes: {} }

/**
 * What a person has chosen for their next message. It knows nothing of what is offered: `now` says what of it holds, so
 * that what is offered no more is never sent.
 */
export class Composing implements Observable<Choices> {
  readonly #cell = createCell<Choices>(none)
  /** The list the last choice of a command was made from. */
  #from: readonly ComposerCommand[] | null = null

  readonly getSnapshot = (): Choices => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  /** Chooses one of these commands, or none. */
  choose(command: string | null, offered: readonly ComposerCommand[]): void {
    this.#from = offered
    this.#set({ command, args: {}, isBlocked: false })
  }

  setArgs(args: JsonObject): void {
    this.#set({ args })
  }

  /** Says whether what the command asks for lacks something: then it is not to be sent. */
  block(isBlocked: boolean): void {
    if (this.getSnapshot().isBlocked !== isBlocked) this.#set({ isBlocked })
  }

  chooseMode(mode: string, option: string): void {
    this.#set({ modes: { ...this.getSnapshot().modes, [mode]: option } })
  }

  /** What of the choices holds with this offer. `last`: the modes of what was said last. */
  now(
    choices: Choices,
    { commands, modes }: Pick<Offer, 'commands' | 'modes'>,
    last: Readonly<Record<string, string>> | null,
  ): Ready {
    const chosen = commands.find(({ id }) => id === choices.command)
    const isTakenAway = choices.command === null && this.#from === commands
    const command = chosen ?? (isTakenAway ? null : preselected(commands))
    const options = chosenModes(modes, choices.modes, last ?? {})
    return {
      command,
      isBlocked: command !== null && choices.isBlocked,
      modes: options,
      composed: {
        ...(command ? { command: command.id } : {}),
        ...(command && command.args.length > 0 ? { args: choices.args } : {}),
        ...(modes.length > 0 ? { modes: options } : {}),
      },
    }
  }

  /** The message was sent: a command that does not persist is chosen no more. */
  onSent(command: ComposerCommand | null, offered: readonly ComposerCommand[]): void {
    if (!command) return
    this.choose(command.isPersistent ? command.id : null, offered)
  }

  #set(change: Partial<Choices>): void {
    this.#cell.set({ ...this.getSnapshot(), ...change })
  }
}

function preselected(commands: readonly ComposerCommand[]): ComposerCommand | null {
  return commands.find(({ isSelected }) => isSelected) ?? null
}
