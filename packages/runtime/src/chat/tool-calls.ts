import type { JsonObject, Step } from '@chatwright/protocol'

/** A call of a tool as a model is told of it: it has a result, whatever became of it. */
export interface ToolCall {
  /** One for each call of a conversation; letters, digits, `-` and `_`, 40 at most. */
  id: string
  /** Letters, digits, `-` and `_`, 64 at most. */
  name: string
  input: JsonObject
  result: string
  /** Whether the result says what went wrong. */
  isError: boolean
}

/** What stands in for a result that never came (stop contract, rule 12). */
const unknownEffect = 'It was stopped before it was through. Whether it took effect is unknown.'
const noOutput = '(It gave nothing.)'

/** Hands out the calls of one conversation, each under an id of its own. */
export class ToolCalls {
  readonly #ids = new Set<string>()

  /**
   * The call that a step of type `tool` shows. Null when the model had not said all of its arguments: then it was never
   * made.
   */
  of(step: Step): ToolCall | null {
    const input = inputOf(step)
    if (input === null) return null
    const isOver = step.status === 'done' || step.status === 'failed'
    const output = step.output.text.trim()
    const said = output === '' ? [] : [output]
    return {
      id: this.#idFor(step),
      name: nameOf(step),
      input,
      result: isOver ? output || noOutput : [...said, unknownEffect].join('\n\n'),
      isError: step.status !== 'done',
    }
  }

  /** Some providers count their calls anew with each answer. */
  #idFor(step: Step): string {
    const { toolCallId } = step.metadata
    const given = typeof toolCallId === 'string' && /^[\w-]{1,40}$/.test(toolCallId) ? toolCallId : step.id
    const id = this.#ids.has(given) ? step.id : given
    this.#ids.add(id)
    return id
  }
}

/** Whether a model made calls at once: none of the earlier ones had its result when the later began. */
export function areSideBySide(earlier: readonly Step[], later: Step): boolean {
  return earlier.every(
    (step) => step.runId === later.runId && (step.endedAt === null || step.endedAt > later.startedAt),
  )
}

function nameOf(step: Step): string {
  const { toolName } = step.metadata
  const name = typeof toolName === 'string' ? toolName : step.name
  return name.replace(/[^\w-]+/g, '_').slice(0, 64) || 'tool'
}

function inputOf({ input, status }: Step): JsonObject | null {
  const text = input.text.trim()
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : { input: value as JsonObject }
  } catch {
    const isHalf = status !== 'done' && /^[[{"]/.test(text)
    return isHalf ? null : { input: input.text }
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
