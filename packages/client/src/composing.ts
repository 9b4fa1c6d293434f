import {
  checkFields,
  chosenModes,
  type ComposerCommand,
  type FileInfo,
  type JsonObject,
  type Offer,
} from '@chatwright/protocol'
import type { Observable } from './cell.ts'
import type { Draft } from './draft.ts'
import { withoutSecretFields } from './secret-fields.ts'

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
  /** Absent: nothing was chosen or taken away. */
  command?: string | null
  args: JsonObject
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

/** Nothing was chosen. */
export const noChoices: Choices = { args: {}, modes: {} }

/**
 * What a person has chosen for their next message. It knows nothing of what is offered: `now` says what of it holds, so
 * that what is offered no more is never sent.
 */
export class Composing implements Observable<Choices> {
  readonly #draft: Draft<Choices>
  /** The list the last choice of a command was made from. */
  #from: readonly ComposerCommand[] | null = null

  /** `draft`: where the choices are kept. */
  constructor(draft: Draft<Choices>) {
    this.#draft = draft
  }

  readonly getSnapshot = (): Choices => this.#draft.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#draft.subscribe(listener)

  /** Chooses one of these commands, or none. */
  choose(command: string | null, offered: readonly ComposerCommand[]): void {
    this.#from = offered
    this.#set({ command, args: {} })
  }

  setArgs(args: JsonObject): void {
    this.#set({ args })
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
      isBlocked: command !== null && lacksArgs(command, choices.args),
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
    this.#draft.set({ ...this.getSnapshot(), ...change })
  }
}

/** Whether something that a command asks for is missing or wrong: then it cannot be sent. */
export function lacksArgs(command: ComposerCommand, args: JsonObject): boolean {
  return Object.keys(checkFields(command.args, args).problems).length > 0
}

function preselected(commands: readonly ComposerCommand[]): ComposerCommand | null {
  return commands.find(({ isSelected }) => isSelected) ?? null
}

/** Choices as they may be kept: what a command asks for in secret is not, and that none is chosen needs no keeping. */
export function withoutSecrets(choices: Choices, offered: readonly ComposerCommand[]): Choices {
  const { command, args, modes } = choices
  if (command == null) return { ...noChoices, modes }
  const asked = offered.find(({ id }) => id === command)?.args ?? []
  return { command, args: withoutSecretFields(args, asked), modes }
}
