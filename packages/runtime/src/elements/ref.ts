import { ChatwrightError, newId, writeElementRef } from '@chatwright/protocol'
import type { ElementHandle } from './element-handle.ts'
import type { ElementInput } from './element-input.ts'

/** The ids of elements that were named in a text before they are shown. */
const named = new WeakMap<ElementInput, string>()

/**
 * A place in a text that leads to an element, wherever in the conversation that is shown:
 *
 *     const plan = pdf({ path: 'plan.pdf', display: 'side' })
 *     await chat.send(`The route is in ${ref(plan)}.`, { elements: [plan] })
 *
 * Takes what was shown, or what is about to be: make that anew for each message. In code it is text, for models and in
 * exports the name. Throws `bad_option` for anything else.
 */
export function ref(element: ElementInput | Pick<ElementHandle, 'id' | 'name'>): string {
  if (typeof element !== 'object' || element === null || typeof element.name !== 'string') {
    throw new ChatwrightError('bad_option', 'ref: expected an element.', { fix: 'Give what image(), pdf() … made.' })
  }
  if ('id' in element && typeof element.id === 'string') return writeElementRef(element.id, element.name)
  const input = element as ElementInput
  const id = named.get(input) ?? newId()
  named.set(input, id)
  return writeElementRef(id, input.name)
}

/** The id that an element gets: the one by which it was named, the first time that it is shown. */
export function idOf(input: ElementInput): string {
  const id = named.get(input) ?? newId()
  named.delete(input)
  return id
}
