import { ChatwrightError, componentName, limits, type JsonObject } from '@chatwright/protocol'
import { plainEntries } from '../chat/plain-json.ts'
import { elementInput, type ElementInput, type ElementOptions } from './element-input.ts'

/** A component of `elements/`, as `import type` brings it: a function of its props. */
export type ElementComponent = (props: never) => unknown

/** The props of a component. */
export type PropsOf<Component extends ElementComponent> = Parameters<Component>[0] extends undefined
  ? Record<string, never>
  : Parameters<Component>[0]

export interface CustomOptions extends Pick<ElementOptions, 'display'> {
  /** How it is called, where it is named or has a page of its own. Default: its component's name. */
  name?: string
}

/**
 * A component of the app's own, in `elements/<Component>.tsx` beside the app. Its props are JSON values, typed by the
 * component: `custom<typeof Counter>('Counter', { count: 0 })` with `import type Counter from './elements/Counter.tsx'`.
 * Throws `bad_option` for a name that cannot be a file's, for props that JSON cannot hold, and for more than 100,000
 * characters of them.
 */
export function custom<Component extends ElementComponent = (props: Record<string, unknown>) => unknown>(
  component: string,
  props: PropsOf<Component>,
  { name = component, display }: CustomOptions = {},
): ElementInput {
  if (!componentName.safeParse(component).success) {
    throw new ChatwrightError('bad_option', `custom: component: got ${JSON.stringify(component)}.`, {
      fix: 'Give the name of a file in elements/, without its ending: letters, digits, _ and -, a letter first.',
    })
  }
  const options = display === undefined ? {} : { display }
  const input = elementInput('custom', { ...options, name, content: '' })
  return { ...input, custom: { component, props: checkProps(props) } }
}

/** Throws `bad_option`. */
export function checkProps(props: object): JsonObject {
  const { plain, left } = plainEntries(props)
  if (left.length > 0) {
    throw new ChatwrightError('bad_option', `custom: props: ${left.join(', ')}: expected JSON values.`, {
      fix: 'Give text, numbers, booleans, null, arrays and plain objects of these.',
    })
  }
  if (JSON.stringify(plain).length <= limits.propsCharacters) return plain
  throw new ChatwrightError('bad_option', `custom: props: more than ${limits.propsCharacters} characters.`, {
    fix: 'Keep what is large on the server, and show a part of it.',
  })
}
