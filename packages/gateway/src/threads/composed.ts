import {
  ChatwrightError,
  checkFields,
  chosenModes,
  describeProblem,
  hasOption,
  lastModes,
  type JsonObject,
  type Message,
} from '@chatwright/protocol'
import { isBeingSetUp } from './begin-run.ts'
import type { Thread } from './thread.ts'

/** What the person chose in the composer, as their page names it. */
export interface Composed {
  command?: string | undefined
  args?: JsonObject | undefined
  modes?: Record<string, string> | undefined
}

/** Whether it cannot be judged yet: something was chosen, and the app has not said what it offers here. */
export function isTooEarly(thread: Thread, { command, modes = {} }: Composed): boolean {
  return (command !== undefined || Object.keys(modes).length > 0) && isBeingSetUp(thread)
}

/** What a message carries of it: only what the app offers here. Throws `not_offered` and `setting_invalid`. */
export function takeComposed(
  thread: Thread,
  { command, args, modes = {} }: Composed,
): Pick<Message, 'command' | 'args' | 'modes'> {
  const { offer, state } = thread
  for (const [id, option] of Object.entries(modes)) {
    const mode = offer.modes.find((one) => one.id === id)
    if (!mode) throw notOffered(`mode '${id}'`)
    if (!hasOption(mode, option)) throw notOffered(`option '${option}' of the mode '${id}'`)
  }
  const chosen = offer.modes.length === 0 ? {} : { modes: chosenModes(offer.modes, modes, lastModes(state.messages)) }
  if (command === undefined) return chosen
  const known = offer.commands.find(({ id }) => id === command)
  if (!known) throw notOffered(`command '${command}'`)
  if (known.args.length === 0) return { ...chosen, command }
  return { ...chosen, command, args: checkedValues(known.args, args ?? {}) }
}

/** The values of a form as they are to be kept. Throws `setting_invalid`, naming what is wrong. */
export function checkedValues(
  form: Parameters<typeof checkFields>[0],
  given: JsonObject,
  before?: JsonObject,
): JsonObject {
  const { values, problems, unknown } = checkFields(form, given, before)
  const [name] = unknown
  if (name !== undefined) throw invalid(`There is no setting '${name}'.`)
  const [first] = Object.entries(problems)
  if (first) throw invalid(`${form.find((field) => field.name === first[0])?.label} ${describeProblem(first[1])}.`)
  return values
}

/** Resolves when it is known what is offered in a chat. */
export async function whenSetUp(thread: Thread): Promise<void> {
  while (isBeingSetUp(thread)) await new Promise<void>((resolve) => thread.endWaiters.push(resolve))
}

export function notOffered(what: string): ChatwrightError {
  return new ChatwrightError('not_offered', `There is no ${what} here.`, {
    fix: 'It may have changed since the page was loaded. Choose among what is offered now.',
  })
}

function invalid(message: string): ChatwrightError {
  return new ChatwrightError('setting_invalid', message, { fix: 'Correct it and save again.' })
}
